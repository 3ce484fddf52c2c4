//! What the document says and progenitor does not know, as statics for the transport.

use anyhow::Result;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::document::Document;
use super::lower::Client;
use super::tokens;

mod errors;
mod form;
mod media;
mod operations;
mod security;
mod servers;
mod xml;

pub(crate) use security::{Placement, placements};
pub(crate) use servers::{NO_DEFAULT, address, default_url};

/// The types that tables are made of.
const NAMES: [&str; 20] = [
    "Api",
    "Codec",
    "CredentialPlace",
    "Echo",
    "Element",
    "ErrorFields",
    "FormField",
    "FormStyle",
    "Media",
    "Node",
    "Operation",
    "RequestBody",
    "Response",
    "Safety",
    "SecurityScheme",
    "Status",
    "Violations",
    "XmlField",
    "XmlName",
    "XmlPlace",
];

/// The private module with the static `API` of a provider.
pub(crate) fn module(document: &Document, client: &Client, provider: &str) -> Result<TokenStream> {
    let mut xml = xml::Statics::new(&client.model);
    let operations = operations::table(client, &mut xml);
    let base_url = servers::base_url(document);
    let schemes = security::schemes(document);
    let errors = errors::fields(document)?;
    let nodes = xml.into_tokens();

    let statics = quote! {
        /// What the OpenAPI document says about the provider.
        pub(super) static API: Api = Api {
            provider: #provider,
            base_url: #base_url,
            schemes: #schemes,
            errors: #errors,
            operations: #operations,
        };
        #nodes
    };
    let names = tokens::used(&statics, &NAMES).into_iter().map(|name| format_ident!("{name}"));
    Ok(quote! {
        mod wire {
            //! What methods do not say: the tables that the transport reads.

            use ::keymint_core::api::{#(#names),*};

            #statics
        }
    })
}

/// An optional string.
fn option(text: Option<&str>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}
