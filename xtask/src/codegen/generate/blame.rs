//! Which operation the generator cannot take.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::attempt;

/// The first operation that fails alone, with the schema that fails with it.
pub(super) fn find(lowered: &Value) -> Option<String> {
    let paths = lowered.get("paths")?.as_object()?;
    let one_by_one = paths.iter().flat_map(|(path, item)| {
        item.as_object()
            .into_iter()
            .flatten()
            .map(move |(method, operation)| (path, method, operation))
    });

    for (path, method, operation) in one_by_one {
        if attempt(&only(lowered, &json!({path: {method: operation}}))).is_ok() {
            continue;
        }
        let name = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
        let schema = schema(lowered, operation)
            .map_or_else(String::new, |schema| format!(", with the type {schema}"));
        return Some(format!("the operation {name} ({method} {path}){schema}"));
    }
    None
}

/// The type that fails without any operation and reaches the fewest others.
fn schema(lowered: &Value, operation: &Value) -> Option<String> {
    let all = lowered.pointer("/components/schemas")?;
    let failing = reachable(all, operation).into_iter().filter(|name| {
        let reference = json!({"$ref": format!("#/components/schemas/{name}")});
        let content = json!({"application/json": {"schema": reference}});
        let probe = json!({"operationId": "probe", "responses": {"2XX": {"description": "", "content": content}}});
        attempt(&only(lowered, &json!({"/": {"get": probe}}))).is_err()
    });
    failing.min_by_key(|name| all.get(name).map_or(0, |schema| reachable(all, schema).len()))
}

/// The document with these paths and the schemas that they reach.
fn only(lowered: &Value, paths: &Value) -> Value {
    let all = lowered.pointer("/components/schemas").cloned().unwrap_or_default();
    let wanted = reachable(&all, paths);
    let schemas: serde_json::Map<_, _> = all
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| wanted.contains(*name))
        .map(|(n, s)| (n.clone(), s.clone()))
        .collect();

    json!({
        "openapi": lowered.get("openapi"),
        "info": lowered.get("info"),
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

fn reachable(all: &Value, from: &Value) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];

    while let Some(value) = open.pop() {
        if let Some(name) =
            value.get("$ref").and_then(Value::as_str).and_then(|to| to.rsplit('/').next())
            && reached.insert(name.to_owned())
        {
            open.extend(all.get(name));
        }
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(map) => open.extend(map.values()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    reached
}
