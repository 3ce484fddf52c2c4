//! A body of parts lists them itself: serde cannot write a file.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::punctuated::Punctuated;
use syn::{Attribute, File, Item, Path, Token, parse_quote};

use super::syntax::{is, last, module};
use crate::codegen::lower::Client;
use crate::codegen::model::{Field, Media, MediaKind, Shape, Text};
use crate::codegen::names;

/// Turns every form into parts, and into nothing else.
pub(super) fn list(file: &mut File, client: &Client) {
    let Some(types) = module(file, "types") else { return };
    let forms = client.model.operations.iter().filter_map(|operation| {
        let media = &operation.body.as_ref()?.content.media;
        let parts = media.iter().find(|media| media.kind == MediaKind::Multipart)?;
        Some((parts.schema.name()?, parts))
    });

    let mut done = std::collections::BTreeSet::new();
    for (name, parts) in forms {
        if done.insert(name) {
            write(types, name, parts, client);
        }
    }
}

fn write(types: &mut Vec<Item>, name: &str, parts: &Media, client: &Client) {
    let Some(component) = client.model.components.get(name) else { return };
    let Shape::Struct(fields) = &component.schema.shape else { return };
    let place =
        types.iter().position(|item| matches!(item, Item::Struct(item) if item.ident == name));
    let Some(place) = place else { return };

    if let Some(Item::Struct(item)) = types.get_mut(place) {
        item.attrs.iter_mut().for_each(unwritten);
    }
    let ident = format_ident!("{name}");
    let listed = fields.iter().map(|field| part(field, parts));
    let conversion = parse_quote! {
        impl ::std::convert::From<#ident> for ::keymint_core::rt::Multipart {
            fn from(body: #ident) -> Self {
                Self::new() #(#listed)*
            }
        }
    };
    types.insert(place + 1, conversion);
}

fn unwritten(attribute: &mut Attribute) {
    if !is(attribute, "derive") {
        return;
    }
    let Ok(list) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
    else {
        return;
    };
    let kept = list.iter().filter(|path| last(path).as_deref() != Some("Serialize"));
    *attribute = parse_quote!(#[derive(#(#kept),*)]);
}

fn part(field: &Field, parts: &Media) -> TokenStream {
    let wire = &field.wire;
    let name = format_ident!("{}", names::ident(&field.rust));
    let stated = parts
        .encoding
        .get(wire)
        .and_then(|encoding| encoding.get("contentType"))
        .and_then(Value::as_str)
        // A list of media types, or a range, is what the server takes, not what the part is.
        .filter(|stated| !stated.contains([',', '*']));
    let optional = !field.required || field.schema.nullable;
    let file_type = stated.unwrap_or("application/octet-stream");

    if field.rest {
        return quote!(.others(&body.#name));
    }
    match (&field.schema.shape, stated) {
        (Shape::Text(Text::Upload), _) if optional => quote!(.files(#wire, #file_type, body.#name)),
        (Shape::Text(Text::Upload), _) => quote!(.files(#wire, #file_type, [body.#name])),
        (Shape::List(item), _) if item.shape == Shape::Text(Text::Upload) => {
            if optional {
                quote!(.files(#wire, #file_type, body.#name.into_iter().flatten()))
            } else {
                quote!(.files(#wire, #file_type, body.#name))
            }
        }
        (_, Some(stated)) => quote!(.typed(#wire, #stated, &body.#name)),
        (_, None) => quote!(.value(#wire, &body.#name)),
    }
}
