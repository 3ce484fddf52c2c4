//! OpenAPI 3.1 is read as 3.0 says the same.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::Schemas;
use super::about::KEYS;
use crate::codegen::document::Version;
use crate::codegen::notes::Rule;

const SIZES: Rule = Rule { name: "unknown-types", why: "a type that JSON does not have says nothing" };

const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "object", "array"];

/// In 3.1 what stands beside a `$ref` counts too, as if both stood in an `allOf`.
pub(super) fn reference_siblings(map: &mut Cow<'_, Map<String, Value>>, version: Version) {
    let counts = |key: &String| key != "$ref" && !KEYS.contains(&key.as_str()) && !key.starts_with("x-");
    if version == Version::V30 || !map.contains_key("$ref") || !map.keys().any(counts) {
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

/// Lists of types, `null` as a type, `const`, and types of other worlds.
pub(super) fn types(schemas: &mut Schemas<'_>, map: &mut Cow<'_, Map<String, Value>>, at: &str) {
    if let Some(value) = map.get("const").cloned() {
        map.to_mut().insert("enum".to_owned(), json!([value]));
    }
    let named: Vec<String> = match map.get("type") {
        None => return,
        Some(Value::String(one)) if TYPES.contains(&one.as_str()) => return,
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(_) => Vec::new(),
    };

    let map = map.to_mut();
    map.remove("type");
    if named.iter().any(|name| name == "null") {
        map.insert("nullable".to_owned(), json!(true));
    }
    let known: Vec<_> = named.iter().filter(|name| TYPES.contains(&name.as_str())).collect();
    for other in named.iter().filter(|name| !TYPES.contains(&name.as_str()) && !["null", "file"].contains(&name.as_str())) {
        schemas.notes().add(SIZES, at, format!("type {other} is left out"));
    }

    match known.as_slice() {
        [] if named.iter().any(|name| name == "file") => drop(map.insert("type".to_owned(), json!("string"))),
        [] => {}
        [one] => drop(map.insert("type".to_owned(), json!(one))),
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

    let mut one: Map<_, _> =
        map.iter().filter(|(key, _)| keys.contains(&key.as_str())).map(|(key, value)| (key.clone(), value.clone())).collect();
    one.insert("type".to_owned(), json!(name));
    Value::Object(one)
}
