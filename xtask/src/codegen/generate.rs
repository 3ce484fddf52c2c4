//! progenitor, untouched: a lowered document in, tokens out.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use anyhow::{Context as _, Result, anyhow};
use openapiv3::OpenAPI;
use proc_macro2::TokenStream;
use progenitor::{CrateVers, GenerationSettings, Generator, HooksMode, InterfaceStyle, TagStyle};
use quote::quote;
use serde_json::Value;

mod blame;

/// Generates a client; an error names the operation that is to blame, as far as it can be found.
pub(crate) fn generate(lowered: &Value) -> Result<TokenStream> {
    attempt(lowered).map_err(|error| match blame::find(lowered) {
        Some(culprit) => error.context(format!("{culprit} could not be generated")),
        None => error.context("the client could not be generated"),
    })
}

fn attempt(lowered: &Value) -> Result<TokenStream> {
    let document: OpenAPI =
        serde_json::from_value(lowered.clone()).context("the lowered document is no OpenAPI 3.0")?;

    quietly(|| Generator::new(&settings()).generate_tokens(&document))
        .map_err(|panic| anyhow!("the generator panicked: {panic}"))?
        .map_err(|error| anyhow!("the generator refused it: {error}"))
}

fn settings() -> GenerationSettings {
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_inner_type(quote!(::keymint_core::Transport))
        .with_hooks(HooksMode::Expected)
        .with_crate("keymint-core", CrateVers::Any, None)
        .with_map_type("::std::collections::BTreeMap");
    settings
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic; the panic becomes its message and nothing is printed.
fn quietly<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                loud(info);
            }
        }));
    });

    QUIET.set(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(run));
    QUIET.set(false);

    outcome.map_err(|payload| {
        let text = payload.downcast_ref::<String>().cloned();
        text.or_else(|| payload.downcast_ref::<&str>().map(|&text| text.to_owned())).unwrap_or_default()
    })
}
