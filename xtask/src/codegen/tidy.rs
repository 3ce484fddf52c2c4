//! Generated code as a person would want it: our runtime, the document's names on the wire, its words in the
//! documentation. Tokens and syntax only, no search and replace on text.

#![expect(clippy::renamed_function_params, reason = "syn calls every piece of syntax `i`")]
#![expect(clippy::wildcard_enum_match_arm, reason = "syntax has more kinds than a pass is about")]

use anyhow::{Context as _, Result};
use proc_macro2::TokenStream;
use syn::File;

use super::lower::Client;

mod answers;
mod attributes;
mod bare;
mod bodies;
mod calls;
mod client;
mod conversions;
mod debug;
mod documentation;
mod enums;
mod fields;
mod headers;
mod hooks;
mod imports;
mod lazy;
mod messages;
mod parts;
mod prelude;
mod reasons;
mod refusals;
mod runtime;
mod statuses;
mod syntax;
mod unions;

/// Tidies what progenitor wrote and adds the tables and what joins them to the client.
pub(crate) fn tidy(tokens: TokenStream, tables: &TokenStream, client: &Client) -> Result<File> {
    let mut file: File = syn::parse2(tokens).context("the generated code is no Rust")?;

    messages::rewrite(&mut file);
    runtime::substitute(&mut file);
    client::trim(&mut file);
    headers::trim(&mut file);
    hooks::unhook(&mut file);
    answers::take(&mut file);
    bare::unwrap(&mut file);
    calls::restore_names(&mut file, client);
    refusals::name_operations(&mut file, client);
    bodies::fit(&mut file, client);
    fields::restore_names(&mut file, client);
    enums::restore_strings(&mut file, client);
    unions::name_variants(&mut file, client)?;
    statuses::without_conversions(&mut file, client);
    debug::hide_errors(&mut file, client);
    attributes::mark(&mut file, client);
    conversions::add(&mut file, client);
    parts::list(&mut file, client);
    documentation::write(&mut file, client);
    client::complete(&mut file, tables, &client.model)?;
    reasons::borrow(&mut file);
    lazy::leave(&mut file);
    prelude::shorten(&mut file);
    imports::rebuild(&mut file);
    Ok(file)
}
