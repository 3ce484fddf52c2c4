//! Each module imports what it uses of the runtime, privately.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::format_ident;
use syn::visit::Visit;
use syn::{File, Item, parse_quote};

/// What generated code takes from its runtime by name.
const RUNTIME: [&str; 4] = ["ByteStream", "Error", "ResponseValue", "encode_path"];

/// Writes the imports anew.
pub(super) fn rebuild(file: &mut File) {
    let (modules, mut own): (Vec<_>, Vec<_>) = std::mem::take(&mut file.items)
        .into_iter()
        .filter(|item| !matches!(item, Item::Use(_)))
        .partition(|item| matches!(item, Item::Mod(_)));

    own.splice(0..0, import(&own));
    own.extend(modules.into_iter().map(|mut item| {
        if let Item::Mod(module) = &mut item
            && module.ident == "builder"
            && let Some((_, items)) = &mut module.content
        {
            items.retain(|item| !matches!(item, Item::Use(_)));
            let mut imports: Vec<_> = import(items).into_iter().collect();
            if used(items).contains("types") {
                imports.push(parse_quote!(
                    use super::types;
                ));
            }
            items.splice(0..0, imports);
        }
        item
    }));
    file.items = own;
}

/// Which of the names that matter here occur anywhere in the items.
fn used(items: &[Item]) -> BTreeSet<&'static str> {
    let mut names = Names::default();
    for item in items {
        names.visit_item(item);
    }
    names.found
}

#[derive(Default)]
struct Names {
    found: BTreeSet<&'static str>,
}

impl Names {
    fn see(&mut self, ident: &Ident) {
        let known = RUNTIME.iter().chain([&"types"]);
        self.found.extend(known.copied().find(|known| ident == known));
    }

    fn see_all(&mut self, tokens: TokenStream) {
        for tree in tokens {
            match tree {
                TokenTree::Ident(ident) => self.see(&ident),
                TokenTree::Group(group) => self.see_all(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.see(ident);
    }

    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        self.see_all(tokens.clone());
    }
}

fn import(items: &[Item]) -> Option<Item> {
    let used = used(items);
    let names: Vec<_> = RUNTIME
        .iter()
        .filter(|name| used.contains(*name))
        .map(|name| format_ident!("{name}"))
        .collect();
    (!names.is_empty()).then(|| parse_quote!(use ::keymint_core::rt::{#(#names),*};))
}
