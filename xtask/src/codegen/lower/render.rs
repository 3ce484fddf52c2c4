//! The client as the document that progenitor reads.
//!
//! Every name in it is already the one that Rust will see; tidying puts the document's names back where they go on
//! the wire. Descriptions stay out, for tidying writes the documentation.

use serde_json::{Map, Value, json};

use super::stamps::{self, Side};
use super::{Client, Plan, Success};
use crate::codegen::model::{
    Case, Component, Field, Operation, Parameter, Payload, Place, Schema, Shape,
};

/// Renders the client.
pub(crate) fn render(client: &Client) -> Value {
    let mut paths = Map::new();
    for operation in &client.model.operations {
        let item = paths.entry(path(operation)).or_insert_with(|| json!({}));
        if let (Some(item), Some(plan)) = (item.as_object_mut(), client.plans.get(&operation.id)) {
            item.insert(operation.method.to_owned(), render_operation(operation, plan, client));
        }
    }

    let schemas: Map<_, _> = client
        .model
        .components
        .iter()
        .filter(|(_, component)| component.role.request || component.role.is_read())
        .map(|(name, component)| (name.clone(), render_component(component, client)))
        .collect();
    json!({
        "openapi": "3.0.3",
        "info": {"title": client.model.title, "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// The path with the Rust names of its parameters; each name is replaced once, where it stands.
pub(super) fn path(operation: &Operation) -> String {
    let mut path = String::new();
    let mut pieces = operation.path.split('{');

    path.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (wire, after) = piece.split_once('}').unwrap_or((piece, ""));
        let parameter =
            operation.parameters.iter().find(|p| p.place == Place::Path && p.wire == wire);
        let name = parameter.map_or(wire, |parameter| &parameter.rust);
        path.extend(["{", name, "}", after]);
    }
    path
}

fn render_operation(operation: &Operation, plan: &Plan, client: &Client) -> Value {
    let parameters: Vec<_> =
        operation.parameters.iter().map(|p| render_parameter(p, client)).collect();
    let mut rendered = Map::from_iter([
        ("operationId".to_owned(), json!(operation.id)),
        ("parameters".to_owned(), json!(parameters)),
        ("responses".to_owned(), responses(plan, client)),
    ]);

    if let Some(body) = &operation.body {
        let (media, schema) = match &body.content.payload {
            Payload::Typed(schema) => {
                ("application/json", render_schema(schema, Side::Request, client))
            }
            Payload::Bytes => {
                ("application/octet-stream", json!({"type": "string", "format": "binary"}))
            }
        };
        let body = json!({"required": true, "content": {media: {"schema": schema}}});
        rendered.insert("requestBody".to_owned(), body);
    }
    Value::Object(rendered)
}

fn render_parameter(parameter: &Parameter, client: &Client) -> Value {
    let schema = Schema { nullable: false, ..parameter.schema.clone() };

    json!({
        "name": parameter.rust,
        "in": if parameter.place == Place::Cookie { "query" } else { parameter.place.word() },
        "required": parameter.required,
        "schema": if is_struct(&schema, client) { stamps::bare(&closed(&schema, client)) } else { closed(&schema, client) },
    })
}

fn is_struct(schema: &Schema, client: &Client) -> bool {
    let component = schema.name().and_then(|name| client.model.components.get(name));
    component.is_some_and(|component| matches!(component.schema.shape, Shape::Struct(_)))
}

/// What we send is one of what we know.
fn closed(schema: &Schema, client: &Client) -> Value {
    if let Some(name) = schema.name() {
        return reference(name);
    }
    if let Shape::List(item) = &schema.shape {
        return json!({"type": "array", "items": closed(item, client)});
    }
    render_schema(schema, Side::Request, client)
}

fn responses(plan: &Plan, client: &Client) -> Value {
    let mut responses = Map::new();
    let success = match &plan.success {
        Success::Nothing => json!({"description": ""}),
        Success::Bytes => {
            content("application/octet-stream", &json!({"type": "string", "format": "binary"}))
        }
        Success::Typed(schema) => {
            content("application/json", &render_schema(schema, Side::Answer, client))
        }
        Success::ByStatus(name) => content("application/json", &reference(name)),
    };

    responses.insert("2XX".to_owned(), success);
    if let Some(name) = &plan.error {
        for class in ["4XX", "5XX"] {
            responses.insert(class.to_owned(), content("application/json", &reference(name)));
        }
    }
    Value::Object(responses)
}

fn content(media: &str, schema: &Value) -> Value {
    json!({"description": "", "content": {media: {"schema": schema}}})
}

fn render_component(component: &Component, client: &Client) -> Value {
    let side = if component.role.is_read() { Side::Answer } else { Side::Request };
    render_schema(&component.schema, side, client)
}

fn render_schema(schema: &Schema, side: Side, client: &Client) -> Value {
    let rendered = match &schema.shape {
        Shape::Any => return json!({}),
        Shape::Unrecognized => stamps::ours("Unrecognized"),
        Shape::Integer(Some("big")) => stamps::ours("BigInteger"),
        Shape::Boolean => json!({"type": "boolean"}),
        Shape::Integer(None) => json!({"type": "integer"}),
        Shape::Integer(Some(format)) => json!({"type": "integer", "format": format}),
        Shape::Number => json!({"type": "number"}),
        Shape::Text(text) => stamps::text(*text, side),
        Shape::List(item) => json!({"type": "array", "items": render_schema(item, side, client)}),
        Shape::Map(value) => {
            json!({"type": "object", "additionalProperties": render_schema(value, side, client)})
        }
        Shape::Named(name) => named(name, client),
        Shape::Struct(fields) => structure(fields, side, client),
        Shape::Enum(list) => {
            json!({"type": "string", "enum": list.variants.iter().map(|variant| &variant.rust).collect::<Vec<_>>()})
        }
        Shape::Union(members) => {
            json!({"oneOf": members.iter().map(|m| render_schema(&m.schema, side, client)).collect::<Vec<_>>()})
        }
        Shape::ByStatus(cases) => {
            json!({"oneOf": cases.iter().map(|case| tagged(case, side, client)).collect::<Vec<_>>()})
        }
    };
    if schema.nullable { nullable(rendered) } else { rendered }
}

fn named(name: &str, client: &Client) -> Value {
    let component = client.model.components.get(name);
    match component.map(|component| &component.schema.shape) {
        Some(Shape::Enum(list)) if list.open => stamps::open(name),
        _ => reference(name),
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// The same or `null`; beside a reference or a stamp the generator would not see it.
fn nullable(mut rendered: Value) -> Value {
    if let Some(typed) = rendered.as_object_mut().filter(|rendered| rendered.contains_key("type")) {
        typed.insert("nullable".to_owned(), json!(true));
        return rendered;
    }
    json!({"nullable": true, "allOf": [rendered]})
}

fn structure(fields: &[Field], side: Side, client: &Client) -> Value {
    let rest = fields.iter().find(|field| field.rest);
    let named = || fields.iter().filter(|field| !field.rest);
    let required: Vec<_> =
        named().filter(|field| field.required).map(|field| &field.rust).collect();
    let properties: Map<_, _> =
        named().map(|field| (field.rust.clone(), property(field, side, client))).collect();

    if properties.is_empty() {
        return json!({"type": "object", "properties": {}, "additionalProperties": false});
    }
    let mut structure = json!({"type": "object", "required": required, "properties": properties});
    if let (Some(rest), Some(structure)) = (rest, structure.as_object_mut()) {
        let Shape::Map(value) = &rest.schema.shape else { return json!(structure) };
        structure.insert("additionalProperties".to_owned(), render_schema(value, side, client));
    }
    structure
}

/// A list or a map that may be absent may be `null` too.
fn property(field: &Field, side: Side, client: &Client) -> Value {
    let collection = matches!(field.schema.shape, Shape::List(_) | Shape::Map(_));
    let schema = Schema {
        nullable: field.schema.nullable || (collection && !field.required),
        ..field.schema.clone()
    };
    render_schema(&schema, side, client)
}

/// A variant that serde tags with its name.
fn tagged(case: &Case, side: Side, client: &Client) -> Value {
    match &case.schema {
        None => json!({"type": "string", "enum": [case.rust]}),
        Some(schema) => {
            let inner = render_schema(schema, side, client);
            json!({"type": "object", "required": [case.rust], "properties": {&case.rust: inner}})
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::lowered;

    #[test]
    fn the_document_that_progenitor_reads_has_rust_names_and_stamps() {
        let shown = lowered(
            r"
                paths:
                  /keys/{keyID}:
                    put:
                      operationId: putKey
                      parameters:
                        - {name: keyID, in: path, required: true, schema: {type: string}}
                        - {name: only, in: query, schema: {type: array, items: {type: string, enum: [a-b]}}}
                        - {name: X-Trace, in: header, schema: {type: string, format: password}}
                      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/New'}}}}
                      responses:
                        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Key'}}}}
                        '404': {description: none}
                        '409': {description: there, content: {application/json: {schema: {type: string}}}}
                components:
                  schemas:
                    New: {type: object, required: [pin], properties: {pin: {type: string, format: password}, kind: {$ref: '#/components/schemas/Kind'}}}
                    Key:
                      type: object
                      required: [secret, either]
                      properties:
                        secret: {type: string, format: password}
                        old: {type: string, format: password, nullable: true}
                        madeAt: {type: string, format: date-time-space}
                        allowedIPs: {type: array, items: {type: string}}
                        labels: {type: object, additionalProperties: {type: integer, format: int32}}
                        kind: {$ref: '#/components/schemas/Kind'}
                        parent: {nullable: true, allOf: [{$ref: '#/components/schemas/Key'}]}
                        either: {oneOf: [{type: string}, {type: boolean}]}
                        any: {}
                    Kind: {type: string, enum: [a-b, a_b]}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn bodies_without_a_type_are_bytes() {
        let shown = lowered(
            r"
                paths:
                  /file:
                    post:
                      operationId: swapFile
                      requestBody: {content: {application/pdf: {schema: {type: string, format: binary}}}}
                      responses: {'200': {description: ok, content: {image/png: {}}}}
            ",
        );

        assert_snapshot!(shown);
    }
}
