//! The six types of JSON, and what a schema without a type must mean.

use serde_json::{Map, Value};

use super::{Schemas, objects};
use crate::codegen::model::{Schema, Shape, Text};
use crate::codegen::names;
use crate::codegen::notes::Rule;
use crate::codegen::pointer;

const TUPLES: Rule = Rule { name: "tuples", why: "a list has items of one type" };
const NOT_HIDDEN: Rule = Rule { name: "secrets-that-show", why: "only a string can be hidden" };
const UNCHECKED: Rule =
    Rule { name: "unchecked", why: "a client must not refuse what the provider sends or takes" };

const AS_WRITTEN: Rule = Rule {
    name: "as-written",
    why: "a value is passed on as it stands, in the type that holds it",
};

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
pub(super) fn read(
    schemas: &mut Schemas<'_>,
    map: &Map<String, Value>,
    at: &str,
    hint: &str,
) -> Shape {
    let dropped: Vec<_> =
        map.keys().map(String::as_str).filter(|key| CONSTRAINTS.contains(key)).collect();
    if !dropped.is_empty() {
        schemas.notes().add(UNCHECKED, at, dropped.join(", "));
    }

    let kind = map.get("type").and_then(Value::as_str).unwrap_or_else(|| implied(map));
    if kind != "string" && map.get("format").is_some_and(|format| format == "password") {
        schemas.notes().add(NOT_HIDDEN, at, "its format is password and its type is no string");
    }
    match (kind, map.get("format").and_then(Value::as_str)) {
        ("string", Some("byte")) => {
            schemas.notes().add(
                AS_WRITTEN,
                at,
                "byte: the text is base64, for the caller to decode",
            );
        }
        ("string", Some("decimal")) => {
            schemas.notes().add(
                AS_WRITTEN,
                at,
                "decimal: the text is a number, for the caller to read",
            );
        }
        ("number", Some("decimal")) => {
            schemas.notes().add(
                AS_WRITTEN,
                at,
                "decimal: an f64 keeps 15 digits; type: string keeps them all",
            );
        }
        _ => {}
    }
    match kind {
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
        Some("binary") => Text::Upload,
        None if map.contains_key("contentMediaType") && !map.contains_key("contentEncoding") => {
            Text::Upload
        }
        _ => Text::Plain,
    }
}

fn size(map: &Map<String, Value>) -> Option<&'static str> {
    match map.get("format").and_then(Value::as_str) {
        Some("int32") => Some("int32"),
        Some("uint32") => Some("uint32"),
        Some("uint64") => Some("uint64"),
        Some("int128" | "uint128" | "bigint" | "big-integer") => Some("big"),
        _ => by_bounds(map),
    }
}

/// Numbers that the usual 64 bits do not hold.
fn by_bounds(map: &Map<String, Value>) -> Option<&'static str> {
    /// The powers of two at which 64 bits end, with a sign and without.
    const SIGNED: f64 = 9_223_372_036_854_775_808.0;
    const UNSIGNED: f64 = 18_446_744_073_709_551_616.0;

    let bound = |key| map.get(key).and_then(Value::as_f64).unwrap_or_default();
    let (low, high) = (bound("minimum"), bound("maximum"));
    if high > UNSIGNED || low < -SIGNED || (high > SIGNED && low < 0.0) {
        return Some("big");
    }
    (high > SIGNED).then_some("uint64")
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::schemas;

    #[test]
    fn formats_that_mean_something_have_a_type() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  type: object
                  properties:
                    a: {type: string, format: password}
                    b: {type: string, format: date-time}
                    c: {type: string, format: date-time-offset-millis}
                    d: {type: string, format: date-time-space}
                    e: {type: string, format: date-time-zoneless}
                    f: {type: string, format: date}
                    g: {type: string, format: uuid}
                    h: {type: integer, format: int32}
                    i: {type: integer, format: unheard-of}
                    j: {type: number, format: float}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn constraints_are_the_providers_to_check() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {type: object, properties: {a: {type: string, pattern: '^[', minLength: 1, default: 5}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_missing_type_is_what_the_rest_implies() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  properties:
                    a: {items: {type: string}}
                    b: {additionalProperties: {type: integer}}
                    c: {format: password}
                    d: {description: Anything.}
                    e: true
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn tuples_are_lists_of_anything() {
        let shown = schemas(
            "3.1.0",
            r"
                Subject: {type: object, properties: {a: {type: array, prefixItems: [{type: string}, {type: integer}]}, b: {type: array}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_secret_stays_one_whatever_stands_around_it() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  type: object
                  properties:
                    a: {type: string, format: password, minLength: 8, x-other: 1, pattern: '^k'}
                    b: {type: string, format: password, nullable: true, default: x}
                    c: {$ref: '#/components/schemas/Text', format: password}
                    d: {allOf: [{$ref: '#/components/schemas/Text'}], format: password}
                    e: {allOf: [{type: string, format: uuid}, {format: password}]}
                    f: {anyOf: [{type: string, format: uuid}, {type: string, format: password}]}
                    g: {oneOf: [{type: string, format: password}, {type: integer}]}
                    h: {$ref: '#/components/schemas/Token'}
                    i: {type: array, items: {type: string, format: password}}
                    j: {type: object, additionalProperties: {type: string, format: password}}
                    k: {format: password}
                    l: {type: integer, format: password}
                Text: {type: string}
                Token: {type: string, format: password}
            ",
        );

        assert_snapshot!(shown);
    }
}
