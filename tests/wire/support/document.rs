//! A provider's document, to hold requests and fixtures against.

use serde_json::{Map, Value, json};
use wiremock::Request;

use super::{root, xml};

pub(crate) struct Document {
    root: Value,
}

impl Document {
    pub(crate) fn read(provider: &str) -> Self {
        let path = root().join("openapi").join(format!("{provider}.yaml"));
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self { root: serde_saphyr::from_str(&text).expect("YAML") }
    }

    /// Follows a reference.
    pub(crate) fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.get("$ref").and_then(Value::as_str) {
            Some(target) => {
                let pointer = target.strip_prefix('#').expect("a local reference");
                self.resolve(
                    self.root.pointer(pointer).unwrap_or_else(|| panic!("{target} exists")),
                )
            }
            None => value,
        }
    }

    /// Every operation as `(id in snake case, path, method, operation)`.
    pub(crate) fn operations(&self) -> Vec<(String, &str, &str, &Value)> {
        let mut found = Vec::new();
        for (path, item) in self.root["paths"].as_object().expect("paths") {
            for method in ["get", "put", "post", "delete", "patch"] {
                if let Some(operation) = item.get(method) {
                    let id = snake(operation["operationId"].as_str().expect("an id"));
                    found.push((id, path.as_str(), method, operation));
                }
            }
        }
        found
    }

    pub(crate) fn operation(&self, id: &str) -> &Value {
        let operations = self.operations();
        let found = operations.iter().find(|(known, ..)| known == id);
        found.unwrap_or_else(|| panic!("the document has {id}")).3
    }

    /// The schemes that an operation, or the whole document, needs one of; `None` where it says nothing.
    pub(crate) fn security(&self, operation: Option<&str>) -> Option<Vec<Value>> {
        let holder = operation.map_or(&self.root, |id| self.operation(id));
        holder.get("security")?.as_array().cloned()
    }

    /// Checks a recorded request's body against the schema of the operation that it must belong to.
    pub(crate) fn check_request(&self, request: &Request) {
        let method = request.method.as_str().to_ascii_lowercase();
        let operations = self.operations();
        let (id, .., operation) = operations
            .iter()
            .find(|(_, path, verb, _)| *verb == method && matches(path, request.url.path()))
            .unwrap_or_else(|| panic!("no operation is {method} {}", request.url.path()));
        let Some(body) = operation.get("requestBody").map(|body| self.resolve(body)) else {
            assert!(request.body.is_empty(), "{id} takes no body");
            assert!(!request.headers.contains_key("content-type"), "{id} takes no body");
            return;
        };
        let media = request.headers["content-type"].to_str().expect("ASCII");
        let schema = &body["content"][media]["schema"];
        assert!(!schema.is_null(), "{id} is not documented to take {media}");
        self.check(&format!("request of {id}"), schema, media, &request.body);
    }

    /// Checks the bytes of a body against a schema.
    pub(crate) fn check(&self, what: &str, schema: &Value, media: &str, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{what} is UTF-8"));
        let value = match media {
            "application/json" => {
                serde_json::from_str(text).unwrap_or_else(|error| panic!("{what}: {error}"))
            }
            "application/xml" => {
                xml::read(self, schema, text).unwrap_or_else(|error| panic!("{what}: {error}"))
            }
            "application/x-www-form-urlencoded" => form(text),
            _ => panic!("{what}: {media}"),
        };
        let mut schema = plain(schema);
        schema["components"] = plain(&self.root["components"]);
        let validator =
            jsonschema::draft4::new(&schema).unwrap_or_else(|error| panic!("{what}: {error}"));
        let errors: Vec<_> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{what}: {errors:#?}\n{value:#}");
    }
}

/// JSON Schema of an OpenAPI 3.0 schema: only `nullable` has another spelling.
fn plain(schema: &Value) -> Value {
    match schema {
        Value::Object(map) => {
            let mut out: Map<_, _> =
                map.iter().map(|(key, value)| (key.clone(), plain(value))).collect();
            if out.remove("nullable") == Some(Value::Bool(true)) {
                return json!({ "anyOf": [Value::Object(out), { "type": "null" }] });
            }
            Value::Object(out)
        }
        Value::Array(list) => list.iter().map(plain).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}

/// Reads `a=1&b[0]=x&c[d]=y` as PHP does.
fn form(text: &str) -> Value {
    let mut out = Map::new();
    for pair in text.split('&') {
        let (name, value) = pair.split_once('=').expect("a pair");
        let decode = |part: &str| {
            percent_encoding::percent_decode_str(&part.replace('+', " "))
                .decode_utf8()
                .expect("UTF-8")
                .into_owned()
        };
        let (name, value) = (decode(name), Value::String(decode(value)));
        match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
            None => assert!(out.insert(name, value).is_none(), "a name occurs once"),
            Some((name, key)) => match key.parse::<usize>() {
                Ok(index) => {
                    let list = out
                        .entry(name)
                        .or_insert_with(|| json!([]))
                        .as_array_mut()
                        .expect("a list");
                    assert_eq!(list.len(), index, "indices are in order");
                    list.push(value);
                }
                Err(_) => out.entry(name).or_insert_with(|| json!({}))[key] = value,
            },
        }
    }
    Value::Object(out)
}

/// Whether a path is an instance of a template.
fn matches(template: &str, path: &str) -> bool {
    let (wanted, given): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    wanted.len() == given.len()
        && wanted
            .iter()
            .zip(given)
            .all(|(wanted, given)| *wanted == given || wanted.starts_with('{') && !given.is_empty())
}

fn snake(id: &str) -> String {
    let mut out = String::new();
    for c in id.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
