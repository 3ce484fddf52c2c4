//! The six types of JSON, and what a schema without a type must mean.

use serde_json::{Map, Value};

use super::{Schemas, objects};
use crate::codegen::model::{Schema, Shape, Text};
use crate::codegen::names;
use crate::codegen::notes::Rule;
use crate::codegen::pointer;

const TUPLES: Rule = Rule { name: "tuples", why: "a list has items of one type" };
const UNCHECKED: Rule = Rule { name: "unchecked", why: "a client must not refuse what the provider sends or takes" };

/// Constraints that the provider checks and we do not.
const CONSTRAINTS: [&str; 24] = [
    "contains",
    "default",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "if",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "pattern",
    "propertyNames",
    "then",
    "uniqueItems",
];

/// Reads the shape of a schema that is no union and no enum.
pub(super) fn read(schemas: &mut Schemas<'_>, map: &Map<String, Value>, at: &str, hint: &str) -> Shape {
    let dropped: Vec<_> = map.keys().map(String::as_str).filter(|key| CONSTRAINTS.contains(key)).collect();
    if !dropped.is_empty() {
        schemas.notes().add(UNCHECKED, at, dropped.join(", "));
    }

    match map.get("type").and_then(Value::as_str).unwrap_or_else(|| implied(map)) {
        "object" => objects::read(schemas, map, at, hint),
        "array" => list(schemas, map, at, hint),
        "string" => Shape::Text(text(map)),
        "integer" => Shape::Integer(size(map)),
        "number" => Shape::Number,
        "boolean" => Shape::Boolean,
        _ => Shape::Any,
    }
}

fn implied(map: &Map<String, Value>) -> &'static str {
    let has = |keys: &[&str]| keys.iter().any(|key| map.contains_key(*key));

    if has(&["properties", "additionalProperties", "patternProperties", "required"]) {
        "object"
    } else if has(&["items", "prefixItems"]) {
        "array"
    } else if has(&["format"]) && text(map) != Text::Plain {
        "string"
    } else {
        ""
    }
}

fn list(schemas: &mut Schemas<'_>, map: &Map<String, Value>, at: &str, hint: &str) -> Shape {
    if map.contains_key("prefixItems") || map.get("items").is_some_and(Value::is_array) {
        schemas.notes().add(TUPLES, at, "items may be anything");
        return Shape::List(Box::new(Schema::of(Shape::Any)));
    }

    let item = map.get("items").map_or_else(
        || Schema::of(Shape::Any),
        |items| schemas.schema(items, &pointer::below(at, "items"), &names::singular(hint)),
    );
    Shape::List(Box::new(item))
}

fn text(map: &Map<String, Value>) -> Text {
    match map.get("format").and_then(Value::as_str) {
        Some("password") => Text::Secret,
        Some("date-time") => Text::DateTime,
        Some("date-time-offset-millis") => Text::DateTimeOffsetMillis,
        Some("date-time-space") => Text::DateTimeSpace,
        Some("date-time-zoneless") => Text::DateTimeZoneless,
        Some("date") => Text::Date,
        _ => Text::Plain,
    }
}

fn size(map: &Map<String, Value>) -> Option<&'static str> {
    match map.get("format").and_then(Value::as_str) {
        Some("int32") => Some("int32"),
        Some("uint32") => Some("uint32"),
        Some("uint64") => Some("uint64"),
        _ => None,
    }
}
