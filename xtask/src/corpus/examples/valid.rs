//! Whether an example keeps to its own schema; what a document breaks itself is no measure of us.

use anyhow::Result;
use jsonschema::{Draft, Registry, Validator};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use crate::codegen::document::{Document, Version};

const BASE: &str = "urn:document";
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'~').remove(b'-').remove(b'_').remove(b'.');

/// The schemas of a document, as JSON Schema.
#[derive(Debug)]
pub(super) struct Judge {
    registry: Registry<'static>,
}

impl Judge {
    /// Reads them.
    pub(super) fn new(document: &Document) -> Result<Self> {
        let mut root = document.root.clone();
        translate(&mut root, document.version == Version::V30);
        let registry = Registry::new().draft(Draft::Draft202012).add(BASE, root)?.prepare()?;
        Ok(Self { registry })
    }

    /// Whether the schema at a pointer accepts a value; a schema that is none accepts nothing.
    pub(super) fn accepts(&self, at: &str, value: &Value) -> bool {
        let pointer = at.trim_start_matches('#');
        let reference = format!("{BASE}#{}", utf8_percent_encode(pointer, PLAIN));
        self.validator(&reference).is_some_and(|validator| validator.is_valid(value))
    }

    fn validator(&self, reference: &str) -> Option<Validator> {
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .build(&json!({"$ref": reference}))
            .ok()
    }
}

/// OpenAPI's schemas as JSON Schema's; what only narrows strings is left out.
fn translate(value: &mut Value, old: bool) {
    const VALUES: [&str; 5] = ["example", "examples", "default", "enum", "const"];

    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| translate(item, old)),
        Value::Object(map) => {
            for (key, inner) in map.iter_mut() {
                // A property may be called `example`; then it is a schema.
                if !VALUES.contains(&key.as_str()) || inner.get("type").is_some() {
                    translate(inner, old);
                }
            }
            own_place(map);
            formats(map);
            if old {
                bounds(map);
                nullable(map);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Schemas are found in this document, and nowhere else.
fn own_place(map: &mut Map<String, Value>) {
    for key in ["$id", "$schema", "jsonSchemaDialect"] {
        if map.get(key).is_some_and(Value::is_string) {
            map.remove(key);
        }
    }
    let elsewhere = |to: &Value| to.as_str().is_some_and(|to| !to.starts_with('#'));
    if map.get("$ref").is_some_and(elsewhere) {
        map.remove("$ref");
    }
}

fn formats(map: &mut Map<String, Value>) {
    if map.get("pattern").is_some_and(Value::is_string) {
        map.remove("pattern");
    }
    let Some(format) = map.get("format").and_then(Value::as_str).map(str::to_owned) else { return };
    if !["date", "date-time"].contains(&format.as_str()) {
        map.remove("format");
    }
    let range = match format.as_str() {
        "int32" => (json!(i32::MIN), json!(i32::MAX)),
        "int64" => (json!(i64::MIN), json!(i64::MAX)),
        _ => return,
    };
    map.entry("minimum").or_insert(range.0);
    map.entry("maximum").or_insert(range.1);
}

/// `exclusiveMinimum: true` says that `minimum` is one.
fn bounds(map: &mut Map<String, Value>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if let Some(Value::Bool(yes)) = map.get(exclusive) {
            let yes = *yes;
            map.remove(exclusive);
            if let Some(limit) = map.get(bound).cloned().filter(|_| yes) {
                map.insert(exclusive.to_owned(), limit);
            }
        }
    }
}

fn nullable(map: &mut Map<String, Value>) {
    if map.get("nullable") != Some(&Value::Bool(true)) {
        return;
    }
    map.remove("nullable");
    let inner = Value::Object(std::mem::take(map));
    map.insert("anyOf".to_owned(), json!([inner, {"type": "null"}]));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Judge;
    use crate::codegen::document::Document;

    const SCHEMAS: &str = "
paths: {}
components:
  schemas:
    'A/{b}': {type: object, required: [x], properties: {x: {type: string, nullable: true, pattern: '^['}, example: {$ref: '#/components/schemas/Size'}}}
    Size: {type: integer, format: int32, minimum: 0, exclusiveMinimum: true}
    Day: {type: string, format: date}
    Mail: {type: string, format: email}
    Maybe: {nullable: true, allOf: [{$ref: '#/components/schemas/Size'}]}
";

    #[test]
    fn schemas_of_openapi_3_0_mean_what_they_mean_there() {
        let document = Document::parse(&format!("openapi: 3.0.3{SCHEMAS}"), "example").unwrap();
        let judge = Judge::new(&document).unwrap();
        let accepts =
            |name: &str, value| judge.accepts(&format!("#/components/schemas/{name}"), &value);

        assert!(accepts("A~1{b}", json!({"x": null, "example": 1})));
        assert!(!accepts("A~1{b}", json!({"x": "a", "example": "a"})));
        assert!(!accepts("A~1{b}", json!({})));
        assert!(accepts("Size", json!(1)) && !accepts("Size", json!(0)));
        assert!(!accepts("Size", json!(3_000_000_000_u32)));
        assert!(accepts("Maybe", json!(null)) && !accepts("Size", json!(null)));
    }

    #[test]
    fn formats_that_have_a_type_are_judged_and_others_are_not() {
        let document = Document::parse(&format!("openapi: 3.1.0{SCHEMAS}"), "example").unwrap();
        let judge = Judge::new(&document).unwrap();
        let accepts =
            |name: &str, value| judge.accepts(&format!("#/components/schemas/{name}"), &value);

        assert!(accepts("Day", json!("2024-01-02")) && !accepts("Day", json!("soon")));
        assert!(accepts("Mail", json!("nobody")));
        assert!(!accepts("Missing", json!("nobody")));
    }
}
