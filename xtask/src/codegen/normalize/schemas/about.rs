//! What is said about a schema, beside what it is.

use serde_json::{Map, Value};

use crate::codegen::model::{Schema, Shape, Xml};

/// Keys that say something about a value and nothing about its type.
pub(super) const KEYS: [&str; 16] = [
    "$comment",
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "maxItems",
    "maxLength",
    "minItems",
    "minLength",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

/// A shape with everything that is said about it.
pub(super) fn describe(shape: Shape, map: &Map<String, Value>) -> Schema {
    Schema {
        shape,
        nullable: is(map, "nullable"),
        docs: text(map, "description"),
        deprecated: is(map, "deprecated"),
        xml: map.get("xml").and_then(Value::as_object).map_or_else(Xml::default, xml),
    }
}

/// Whether a key is there and true.
pub(super) fn is(map: &Map<String, Value>, key: &str) -> bool {
    map.get(key) == Some(&Value::Bool(true))
}

/// A text of a schema that says something.
pub(super) fn text(map: &Map<String, Value>, key: &str) -> Option<String> {
    let text = map.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn xml(map: &Map<String, Value>) -> Xml {
    Xml {
        name: text(map, "name"),
        namespace: text(map, "namespace"),
        prefix: text(map, "prefix"),
        attribute: is(map, "attribute"),
        wrapped: is(map, "wrapped"),
    }
}
