//! `lib.rs`: a table of contents.

use std::collections::BTreeSet;

use anyhow::Result;
use quote::{format_ident, quote};
use syn::File;

use super::Blueprint;
use crate::codegen::format;

/// What every client needs of the core.
const ALWAYS: [&str; 12] = [
    "CallOptions",
    "ClientBuilder",
    "Error",
    "ErrorKind",
    "OperationError",
    "Outcome",
    "ResponseValue",
    "Result",
    "RetryPolicy",
    "Secret",
    "Violation",
    "WireFormat",
];

/// What generated code takes of the core and callers never name.
const INNER: [&str; 1] = ["Transport"];

/// The file.
pub(super) fn file(blueprint: &Blueprint<'_>, has_credential: bool) -> Result<File> {
    let credential = has_credential.then(|| {
        quote!(
            pub use client::Credential;
        )
    });
    let generated: Vec<_> = [("builder", true), ("types", true)]
        .into_iter()
        .filter(|(module, _)| blueprint.generated.contains(&format!("\npub mod {module} {{")))
        .map(|(module, _)| format_ident!("{module}"))
        .collect();
    // `cargo fmt` leaves alone what codegen did.
    let skip = format::is_long(blueprint.generated).then(|| quote!(#[rustfmt::skip]));
    let core = core_names(blueprint.generated).into_iter().map(|name| format_ident!("{name}"));

    Ok(syn::parse2(quote! {
        #![doc = include_str!("../README.md")]

        mod client;
        #skip
        mod generated;

        #credential
        pub use generated::{Client, #(#generated),*};
        pub use keymint_core::{#(#core),*};
    })?)
}

/// The types of the core in the public API of generated code.
fn core_names(generated: &str) -> BTreeSet<&str> {
    let used = generated.split("::keymint_core::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    });
    let types = used
        .filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()) && !INNER.contains(name));
    types.chain(ALWAYS).collect()
}

#[cfg(test)]
mod tests {
    use super::core_names;

    #[test]
    fn what_generated_code_takes_of_the_core_can_be_named() {
        let names = core_names(
            "a: ::keymint_core::Open<B>, ::keymint_core::Transport, ::keymint_core::rt::X",
        );

        assert!(names.contains("Open") && names.contains("Secret"));
        assert!(!names.contains("Transport") && !names.contains("rt") && !names.contains("Date"));
    }
}
