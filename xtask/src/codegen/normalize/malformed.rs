//! Pieces of a document that have another type than OpenAPI gives them: read as if they were not there, and said.

use serde_json::Value;

use crate::codegen::document::Document;
use crate::codegen::notes::{Notes, Rule};
use crate::codegen::pointer;

const MALFORMED: Rule =
    Rule { name: "malformed", why: "a piece of another type than OpenAPI gives it says nothing" };

const FORGIVEN: Rule = Rule {
    name: "forgiven",
    why: "the text breaks a rule of YAML that most readers do not keep; mend it for those that do",
};

/// What stands at a place of a document.
#[derive(Clone, Copy)]
enum Is {
    /// An object of this kind.
    One(&'static Kind),
    /// A list of such.
    Many(&'static Kind),
    /// An object whose keys are names.
    Named(&'static Kind),
    /// A schema, which may be a boolean too.
    Schema,
    Schemas,
    NamedSchemas,
    Text,
    Texts,
    Flag,
    Object,
    List,
}

/// What the words of an object mean.
struct Kind(&'static [(&'static str, Is)]);

static DOCUMENT: Kind = Kind(&[
    ("info", Is::Object),
    ("servers", Is::Many(&SERVER)),
    ("paths", Is::Named(&PATH)),
    ("components", Is::One(&COMPONENTS)),
    ("security", Is::List),
    ("tags", Is::List),
]);
static SERVER: Kind = Kind(&[("url", Is::Text), ("variables", Is::Object)]);
static PATH: Kind = Kind(&[
    ("servers", Is::Many(&SERVER)),
    ("parameters", Is::Many(&PARAMETER)),
    ("get", Is::One(&OPERATION)),
    ("put", Is::One(&OPERATION)),
    ("post", Is::One(&OPERATION)),
    ("delete", Is::One(&OPERATION)),
    ("options", Is::One(&OPERATION)),
    ("head", Is::One(&OPERATION)),
    ("patch", Is::One(&OPERATION)),
    ("trace", Is::One(&OPERATION)),
]);
static OPERATION: Kind = Kind(&[
    ("operationId", Is::Text),
    ("summary", Is::Text),
    ("description", Is::Text),
    ("tags", Is::Texts),
    ("deprecated", Is::Flag),
    ("servers", Is::Many(&SERVER)),
    ("parameters", Is::Many(&PARAMETER)),
    ("requestBody", Is::One(&BODY)),
    ("responses", Is::Named(&RESPONSE)),
    ("security", Is::List),
    ("callbacks", Is::Object),
]);
static PARAMETER: Kind = Kind(&[
    ("name", Is::Text),
    ("in", Is::Text),
    ("description", Is::Text),
    ("required", Is::Flag),
    ("style", Is::Text),
    ("explode", Is::Flag),
    ("allowReserved", Is::Flag),
    ("schema", Is::Schema),
    ("content", Is::Named(&MEDIA)),
]);
static BODY: Kind =
    Kind(&[("description", Is::Text), ("required", Is::Flag), ("content", Is::Named(&MEDIA))]);
static RESPONSE: Kind = Kind(&[
    ("description", Is::Text),
    ("headers", Is::Named(&HEADER)),
    ("content", Is::Named(&MEDIA)),
    ("links", Is::Object),
]);
static HEADER: Kind = Kind(&[("schema", Is::Schema)]);
static MEDIA: Kind = Kind(&[("schema", Is::Schema), ("encoding", Is::Named(&ENCODING))]);
static ENCODING: Kind =
    Kind(&[("contentType", Is::Text), ("style", Is::Text), ("explode", Is::Flag)]);
static COMPONENTS: Kind = Kind(&[
    ("schemas", Is::NamedSchemas),
    ("parameters", Is::Named(&PARAMETER)),
    ("requestBodies", Is::Named(&BODY)),
    ("responses", Is::Named(&RESPONSE)),
    ("headers", Is::Named(&HEADER)),
    ("securitySchemes", Is::Named(&SCHEME)),
]);
static SCHEME: Kind =
    Kind(&[("type", Is::Text), ("name", Is::Text), ("in", Is::Text), ("scheme", Is::Text)]);
static SCHEMA: Kind = Kind(&[
    ("allOf", Is::Schemas),
    ("oneOf", Is::Schemas),
    ("anyOf", Is::Schemas),
    ("properties", Is::NamedSchemas),
    ("patternProperties", Is::NamedSchemas),
    ("additionalProperties", Is::Schema),
    ("required", Is::Texts),
    ("enum", Is::List),
    ("format", Is::Text),
    ("description", Is::Text),
    ("nullable", Is::Flag),
    ("readOnly", Is::Flag),
    ("writeOnly", Is::Flag),
    ("deprecated", Is::Flag),
    ("discriminator", Is::Object),
    ("xml", Is::Object),
]);

/// Notes every such piece.
pub(super) fn note(document: &Document, notes: &mut Notes) {
    for slip in &document.slips {
        notes.add(FORGIVEN, &slip.at, slip.what);
    }
    check(&document.root, Is::One(&DOCUMENT), "#", notes);
}

fn check(value: &Value, is: Is, at: &str, notes: &mut Notes) {
    let mut each = |is: Is| {
        for (key, value) in inside(value) {
            check(value, is, &pointer::below(at, &key), notes);
        }
    };
    match (is, value) {
        (Is::Many(kind), Value::Array(_)) | (Is::Named(kind), Value::Object(_)) => {
            each(Is::One(kind));
        }
        (Is::Schemas, Value::Array(_)) | (Is::NamedSchemas, Value::Object(_)) => each(Is::Schema),
        (Is::Texts, Value::Array(_)) => each(Is::Text),
        (Is::One(kind), Value::Object(_)) => words(value, kind, at, notes),
        (Is::Schema, Value::Object(_)) => {
            words(value, &SCHEMA, at, notes);
            // In drafts before, a list of items was a tuple; that is read.
            if let Some(items) = value.get("items").filter(|items| !items.is_array()) {
                check(items, Is::Schema, &pointer::below(at, "items"), notes);
            }
        }
        (Is::Schema | Is::Flag, Value::Bool(_))
        | (Is::Text, Value::String(_))
        | (Is::Object, Value::Object(_))
        | (Is::List, Value::Array(_)) => {}
        (wanted, _) => {
            let (is, must) = (kind_of(value), name_of(wanted));
            notes.add(MALFORMED, at, format!("is {is}, and must be {must}; it is left out"));
        }
    }
}

/// What is in a list or an object, but for extensions.
fn inside(value: &Value) -> Vec<(String, &Value)> {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().map(|(number, item)| (number.to_string(), item)).collect()
        }
        Value::Object(map) => map
            .iter()
            .filter(|(name, _)| !name.starts_with("x-"))
            .map(|(name, value)| (name.clone(), value))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

fn words(value: &Value, kind: &Kind, at: &str, notes: &mut Notes) {
    if value.get("$ref").is_some_and(Value::is_string) {
        return;
    }
    for (word, is) in kind.0 {
        if let Some(value) = value.get(word) {
            check(value, *is, &pointer::below(at, word), notes);
        }
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn name_of(is: Is) -> &'static str {
    match is {
        Is::One(_) | Is::Named(_) | Is::NamedSchemas | Is::Object => "an object",
        Is::Many(_) | Is::Schemas | Is::List => "a list",
        Is::Schema => "a schema",
        Is::Text => "a string",
        Is::Texts => "a list of strings",
        Is::Flag => "true or false",
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::paths;

    #[test]
    fn each_piece_of_another_type_is_said_with_its_place() {
        let shown = paths(
            r"
                servers: {url: 'https://a.example'}
                paths:
                  /a:
                    get:
                      operationId: a
                      deprecated: 'yes'
                      parameters: [{name: 7, in: query, schema: []}, x]
                      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}}, '400': no}
                    put: []
                components:
                  schemas:
                    S: {type: object, required: yes, properties: {a: {oneOf: {}, enum: x}, b: 7, c: {type: array, items: [{type: string}]}}}
                    T: true
            ",
        );

        assert_snapshot!(shown);
    }
}
