//! Looking into tokens.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

/// Every identifier in a stream, groups and macros included.
pub(crate) fn idents(tokens: &TokenStream) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![tokens.clone()];

    while let Some(tokens) = open.pop() {
        for tree in tokens {
            match tree {
                TokenTree::Ident(ident) => drop(found.insert(ident.to_string())),
                TokenTree::Group(group) => open.push(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    found
}
