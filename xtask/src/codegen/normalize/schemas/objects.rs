//! Objects: known properties make a struct, unknown ones a map.

use serde_json::{Map, Value};

use super::{Schemas, about};
use crate::codegen::model::{Field, Schema, Shape};
use crate::codegen::names::{self, Taken};
use crate::codegen::notes::Rule;
use crate::codegen::pointer;

const UNDESCRIBED: Rule =
    Rule { name: "undescribed", why: "a property has a type only where one is given" };

/// What the generator calls the properties without a name of their own.
const REST: &str = "extra";

/// Reads an object.
pub(super) fn read(
    schemas: &mut Schemas<'_>,
    map: &Map<String, Value>,
    at: &str,
    hint: &str,
) -> Shape {
    let properties = map.get("properties").and_then(Value::as_object);
    let Some(properties) = properties.filter(|properties| !properties.is_empty()) else {
        return Shape::Map(Box::new(value(schemas, map, at, hint)));
    };
    let rest = rest(schemas, map, at, hint);

    let required =
        map.get("required").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for name in
        required.iter().filter_map(Value::as_str).filter(|name| !properties.contains_key(*name))
    {
        schemas.notes().add(UNDESCRIBED, at, format!("{name} is required but not described"));
    }

    // The name that the generator has for the rest.
    let mut taken = if rest.is_some() { Taken::with(&[REST]) } else { Taken::default() };
    let at = pointer::below(at, "properties");
    let fields: Vec<_> = properties
        .iter()
        .map(|(wire, raw)| Field {
            wire: wire.clone(),
            rust: taken.take(&names::snake(wire), "_"),
            rest: false,
            required: required.iter().any(|name| name.as_str() == Some(wire)),
            read_only: raw.as_object().is_some_and(|raw| about::is(raw, "readOnly")),
            write_only: raw.as_object().is_some_and(|raw| about::is(raw, "writeOnly")),
            schema: schemas.schema(
                raw,
                &pointer::below(&at, wire),
                &format!("{hint}{}", names::pascal(wire)),
            ),
        })
        .collect();
    Shape::Struct(fields.into_iter().chain(rest).collect())
}

/// The field for properties without a name, where the document says that there may be some.
fn rest(
    schemas: &mut Schemas<'_>,
    map: &Map<String, Value>,
    at: &str,
    hint: &str,
) -> Option<Field> {
    let further = map.get("additionalProperties");
    let allowed = further.is_some_and(|stated| stated.is_object() || stated == &Value::Bool(true));
    let patterns = map.get("patternProperties").and_then(Value::as_object);
    if !allowed && patterns.is_none_or(Map::is_empty) {
        return None;
    }

    let value = value(schemas, map, at, hint);
    let mut schema = Schema::of(Shape::Map(Box::new(value)));
    schema.docs = Some("The properties that have no field of their own.".to_owned());
    Some(Field {
        wire: String::new(),
        rust: REST.to_owned(),
        rest: true,
        required: true,
        read_only: false,
        write_only: false,
        schema,
    })
}

/// What the values of a map are.
fn value(schemas: &mut Schemas<'_>, map: &Map<String, Value>, at: &str, hint: &str) -> Schema {
    let hint = format!("{hint}Value");
    if let Some(raw) = map.get("additionalProperties").filter(|raw| raw.is_object()) {
        return schemas.schema(raw, &pointer::below(at, "additionalProperties"), &hint);
    }

    let patterns = map.get("patternProperties").and_then(Value::as_object);
    let only =
        patterns.filter(|patterns| patterns.len() == 1).and_then(|patterns| patterns.iter().next());
    match only {
        Some((pattern, raw)) => {
            let at = pointer::below(&pointer::below(at, "patternProperties"), pattern);
            schemas.schema(raw, &at, &hint)
        }
        None => Schema::of(Shape::Any),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::schemas;

    #[test]
    fn properties_keep_their_order_and_get_names() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  type: object
                  required: [zeta, missing]
                  properties:
                    zeta: {type: string}
                    allowedIPs: {type: array, items: {type: string}}
                    fooBar: {type: string, readOnly: true}
                    foo_bar: {type: string, writeOnly: true, deprecated: true}
                    type: {type: string, description: Its kind.}
                    2fa: {type: boolean}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn unknown_properties_make_a_map() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  type: object
                  properties:
                    a: {type: object}
                    b: {type: object, additionalProperties: {type: object, properties: {x: {type: string}}}}
                    c: {type: object, patternProperties: {'^x': {type: integer}}}
                    d: {type: object, properties: {y: {type: string}}, additionalProperties: {type: string}}
                    e: {type: object, properties: {y: {type: string}}, additionalProperties: true}
                    f: {type: object, properties: {y: {type: string}}, patternProperties: {'^x': {type: integer}, '^y': {type: string}}}
                    g: {type: object, properties: {y: {type: string}}, additionalProperties: false}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn nested_objects_get_names_of_their_own() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  type: object
                  properties:
                    owner: {type: object, properties: {name: {type: string}}}
                    apiKeys: {type: array, items: {type: object, properties: {id: {type: string}}}}
                SubjectOwner: {type: object, properties: {other: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }
}
