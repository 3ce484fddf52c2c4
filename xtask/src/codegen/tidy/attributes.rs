//! Types that the provider may extend say so.

use syn::{Attribute, File, Item, parse_quote};

use super::syntax::{is, module};
use crate::codegen::lower::Client;
use crate::codegen::model::{Component, Shape};

/// Marks what may grow, and what should be used no more.
pub(super) fn mark(file: &mut File, client: &Client) {
    for item in &mut file.items {
        if let Item::Mod(module) = item {
            module.attrs.retain(|attribute| !is(attribute, "allow"));
        }
    }

    for item in module(file, "types").into_iter().flatten() {
        let (name, attributes) = match item {
            Item::Struct(item) => (item.ident.to_string(), &mut item.attrs),
            Item::Enum(item) => (item.ident.to_string(), &mut item.attrs),
            _ => continue,
        };
        if client.model.components.get(&name).is_some_and(grows) {
            attributes.insert(first_after_docs(attributes), parse_quote!(#[non_exhaustive]));
        }
    }
}

/// Whether the provider may add to it without breaking anyone: what only it writes, and every list of strings.
fn grows(component: &Component) -> bool {
    match &component.schema.shape {
        Shape::Struct(_) | Shape::ByStatus(_) => !component.role.request,
        Shape::Enum(list) => list.open,
        _ => false,
    }
}

fn first_after_docs(attributes: &[Attribute]) -> usize {
    attributes.iter().take_while(|attribute| is(attribute, "doc")).count()
}
