//! progenitor, untouched: a lowered document in, tokens out.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use anyhow::{Context as _, Result, anyhow};
use openapiv3::OpenAPI;
use proc_macro2::TokenStream;
use progenitor::{CrateVers, GenerationSettings, Generator, HooksMode, InterfaceStyle, TagStyle};
use quote::quote;
use serde::Deserialize as _;
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
    let document =
        OpenAPI::deserialize(lowered).context("the lowered document is no OpenAPI 3.0")?;

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
        text.or_else(|| payload.downcast_ref::<&str>().map(|&text| text.to_owned()))
            .unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proc_macro2::{TokenStream, TokenTree};
    use serde_json::{Value, json};

    use super::generate;
    use crate::codegen::lower;
    use crate::codegen::testing::client;

    /// A document with everything that makes progenitor name its runtime.
    fn everything() -> Value {
        let (client, _) = client(
            "
                paths:
                  /a/{id}:
                    put:
                      operationId: a
                      parameters: [{name: q, in: query, schema: {type: string}}, {name: H, in: header, schema: {type: string}}]
                      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}}
                      responses: {'200': {description: ok, content: {application/json: {schema: {type: string}}}}, '400': {description: no}}
                    get: {operationId: b, responses: {'200': {description: ok, content: {image/png: {}}}}}
            ",
        );
        lower::render(&client)
    }

    /// The names that follow `progenitor_client::`, alone or in braces.
    fn runtime_names(tokens: TokenStream, names: &mut BTreeSet<String>) {
        let mut trees = tokens.into_iter().peekable();

        while let Some(tree) = trees.next() {
            if let TokenTree::Group(group) = &tree {
                runtime_names(group.stream(), names);
            }
            if tree.to_string() != "progenitor_client" {
                continue;
            }
            match trees.nth(2) {
                Some(TokenTree::Group(group)) => {
                    names.extend(crate::codegen::tokens::idents(&group.stream()));
                }
                Some(name) => drop(names.insert(name.to_string())),
                None => {}
            }
        }
    }

    #[test]
    fn progenitor_takes_these_names_from_its_runtime_and_no_others() {
        let tokens = generate(&everything()).unwrap();

        let mut names = BTreeSet::new();
        runtime_names(tokens, &mut names);

        let ours = [
            "ByteStream",
            "ClientHooks",
            "ClientInfo",
            "Error",
            "OperationInfo",
            "QueryParam",
            "RequestBuilderExt",
            "ResponseValue",
            "encode_path",
        ];
        assert_eq!(names, ours.map(str::to_owned).into());
    }

    #[test]
    fn a_panic_of_the_generator_names_the_operation_and_the_type() {
        let broken = json!({
            "openapi": "3.0.3",
            "info": {"title": "a", "version": "1"},
            "paths": {
                "/fine": {"get": {"operationId": "fine", "responses": {"2XX": {"description": ""}}}},
                "/broken": {"get": {"operationId": "broken", "responses": {"2XX": {"description": "", "content":
                    {"application/json": {"schema": {"$ref": "#/components/schemas/Broken"}}}}}}},
            },
            "components": {"schemas": {"Broken": {"not": {"type": "string"}}}},
        });

        let error = format!("{:#}", generate(&broken).unwrap_err());

        assert!(
            error.starts_with(
                "the operation broken (get /broken), with the type Broken could not be generated"
            ),
            "{error}"
        );
        assert!(error.contains("the generator panicked"), "{error}");
    }

    #[test]
    fn a_document_that_progenitor_cannot_read_is_refused_with_the_reason() {
        let error = format!("{:#}", generate(&json!({"openapi": "3.0.3"})).unwrap_err());

        assert!(error.contains("the lowered document is no OpenAPI 3.0"), "{error}");
    }
}
