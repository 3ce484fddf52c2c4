//! What few programs use is compiled in those that do: a crate of many types would otherwise be mostly builders that
//! nobody calls.

use syn::{File, ImplItem, Item, parse_quote};

use super::syntax::module;

/// Leaves the functions of types and of their builders to be compiled where they are called.
pub(super) fn leave(file: &mut File) {
    for item in module(file, "types").into_iter().flatten() {
        leave_in(item);
    }
}

fn leave_in(item: &mut Item) {
    match item {
        Item::Mod(module) => {
            module.content.iter_mut().flat_map(|(_, items)| items).for_each(leave_in);
        }
        Item::Impl(item) => {
            for item in &mut item.items {
                if let ImplItem::Fn(function) = item {
                    // Those with types of their own are already.
                    if function.sig.generics.type_params().next().is_none() {
                        function.attrs.push(parse_quote!(#[inline]));
                    }
                }
            }
        }
        _ => {}
    }
}
