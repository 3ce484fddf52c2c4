//! Types of ours in the place of the generator's: `x-rust-type`, which wins over everything else in a schema.

use serde_json::{Value, json};

use crate::codegen::model::Text;

/// Who writes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// We do.
    Request,
    /// The provider does.
    Answer,
}

/// The schema of a string.
pub(super) fn text(text: Text, side: Side) -> Value {
    let name = match text {
        Text::Plain => return json!({"type": "string"}),
        Text::Secret if side == Side::Request => "OutgoingSecret",
        Text::Secret => "Secret",
        Text::DateTime => "DateTime",
        Text::DateTimeOffsetMillis => "DateTimeOffsetMillis",
        Text::DateTimeSpace => "DateTimeSpace",
        Text::DateTimeZoneless => "DateTimeZoneless",
        Text::Date => "Date",
        Text::Upload => "Upload",
    };
    stamp(name, &[])
}

/// The schema of a string that is one of a list, or something newer.
pub(super) fn open(name: &str) -> Value {
    stamp("Open", &[json!({"$ref": format!("#/components/schemas/{name}")})])
}

/// The schema of a parameter that is an object: its type, hidden from a generator that knows no such parameters.
pub(super) fn bare(schema: &Value) -> Value {
    stamp("rt::Bare", std::slice::from_ref(schema))
}

/// A type of ours that needs no more to be said.
pub(super) fn ours(name: &str) -> Value {
    stamp(name, &[])
}

fn stamp(name: &str, parameters: &[Value]) -> Value {
    let path = format!("keymint_core::{name}");
    json!({"x-rust-type": {"crate": "keymint-core", "version": "*", "path": path, "parameters": parameters}})
}
