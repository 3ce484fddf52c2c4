//! A document of ten megabytes, the same each time: as many operations as GitHub's, and as much prose.

use serde_json::{Map, Value, json};

/// Resources, with four operations each.
const RESOURCES: usize = 300;
const PROPERTIES: usize = 76;

/// Makes the document; plain progenitor takes it too.
pub(super) fn document(resources: usize) -> Value {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for number in 0..resources {
        let (name, kind) = (format!("thing{number}"), format!("Thing{number}"));
        paths.insert(format!("/{name}s"), collection(&name, &kind));
        paths.insert(format!("/{name}s/{{id}}"), item(&name, &kind));
        schemas.insert(kind.clone(), object(number, PROPERTIES));
        schemas.insert(format!("New{kind}"), object(number + 1, PROPERTIES / 2));
        schemas.insert(format!("{kind}Page"), page(&kind));
    }
    schemas.insert("Problem".to_owned(), object(0, 4));
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Things", "version": "1" },
        "servers": [{ "url": "https://api.example.com" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// The document that the benchmark takes.
pub(super) fn standard() -> Value {
    document(RESOURCES)
}

fn collection(name: &str, kind: &str) -> Value {
    let limit = json!({ "name": "limit", "in": "query", "description": prose(7), "schema": { "type": "integer" } });
    json!({
        "get": {
            "operationId": format!("list_{name}"),
            "summary": format!("Lists each {name}."),
            "description": prose(11),
            "parameters": [limit],
            "responses": responses("200", &format!("{kind}Page")),
        },
        "post": {
            "operationId": format!("create_{name}"),
            "summary": format!("Creates a {name}."),
            "description": prose(13),
            "requestBody": body(&format!("New{kind}")),
            "responses": responses("201", kind),
        },
    })
}

fn item(name: &str, kind: &str) -> Value {
    json!({
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
        "get": {
            "operationId": format!("get_{name}"),
            "summary": format!("Shows a {name}."),
            "description": prose(5),
            "responses": responses("200", kind),
        },
        "put": {
            "operationId": format!("update_{name}"),
            "summary": format!("Changes a {name}."),
            "description": prose(9),
            "requestBody": body(&format!("New{kind}")),
            "responses": responses("200", kind),
        },
    })
}

fn responses(status: &str, kind: &str) -> Value {
    json!({ status: answer(kind), "404": answer("Problem") })
}

fn answer(kind: &str) -> Value {
    json!({ "description": prose(3), "content": content(kind) })
}

fn body(kind: &str) -> Value {
    json!({ "required": true, "content": content(kind) })
}

fn content(kind: &str) -> Value {
    json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{kind}") } } })
}

fn page(kind: &str) -> Value {
    let items = json!({ "$ref": format!("#/components/schemas/{kind}") });
    json!({
        "type": "object",
        "description": prose(4),
        "required": ["items"],
        "properties": { "items": { "type": "array", "items": items }, "next": { "type": "string" } },
    })
}

fn object(seed: usize, properties: usize) -> Value {
    let property = |number: usize| {
        let mut schema = match (seed + number) % 5 {
            0 => json!({ "type": "string", "enum": ["red", "green", "blue"] }),
            1 => json!({ "type": "integer", "format": "int64" }),
            2 => json!({ "type": "boolean" }),
            3 => json!({ "type": "array", "items": { "type": "string" } }),
            _ => json!({ "type": "string" }),
        };
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".to_owned(), prose(seed + number).into());
        }
        (format!("field_{number}"), schema)
    };
    let properties: Map<_, _> = (0..properties).map(property).collect();
    json!({ "type": "object", "description": prose(seed), "required": ["field_1"], "properties": properties })
}

/// Sentences that differ, and are always the same.
fn prose(seed: usize) -> String {
    const WORDS: [&str; 12] = [
        "the", "account", "keeps", "every", "value", "until", "its", "owner", "changes", "one",
        "of", "them",
    ];
    let words = WORDS.iter().copied().cycle().skip(seed % WORDS.len()).step_by(seed % 5 + 1);
    let words: Vec<_> = words.take(24 + seed % 24).collect();
    format!("As a rule {}.", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_the_same_each_time_and_ten_megabytes_long() {
        let text = serde_json::to_string(&standard()).unwrap();

        assert_eq!(text, serde_json::to_string(&standard()).unwrap());
        assert!((9_000_000..12_000_000).contains(&text.len()), "{} bytes", text.len());
    }
}
