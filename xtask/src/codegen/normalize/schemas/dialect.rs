//! OpenAPI 3.1 is read as 3.0 says the same.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::Schemas;
use super::about::KEYS;
use crate::codegen::document::Version;
use crate::codegen::notes::Rule;

const SIZES: Rule =
    Rule { name: "unknown-types", why: "a type that JSON does not have says nothing" };

const IDENTIFIERS: Rule =
    Rule { name: "identifiers", why: "a reference leads by its path in the document" };

const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "object", "array"];

/// In 3.1 what stands beside a `$ref` counts too, as if both stood in an `allOf`; a secret counts in 3.0 as well.
pub(super) fn reference_siblings(map: &mut Cow<'_, Map<String, Value>>, version: Version) {
    let counts =
        |key: &String| key != "$ref" && !KEYS.contains(&key.as_str()) && !key.starts_with("x-");
    let secret = map.get("format").is_some_and(|format| format == "password");
    if (version == Version::V30 && !secret) || !map.contains_key("$ref") || !map.keys().any(counts)
    {
        return;
    }

    let map = map.to_mut();
    if let Some(reference) = map.remove("$ref") {
        let mut all = vec![json!({"$ref": reference})];
        if let Some(Value::Array(others)) = map.remove("allOf") {
            all.extend(others);
        }
        map.insert("allOf".to_owned(), Value::Array(all));
    }
}

/// Names that a schema gives itself.
pub(super) fn identifiers(schemas: &mut Schemas<'_>, map: &Map<String, Value>, at: &str) {
    const WORDS: [&str; 4] = ["$anchor", "$dynamicAnchor", "$dynamicRef", "$id"];

    let found: Vec<_> = WORDS.into_iter().filter(|word| map.contains_key(*word)).collect();
    if !found.is_empty() {
        let what = format!("{}: not followed; refer to it by its path", found.join(", "));
        schemas.notes().add(IDENTIFIERS, at, what);
    }
}

/// Lists of types, `null` as a type, `const`, and types of other worlds.
pub(super) fn types(schemas: &mut Schemas<'_>, map: &mut Cow<'_, Map<String, Value>>, at: &str) {
    if let Some(value) = map.get("const").cloned() {
        map.to_mut().insert("enum".to_owned(), json!([value]));
    }
    let named: Vec<String> = match map.get("type") {
        None => return,
        Some(Value::String(one)) if TYPES.contains(&one.as_str()) => return,
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(several)) => {
            several.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        Some(_) => Vec::new(),
    };

    let map = map.to_mut();
    map.remove("type");
    if named.iter().any(|name| name == "null") {
        map.insert("nullable".to_owned(), json!(true));
    }
    let known: Vec<_> = named.iter().filter(|name| TYPES.contains(&name.as_str())).collect();
    for other in named.iter().filter(|name| {
        !TYPES.contains(&name.as_str()) && !["null", "file"].contains(&name.as_str())
    }) {
        schemas.notes().add(SIZES, at, format!("type {other} is left out"));
    }

    let file = named.iter().any(|name| name == "file");
    match known.as_slice() {
        [] if file => {
            map.insert("type".to_owned(), json!("string"));
        }
        [] => {}
        [one] => {
            map.insert("type".to_owned(), json!(one));
        }
        _ if ["enum", "oneOf", "anyOf"].iter().any(|key| map.contains_key(*key)) => {}
        several => {
            let each = several.iter().map(|name| alternative(map, name)).collect();
            map.retain(|key, _| KEYS.contains(&key.as_str()));
            map.insert("oneOf".to_owned(), Value::Array(each));
        }
    }
}

/// The same schema for one of its types.
fn alternative(map: &Map<String, Value>, name: &str) -> Value {
    let keys: &[&str] = match name {
        "object" => &["properties", "required", "additionalProperties", "patternProperties"],
        "array" => &["items", "prefixItems"],
        _ => &["format"],
    };

    let mut one: Map<_, _> = map
        .iter()
        .filter(|(key, _)| keys.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    one.insert("type".to_owned(), json!(name));
    Value::Object(one)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::schemas;

    #[test]
    fn a_null_type_is_nullable() {
        let shown = schemas(
            "3.1.0",
            r"
                Subject:
                  type: object
                  properties:
                    a: {type: [string, 'null']}
                    b: {type: 'null'}
                    c: {const: one}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn several_types_are_alternatives() {
        let shown = schemas(
            "3.1.0",
            r"
                Subject:
                  type: object
                  properties:
                    a: {type: [string, integer, 'null'], description: Either.}
                    b: {type: [object, array], properties: {x: {type: string}}, items: {type: boolean}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn what_stands_beside_a_reference_counts_in_3_1() {
        let shown = schemas(
            "3.1.0",
            r"
                Subject:
                  type: object
                  properties:
                    a: {$ref: '#/components/schemas/Base', description: Only said.}
                    b: {$ref: '#/components/schemas/Base', properties: {y: {type: string}}}
                Base: {type: object, properties: {x: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn types_of_other_worlds_say_nothing() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  type: object
                  properties:
                    a: {type: money}
                    b: {type: file}
            ",
        );

        assert_snapshot!(shown);
    }
}
