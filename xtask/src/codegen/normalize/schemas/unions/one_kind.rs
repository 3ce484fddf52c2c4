//! Alternatives that differ in nothing that Rust would show.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::codegen::normalize::schemas::Schemas;
use crate::codegen::notes::Rule;

const OPEN: Rule =
    Rule { name: "open-strings", why: "every enum of ours keeps strings that it does not know" };
const SCALARS: Rule =
    Rule { name: "merged-alternatives", why: "alternatives of one kind are that kind" };

/// One schema for alternatives that are all strings, all numbers or all booleans.
pub(super) fn merge(
    schemas: &mut Schemas<'_>,
    alternatives: &[(Value, String)],
    at: &str,
) -> Option<Value> {
    let behind: Vec<_> = alternatives.iter().map(|(raw, _)| schemas.behind(raw)).collect();
    let kinds: BTreeSet<_> = behind.iter().map(kind).collect::<Option<_>>()?;

    match kinds.into_iter().collect::<Vec<_>>().as_slice() {
        ["string"] => {
            let lists: Vec<_> = behind
                .iter()
                .zip(alternatives)
                .filter(|(raw, _)| raw.get("enum").is_some())
                .collect();
            match lists.as_slice() {
                [] if behind
                    .iter()
                    .any(|raw| raw.get("format").is_some_and(|format| format == "password")) =>
                {
                    Some(json!({"type": "string", "format": "password"}))
                }
                [] => {
                    let formats: BTreeSet<_> = behind
                        .iter()
                        .map(|raw| raw.get("format").and_then(Value::as_str))
                        .collect();
                    let format = formats.first().copied().flatten().filter(|_| formats.len() == 1);
                    schemas.notes().add(SCALARS, at, "one string");
                    Some(format.map_or_else(
                        || json!({"type": "string"}),
                        |f| json!({"type": "string", "format": f}),
                    ))
                }
                [(_, (only, _))] => {
                    schemas.notes().add(OPEN, at, "the list alone");
                    Some(only.clone())
                }
                several => {
                    let values =
                        several.iter().filter_map(|(raw, _)| raw.get("enum")?.as_array()).flatten();
                    schemas.notes().add(SCALARS, at, "one list");
                    Some(json!({"type": "string", "enum": values.collect::<Vec<_>>()}))
                }
            }
        }
        [one @ ("boolean" | "integer" | "number")] => {
            schemas.notes().add(SCALARS, at, format!("one {one}"));
            Some(json!({"type": one}))
        }
        ["integer", "number"] => {
            schemas.notes().add(SCALARS, at, "one number");
            Some(json!({"type": "number"}))
        }
        _ => None,
    }
}

/// The kind of a scalar; `None` for anything else.
fn kind(raw: &Value) -> Option<&'static str> {
    if raw.get("oneOf").is_some() || raw.get("anyOf").is_some() || raw.get("allOf").is_some() {
        return None;
    }
    match raw.get("type").and_then(Value::as_str) {
        Some("string") => Some("string"),
        Some("integer") => Some("integer"),
        Some("number") => Some("number"),
        Some("boolean") => Some("boolean"),
        Some(_) => None,
        None => raw.get("enum")?.as_array()?.iter().all(Value::is_string).then_some("string"),
    }
}
