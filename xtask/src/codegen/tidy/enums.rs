//! Enums speak the document's strings.

use std::collections::BTreeMap;

use syn::visit_mut::VisitMut;
use syn::{File, Item, LitStr};

use super::fields::rename;
use super::syntax::{implemented, module};
use crate::codegen::lower::Client;
use crate::codegen::model::{Shape, Variant};

/// Puts the document's strings in the place of the variants' names.
pub(super) fn restore_strings(file: &mut File, client: &Client) {
    let enums: BTreeMap<_, _> = client
        .model
        .components
        .iter()
        .filter_map(|(name, component)| match &component.schema.shape {
            Shape::Enum(list) => Some((name.as_str(), list.variants.as_slice())),
            _ => None,
        })
        .collect();

    for item in module(file, "types").into_iter().flatten() {
        match item {
            Item::Enum(item) => {
                let Some(known) = enums.get(item.ident.to_string().as_str()) else { continue };
                for variant in &mut item.variants {
                    let name = variant.ident.to_string();
                    if let Some(known) = known.iter().find(|known| known.rust == name) {
                        rename(&mut variant.attrs, &name, &known.wire);
                    }
                }
            }
            Item::Impl(item) => {
                if let Some(known) =
                    implemented(item).and_then(|name| enums.get(name.as_str()).copied())
                {
                    Strings { known }.visit_item_impl_mut(item);
                }
            }
            _ => {}
        }
    }
}

struct Strings<'v> {
    known: &'v [Variant],
}

impl VisitMut for Strings<'_> {
    fn visit_lit_str_mut(&mut self, text: &mut LitStr) {
        let name = text.value();
        if let Some(variant) = self.known.iter().find(|variant| variant.rust == name) {
            *text = LitStr::new(&variant.wire, text.span());
        }
    }
}
