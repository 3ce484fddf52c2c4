//! Looking into tokens.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

/// The identifiers of `known` that stand in a stream, groups and macros included.
pub(crate) fn used<'n>(tokens: &TokenStream, known: &[&'n str]) -> BTreeSet<&'n str> {
    let mut found = BTreeSet::new();
    let mut open = vec![tokens.clone()];

    while let Some(tokens) = open.pop() {
        for tree in tokens {
            match tree {
                TokenTree::Ident(ident) => found.extend(known.iter().find(|name| ident == *name)),
                TokenTree::Group(group) => open.push(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    found
}

/// Every identifier in a stream, groups and macros included.
#[cfg(test)]
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
