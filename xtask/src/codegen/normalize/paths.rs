//! Every operation of the document, with what its path says for all of them.

use serde_json::Value;

use super::references;
use crate::codegen::document::Document;
use crate::codegen::notes::{Notes, Rule};
use crate::codegen::pointer;

const IGNORED: Rule = Rule { name: "ignored", why: "a client calls the provider, never the other way round" };
const SLASH: Rule = Rule { name: "leading-slash", why: "a path is appended to the base URL" };

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation as the document writes it.
#[derive(Clone, Debug)]
pub(super) struct Found<'d> {
    pub(super) path: String,
    pub(super) method: &'static str,
    pub(super) at: String,
    pub(super) raw: &'d Value,
    /// Parameters of the path and of the operation, each with its place, later ones last.
    pub(super) parameters: Vec<(&'d Value, String)>,
}

/// The operations, in the order of the document.
pub(super) fn operations<'d>(document: &'d Document, notes: &mut Notes) -> Vec<Found<'d>> {
    if document.root.get("webhooks").is_some() {
        notes.add(IGNORED, "#/webhooks", "webhooks");
    }

    let mut found = Vec::new();
    for (path, item) in document.root.get("paths").and_then(Value::as_object).into_iter().flatten() {
        if path.starts_with("x-") {
            continue;
        }
        let at = pointer::below("#/paths", path);
        let Some((item, at)) = references::follow(document, item, &at, notes) else { continue };
        let path = with_slash(path, &at, notes);

        for method in METHODS {
            let Some(raw) = item.get(method).filter(|raw| raw.is_object()) else { continue };
            let operation_at = pointer::below(&at, method);
            if raw.get("callbacks").is_some() {
                notes.add(IGNORED, &operation_at, "callbacks");
            }
            let parameters = listed(item, &at).chain(listed(raw, &operation_at)).collect();
            found.push(Found { path: path.clone(), method, at: operation_at, raw, parameters });
        }
    }
    found
}

fn listed<'d>(owner: &'d Value, at: &str) -> impl Iterator<Item = (&'d Value, String)> + use<'d> {
    let at = pointer::below(at, "parameters");
    let list = owner.get("parameters").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().enumerate().map(move |(number, raw)| (raw, pointer::below(&at, &number.to_string())))
}

fn with_slash(path: &str, at: &str, notes: &mut Notes) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    notes.add(SLASH, at, "the path got a leading slash");
    format!("/{path}")
}
