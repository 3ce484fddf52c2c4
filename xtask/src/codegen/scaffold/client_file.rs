//! `client.rs`: what authenticates a client, and how one is made.

use anyhow::Result;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::File;

use super::credentials::{self, Constructor};
use super::{Blueprint, prose};
use crate::codegen::tables::{Placement, default_url};

/// The file.
pub(super) fn file(blueprint: &Blueprint<'_>, constructors: &[Constructor]) -> Result<File> {
    let title = prose::title(&blueprint.client.model.title);
    let total = blueprint.client.model.operations.len();

    if constructors.is_empty() {
        let about = format!(" How a client of {title} is made.");
        let builder = builder(blueprint, false, "builder");
        return Ok(syn::parse2(quote! {
            #![doc = #about]

            use keymint_core::ClientBuilder;

            use crate::generated::Client;

            impl Client {
                #builder
            }
        })?);
    }

    let about = format!(" What authenticates a client of {title}, and how one is made.");
    let first = constructors.first().map(|first| first.method.as_str()).unwrap_or_default();
    let methods = constructors.iter().map(|made| constructor(made, first, total));
    let with = builder(blueprint, true, "builder");
    let without = credentials::some_are_open(blueprint.client)
        .then(|| builder(blueprint, false, "builder_without_credential"));
    Ok(syn::parse2(quote! {
        #![doc = #about]

        use keymint_core::{ClientBuilder, GeneratedClient as _, Result, Secret};

        use crate::generated::Client;

        /// What authenticates calls.
        #[derive(Clone, Debug)]
        pub struct Credential(keymint_core::Credential);

        impl Credential {
            #(#methods)*
        }

        impl Client {
            #with
            #without
        }
    })?)
}

fn constructor(made: &Constructor, first: &str, total: usize) -> TokenStream {
    let Constructor { method, scheme, placement, accepted } = made;
    let summary = format!(" Takes {}, sent as {}.", made.takes(), made.sent());
    let accepted = (*accepted < total).then(|| {
        let text = format!(" {accepted} of {total} operations accept it.");
        quote!(#[doc = ""] #[doc = #text])
    });
    let errors = if method == first {
        " [`ErrorKind::Request`](crate::ErrorKind::Request) when a value is empty or holds what no header can carry; it\n is never shown.".to_owned()
    } else {
        format!(" As [`Credential::{first}`].")
    };
    let errors = errors.lines().map(|line| quote!(#[doc = #line]));
    let (method, takes, call) = if *placement == Placement::Basic {
        (
            format_ident!("{method}"),
            quote!(username: &str, password: impl Into<Secret>),
            quote!(keymint_core::Credential::basic(Client::api(), #scheme, username, password)),
        )
    } else {
        let value = if *placement == Placement::Bearer { "token" } else { "key" };
        let value = format_ident!("{value}");
        (
            format_ident!("{method}"),
            quote!(#value: impl Into<Secret>),
            quote!(keymint_core::Credential::new(Client::api(), #scheme, #value)),
        )
    };

    quote! {
        #[doc = #summary]
        #accepted
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #(#errors)*
        pub fn #method(#takes) -> Result<Self> {
            #call.map(Self)
        }
    }
}

fn builder(blueprint: &Blueprint<'_>, with_credential: bool, name: &str) -> TokenStream {
    let default = default_url(blueprint.document);
    let whom = if name == "builder" { "" } else { " without a credential" };
    let about = default.as_ref().map_or_else(
        || format!(" Starts a client{whom}; it calls the API at `base_url`, for which there is no default."),
        |url| format!(" Starts a client{whom} for `{}`.", prose::code(url)),
    );
    let name = format_ident!("{name}");
    let mut parameters = Vec::new();
    if with_credential {
        parameters.push(quote!(credential: Credential));
    }
    if default.is_none() {
        parameters.push(quote!(base_url: impl Into<String>));
    }
    let credential = if with_credential { quote!(Some(credential.0)) } else { quote!(None) };
    let address = default.is_none().then(|| quote!(.base_url(base_url)));

    quote! {
        #[doc = #about]
        pub fn #name(#(#parameters),*) -> ClientBuilder<Self> {
            ClientBuilder::new(#credential)#address
        }
    }
}
