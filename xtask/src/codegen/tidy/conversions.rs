//! A known string can be set where an optional open one is wanted: `.env(Env::Production)`.

use quote::format_ident;
use syn::{File, Item, parse_quote};

use super::syntax::module;
use crate::codegen::lower::Client;
use crate::codegen::model::Shape;

/// Adds the conversion for every open enum that we send.
pub(super) fn add(file: &mut File, client: &Client) {
    let Some(types) = module(file, "types") else { return };
    let mut all = Vec::with_capacity(types.len());
    let mut last = None;

    for item in types.drain(..) {
        let name = match &item {
            Item::Enum(item) => Some(item.ident.to_string()),
            Item::Impl(_) => last.clone(),
            _ => None,
        };
        if let Some(done) = last.take_if(|last| name.as_ref() != Some(last)) {
            all.extend(conversion(&done, client));
        }
        last = name;
        all.push(item);
    }
    if let Some(done) = last {
        all.extend(conversion(&done, client));
    }
    *types = all;
}

fn conversion(name: &str, client: &Client) -> Option<Item> {
    let component = client.model.components.get(name)?;
    let open = matches!(&component.schema.shape, Shape::Enum(list) if list.open);
    if !open || !component.role.request {
        return None;
    }

    let ident = format_ident!("{name}");
    Some(parse_quote! {
        impl ::std::convert::From<#ident> for ::std::option::Option<::keymint_core::Open<#ident>> {
            fn from(value: #ident) -> Self {
                Some(::keymint_core::Open::from(value))
            }
        }
    })
}
