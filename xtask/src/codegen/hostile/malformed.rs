//! Documents in which any one thing is missing or of another type: each becomes a client or an error, never a panic.

use serde_json::{Value, json};

use crate::codegen::document::Document;
use crate::codegen::lower;
use crate::codegen::notes::Notes;
use crate::codegen::{generate, pipeline, tables};

/// A sound document with something of everything.
fn sound() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Sound", "version": "1"},
        "servers": [{"url": "https://{a}.example", "variables": {"a": {"default": "b"}}}],
        "security": [{"Key": []}],
        "x-keymint-errors": {"code": ["/code"], "violations": [{"at": "/v"}]},
        "paths": {
            "/a/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": true, "style": "label", "schema": {"type": "array", "items": {"type": "integer"}}}],
                "post": {
                    "operationId": "make", "deprecated": true, "x-keymint-safety": "once",
                    "parameters": [
                        {"name": "q", "in": "query", "explode": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}},
                        {"$ref": "#/components/parameters/P"},
                    ],
                    "requestBody": {"required": true, "content": {
                        "multipart/form-data": {"schema": {"$ref": "#/components/schemas/Form"}, "encoding": {"a": {"contentType": "image/png"}}},
                    }},
                    "responses": {
                        "200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}, "application/xml": {"schema": {"$ref": "#/components/schemas/Body"}}}},
                        "4XX": {"$ref": "#/components/responses/R"},
                    },
                },
            },
        },
        "components": {
            "securitySchemes": {"Key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
            "parameters": {"P": {"name": "p", "in": "header", "schema": {"type": "string", "enum": ["a", "b"]}}},
            "responses": {"R": {"description": "no", "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": {"x": {"type": "string"}}}}}}},
            "schemas": {
                "Form": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "format": "binary"}, "b": {"type": "array", "items": {"type": "string"}}}},
                "Body": {
                    "allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {"self": {"$ref": "#/components/schemas/Body"}}}],
                    "xml": {"name": "body", "attribute": false},
                },
                "Base": {
                    "type": "object", "required": ["one"],
                    "properties": {
                        "one": {"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}], "discriminator": {"propertyName": "t", "mapping": {"a": "#/components/schemas/A"}}},
                        "two": {"type": ["string", "null"], "const": "x"},
                        "three": {"type": "integer", "minimum": 0, "maximum": 1e30},
                        "four": {"type": "array", "prefixItems": [{"type": "string"}]},
                    },
                    "additionalProperties": {"type": "string"},
                },
                "A": {"type": "object", "properties": {"t": {"type": "string"}}},
                "B": {"type": "object", "patternProperties": {"^x": {"type": "boolean"}}, "properties": {"t": {"type": "string"}}},
            },
        },
    })
}

/// The pointers to everything in a value.
fn places(value: &Value, at: &str, places: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Array(items) => {
            items.iter().enumerate().map(|(number, item)| (number.to_string(), item)).collect()
        }
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.replace('/', "~1"), value)).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for (key, child) in children {
        let at = format!("{at}/{key}");
        self::places(child, &at, places);
        places.push(at);
    }
}

fn without(document: &Value, at: &str) -> Value {
    let mut changed = document.clone();
    let (owner, key) = at.rsplit_once('/').unwrap();
    match changed.pointer_mut(owner).unwrap() {
        Value::Object(map) => drop(map.remove(&key.replace("~1", "/"))),
        Value::Array(items) => drop(items.remove(key.parse().unwrap())),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    changed
}

fn with(document: &Value, at: &str, value: Value) -> Value {
    let mut changed = document.clone();
    *changed.pointer_mut(at).unwrap() = value;
    changed
}

/// What codegen makes of a document before it writes Rust; `deep` lets the generator have it as well.
fn made(document: &Value, deep: bool) -> Result<(), String> {
    let text = |error: anyhow::Error| format!("{error:#}");
    let document = Document::parse(&document.to_string(), "openapi/broken.json").map_err(text)?;
    let client = pipeline::client(&document, &mut Notes::default()).map_err(text)?;
    tables::module(&document, &client, "broken").map_err(text)?;
    if deep {
        generate::generate(&lower::render(&client)).map_err(text)?;
    }
    Ok(())
}

#[test]
fn whatever_is_missing_or_of_another_type_is_an_error_with_its_file_or_no_error_at_all() {
    let sound = sound();
    let wrong = [json!(null), json!(true), json!(7), json!("x"), json!([]), json!({}), json!([[]])];
    let mut all = Vec::new();
    places(&sound, "", &mut all);
    assert!(all.len() > 150, "{}", all.len());
    made(&sound, true).unwrap();

    for (number, at) in all.iter().enumerate() {
        let mut documents = vec![without(&sound, at)];
        documents.extend(wrong.iter().map(|value| with(&sound, at, value.clone())));
        for (kind, document) in documents.iter().enumerate() {
            // The generator is slow, so each place takes its turn with one kind of damage.
            if let Err(error) = made(document, kind == number % documents.len()) {
                assert!(error.starts_with("openapi/broken.json"), "{at}: {error}");
            }
        }
    }
}
