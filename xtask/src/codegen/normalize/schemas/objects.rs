//! Objects: known properties make a struct, unknown ones a map.

use serde_json::{Map, Value};

use super::{Schemas, about};
use crate::codegen::model::{Field, Schema, Shape};
use crate::codegen::names::{self, Taken};
use crate::codegen::notes::Rule;
use crate::codegen::pointer;

const FURTHER: Rule = Rule { name: "further-properties", why: "a struct has the properties that have names" };
const UNDESCRIBED: Rule = Rule { name: "undescribed", why: "a property has a type only where one is given" };

/// Reads an object.
pub(super) fn read(schemas: &mut Schemas<'_>, map: &Map<String, Value>, at: &str, hint: &str) -> Shape {
    let properties = map.get("properties").and_then(Value::as_object);
    let Some(properties) = properties.filter(|properties| !properties.is_empty()) else {
        return Shape::Map(Box::new(value(schemas, map, at, hint)));
    };
    if map.get("additionalProperties").is_some_and(Value::is_object) || map.contains_key("patternProperties") {
        schemas.notes().add(FURTHER, at, "properties without a name of their own are not kept");
    }

    let required = map.get("required").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for name in required.iter().filter_map(Value::as_str).filter(|name| !properties.contains_key(*name)) {
        schemas.notes().add(UNDESCRIBED, at, format!("{name} is required but not described"));
    }

    let mut taken = Taken::default();
    let at = pointer::below(at, "properties");
    let fields = properties.iter().map(|(wire, raw)| Field {
        wire: wire.clone(),
        rust: taken.take(&names::snake(wire), "_"),
        required: required.iter().any(|name| name.as_str() == Some(wire)),
        read_only: raw.as_object().is_some_and(|raw| about::is(raw, "readOnly")),
        write_only: raw.as_object().is_some_and(|raw| about::is(raw, "writeOnly")),
        schema: schemas.schema(raw, &pointer::below(&at, wire), &format!("{hint}{}", names::pascal(wire))),
    });
    Shape::Struct(fields.collect())
}

/// What the values of a map are.
fn value(schemas: &mut Schemas<'_>, map: &Map<String, Value>, at: &str, hint: &str) -> Schema {
    let hint = format!("{hint}Value");
    if let Some(raw) = map.get("additionalProperties").filter(|raw| raw.is_object()) {
        return schemas.schema(raw, &pointer::below(at, "additionalProperties"), &hint);
    }

    let patterns = map.get("patternProperties").and_then(Value::as_object);
    let only = patterns.filter(|patterns| patterns.len() == 1).and_then(|patterns| patterns.iter().next());
    match only {
        Some((pattern, raw)) => {
            let at = pointer::below(&pointer::below(at, "patternProperties"), pattern);
            schemas.schema(raw, &at, &hint)
        }
        None => Schema::of(Shape::Any),
    }
}
