//! Documents that mean harm: nothing in them becomes code.

use syn::visit::{self, Visit};
use syn::{Ident, ItemFn};

use super::document::Document;
use super::notes::Notes;
use super::providers::Provider;
use super::scaffold::{Blueprint, Core, Home};
use super::selection::Selection;
use super::{pipeline, scaffold, smoke};
use crate::workspace;

mod endless;
mod malformed;

/// Text that tries to leave the place it stands in.
const PAYLOADS: [&str; 12] = [
    "*/ pub fn injected() {} /*",
    "\"; pub fn injected() {} //",
    "\n}\npub fn injected() {}\n//",
    "```\npub fn injected() {}\n```",
    "    pub fn injected() {}",
    "#\"; } pub fn injected() {} \"#",
    "{injected()}",
    "\u{202e}injected\u{2066}",
    "<script>injected()</script> [injected] ![x](y) `",
    "r#injected",
    "a\u{0}b\r\nc\\",
    "../../injected%2f..",
];

/// A document with a payload in every string that a document can hold.
fn document(payload: &str) -> Document {
    const TEMPLATE: &str = r##"{
        "openapi": "3.0.3",
        "info": {"title": "@", "version": "@", "description": "@"},
        "servers": [{"url": "https://@"}],
        "tags": [{"name": "@", "description": "@"}],
        "security": [{"@": []}],
        "paths": {"/x/{@}/@": {"post": {
            "operationId": "@", "summary": "@", "description": "@", "tags": ["@"], "externalDocs": {"url": "http@"},
            "parameters": [
                {"name": "@", "in": "path", "required": true, "description": "@", "schema": {"type": "string"}},
                {"name": "@", "in": "query", "description": "@", "schema": {"type": "string", "enum": ["@"]}},
                {"name": "@", "in": "header", "description": "@", "schema": {"type": "string"}},
                {"name": "@", "in": "cookie", "description": "@", "style": "@", "schema": {"type": "array", "items": {"type": "string"}}},
                {"name": "d@", "in": "query", "style": "deepObject", "schema": {"type": "object", "properties": {"@": {"type": "string"}}}}
            ],
            "x-@": "@", "callbacks": {"@": {"@": {}}},
            "requestBody": {"description": "@", "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Body"}},
                "application/xml": {"schema": {"$ref": "#/components/schemas/Body"}},
                "application/@+json": {"schema": {"$ref": "#/components/schemas/Body"}}
            }},
            "responses": {"200": {"description": "@", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}},
                "400": {"description": "@", "headers": {"@": {"description": "@"}}, "links": {"@": {"operationId": "@"}}}, "@": {"description": "@"}}
        }, "put": {
            "operationId": "put @", "summary": "@",
            "requestBody": {"content": {"multipart/form-data": {"schema": {"type": "object", "title": "@", "required": ["@"],
                "properties": {"@": {"type": "string", "format": "binary"}, "b@": {"type": "object", "additionalProperties": {"type": "integer"}, "properties": {"@": {"const": "@"}}}}},
                "encoding": {"@": {"contentType": "@"}, "b@": {"contentType": "@"}}}}},
            "responses": {"200": {"description": "@", "content": {"@/@": {"schema": {"type": "string"}}}}}
        }}},
        "components": {
            "securitySchemes": {"@": {"type": "apiKey", "in": "header", "name": "@", "x-keymint-word": "@"}},
            "schemas": {
                "Body": {"type": "object", "description": "@", "title": "@", "xml": {"name": "@", "prefix": "@", "namespace": "@"},
                    "required": ["@"], "properties": {"@": {"type": "string", "description": "@", "format": "@", "pattern": "@", "default": "@"},
                        "list": {"type": "array", "items": {"type": "string", "enum": ["@", "b"], "x-enum-varnames": ["@", "@"]}},
                        "either": {"oneOf": [{"title": "@", "type": "object", "properties": {"@": {"type": "integer"}}}, {"type": "boolean"}]},
                        "tagged": {"oneOf": [{"$ref": "#/components/schemas/T"}, {"$ref": "#/components/schemas/U"}], "discriminator": {"propertyName": "@", "mapping": {"@": "T"}}},
                        "other": {"$ref": "#/components/schemas/@"}}},
                "T": {"type": "object", "properties": {"@": {"type": "string"}}},
                "U": {"type": "object", "properties": {"@": {"type": "string"}}},
                "@": {"type": "object", "properties": {"a": {"type": "string"}}}
            }
        }
    }"##;

    let escaped = serde_json::to_string(payload).unwrap();
    let text = TEMPLATE.replace('@', escaped.trim_matches('"'));
    Document::parse(&text, "openapi/hostile.json").unwrap()
}

#[derive(Default)]
struct Injected(Vec<String>);

impl<'ast> Visit<'ast> for Injected {
    fn visit_item_fn(&mut self, i: &'ast ItemFn) {
        self.note(&i.sig.ident);
        visit::visit_item_fn(self, i);
    }

    /// Setters and methods may be called so, for names come from the document; they have a receiver.
    fn visit_impl_item_fn(&mut self, i: &'ast syn::ImplItemFn) {
        if i.sig.receiver().is_none() {
            self.note(&i.sig.ident);
        }
        visit::visit_impl_item_fn(self, i);
    }

    fn visit_macro(&mut self, i: &'ast syn::Macro) {
        if i.tokens.to_string().contains("injected (") {
            self.0.push(i.tokens.to_string());
        }
    }
}

impl Injected {
    fn note(&mut self, name: &Ident) {
        if name == "injected" {
            self.0.push(name.to_string());
        }
    }
}

#[test]
fn text_of_a_document_is_never_code() {
    for payload in PAYLOADS {
        let generated =
            pipeline::run(&document(payload), "hostile", &workspace::root(), &mut Notes::default());
        let generated = generated.unwrap_or_else(|error| panic!("{payload:?}: {error:#}"));

        let mut injected = Injected::default();
        injected.visit_file(&syn::parse_file(&generated).unwrap());

        assert_eq!(injected.0, Vec::<String>::new(), "{payload:?}");
        assert!(!generated.contains(['\u{202e}', '\u{2066}', '\0', '\r']), "{payload:?}");
    }
}

#[test]
fn text_of_a_document_is_never_code_around_the_client_either() {
    for payload in PAYLOADS {
        let document = document(payload);
        let client = pipeline::client(&document, &mut Notes::default()).unwrap();
        let root = workspace::root();
        let generated = pipeline::text(&document, &client, "hostile", "hostile", &root).unwrap();
        let provider = Provider {
            name: "hostile".to_owned(),
            file: "hostile.json".to_owned(),
            operations: Selection::default(),
        };
        let blueprint = Blueprint {
            name: "hostile",
            document: &document,
            client: &client,
            generated: &generated,
        };

        let tests = smoke::text(&provider, &client, &generated, &root).unwrap();
        let core = Core::Version("0.1".to_owned());
        let files = scaffold::files(&blueprint, Home::Alone(&core), &root).unwrap();

        let functions = |text: &str| {
            syn::parse_file(text)
                .unwrap()
                .items
                .iter()
                .filter(|item| matches!(item, syn::Item::Fn(_)))
                .count()
        };
        assert_eq!(functions(&tests), client.model.operations.len(), "{payload:?}: {tests}");
        for (file, text) in files.iter().filter(|(file, _)| *file != "src/generated.rs") {
            assert!(!text.contains(['\u{202e}', '\u{2066}', '\0', '\r']), "{payload:?}: {file}");
            match *file {
                "Cargo.toml" => drop(text.parse::<toml_edit::DocumentMut>().unwrap()),
                "README.md" => assert_eq!(text.matches("```").count(), 2, "{payload:?}: {text}"),
                _ => {
                    assert_eq!(functions(text), 0, "{payload:?}: {text}");
                }
            }
        }
    }
}
