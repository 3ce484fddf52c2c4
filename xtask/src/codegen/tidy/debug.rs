//! What a provider writes into an error is free text, so `Debug` shows the type of an error and nothing of it.

use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, File, Item, ItemEnum, Path, Token, parse_quote};

use super::syntax::{inner_module, is, last, module};
use crate::codegen::lower::Client;

/// Replaces the derived `Debug` of types that only errors use.
pub(super) fn hide_errors(file: &mut File, client: &Client) {
    let Some(types) = module(file, "types") else { return };

    hide(types, client);
    if let Some(builders) = inner_module(types, "builder") {
        hide(builders, client);
    }
}

fn hide(items: &mut Vec<Item>, client: &Client) {
    let mut hidden = Vec::with_capacity(items.len());

    for mut item in items.drain(..) {
        let debug = by_hand(&mut item, client);
        hidden.push(item);
        hidden.extend(debug);
    }
    *items = hidden;
}

fn by_hand(item: &mut Item, client: &Client) -> Option<Item> {
    let (name, attributes) = match item {
        Item::Struct(item) => (item.ident.clone(), &mut item.attrs),
        Item::Enum(item) => (item.ident.clone(), &mut item.attrs),
        _ => return None,
    };
    let text = name.to_string();
    if !client.model.components.get(&text)?.role.is_error_only() || !underive(attributes) {
        return None;
    }

    if let Item::Enum(item) = item {
        return Some(of_variants(item));
    }
    Some(parse_quote! {
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#text).finish_non_exhaustive()
            }
        }
    })
}

fn of_variants(item: &ItemEnum) -> Item {
    let name = &item.ident;
    let arms = item.variants.iter().map(|variant| -> syn::Arm {
        let ident = &variant.ident;
        let text = format!("{name}::{ident}");
        match variant.fields {
            Fields::Unit => parse_quote!(Self::#ident => #text,),
            Fields::Named(_) | Fields::Unnamed(_) => parse_quote!(Self::#ident { .. } => #text,),
        }
    });

    parse_quote! {
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(match self { #(#arms)* })
            }
        }
    }
}

/// Takes `Debug` out of a derive; whether it was there.
fn underive(attributes: &mut [Attribute]) -> bool {
    let mut found = false;

    for attribute in attributes.iter_mut().filter(|attribute| is(attribute, "derive")) {
        let Ok(list) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
        else {
            continue;
        };
        let kept: Vec<_> =
            list.iter().filter(|path| last(path).as_deref() != Some("Debug")).collect();
        if kept.len() < list.len() {
            found = true;
            *attribute = parse_quote!(#[derive(#(#kept),*)]);
        }
    }
    found
}
