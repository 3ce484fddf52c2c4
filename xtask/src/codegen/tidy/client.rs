//! The client: made from a transport, told about its provider by the tables, and nothing else.

use anyhow::Result;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{File, ImplItem, Item, parse_quote};

use super::syntax::implemented;
use crate::codegen::model::Model;

/// Removes constructors that make HTTP clients of their own, and the prelude.
pub(super) fn trim(file: &mut File) {
    file.items.retain(|item| match item {
        Item::Mod(module) => module.ident != "prelude",
        Item::Impl(item) => !(item.trait_.is_none() && item.items.iter().any(is_constructor)),
        _ => true,
    });
}

fn is_constructor(item: &ImplItem) -> bool {
    matches!(item, ImplItem::Fn(function) if function.sig.ident == "new_with_client")
}

/// Joins the client to its tables and its transport.
pub(super) fn complete(file: &mut File, tables: &TokenStream, model: &Model) -> Result<()> {
    let joined: File = syn::parse2(quote! {
        impl Client {
            /// Returns a client like this one whose calls use `options`.
            ///
            /// Both share connections, so this is cheap enough for a single call.
            #[must_use]
            pub fn with_options(&self, options: &::keymint_core::CallOptions) -> Self {
                ::keymint_core::rt::GeneratedClient::from_transport(self.inner.with_options(options))
            }
        }

        impl ::keymint_core::rt::GeneratedClient for Client {
            fn api() -> &'static ::keymint_core::api::Api {
                &wire::API
            }

            fn from_transport(transport: ::keymint_core::Transport) -> Self {
                Self {
                    baseurl: transport.base_url().to_owned(),
                    client: ::std::default::Default::default(),
                    inner: transport,
                }
            }

            fn transport(&self) -> &::keymint_core::Transport {
                &self.inner
            }
        }

        #tables
    })?;

    if model.operations.is_empty() {
        for item in &mut file.items {
            let Item::Struct(client) = item else { continue };
            client
                .attrs
                .push(parse_quote!(#[expect(dead_code, reason = "there are no operations")]));
        }
    }
    let after_methods =
        file.items.iter().position(is_methods).map_or(file.items.len(), |at| at + 1);
    file.items.splice(after_methods..after_methods, joined.items);
    Ok(())
}

fn is_methods(item: &Item) -> bool {
    matches!(item, Item::Impl(item) if item.trait_.is_none() && implemented(item).as_deref() == Some("Client"))
}
