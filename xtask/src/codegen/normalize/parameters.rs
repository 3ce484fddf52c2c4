//! What an operation takes beside a body.

use http::HeaderName;
use serde_json::Value;

use super::operation::text;
use super::paths::Found;
use super::references;
use super::schemas::Schemas;
use crate::codegen::model::{Parameter, Place, Schema, Shape, Text, Writing};
use crate::codegen::names::{self, Taken};
use crate::codegen::notes::Rule;

mod writing;

const TRANSPORT: Rule = Rule { name: "transport-parameters", why: "the transport writes these" };
const IN_PATH: Rule =
    Rule { name: "secrets-in-paths", why: "a URL shows what is in it, whatever its type hides" };
const TEMPLATE: Rule =
    Rule { name: "path-template", why: "the path and its parameters must name the same" };
const NOWHERE: Rule = Rule {
    name: "parameter-places",
    why: "a parameter is in the path, the query, a header or a cookie",
};
const NO_HEADER: Rule = Rule { name: "header-names", why: "HTTP cannot carry this name" };

/// Headers whose values come from elsewhere.
const HEADERS: [&str; 3] = ["accept", "authorization", "content-type"];

/// Names that the generated method uses itself.
const LOCALS: [&str; 5] = ["body", "client", "header_map", "send", "value"];

/// The parameters of an operation: those of its path first, each once, each with a Rust name.
pub(super) fn of(found: &Found<'_>, type_name: &str, schemas: &mut Schemas<'_>) -> Vec<Parameter> {
    let mut raw: Vec<(&Value, String)> = Vec::new();
    for (value, at) in &found.parameters {
        let Some((value, at)) = references::follow(schemas.document(), value, at, schemas.notes())
        else {
            continue;
        };
        raw.retain(|(other, _)| key(other) != key(value));
        raw.push((value, at));
    }

    let mut taken = Taken::with(&LOCALS);
    let mut parameters: Vec<_> = raw
        .into_iter()
        .filter_map(|(raw, at)| parameter(raw, &at, found, type_name, schemas))
        .collect();
    add_missing(&mut parameters, found, schemas);
    parameters.sort_by_key(|parameter| parameter.place != Place::Path);
    for parameter in &mut parameters {
        parameter.rust = taken.take(&parameter.rust, "_");
    }
    parameters
}

fn key(raw: &Value) -> (Option<&Value>, Option<&Value>) {
    (raw.get("name"), raw.get("in"))
}

fn parameter(
    raw: &Value,
    at: &str,
    found: &Found<'_>,
    type_name: &str,
    schemas: &mut Schemas<'_>,
) -> Option<Parameter> {
    let wire = raw.get("name").and_then(Value::as_str).filter(|name| !name.is_empty())?;
    let place = place(raw, wire, at, schemas)?;
    if place == Place::Path && !found.path.contains(&format!("{{{wire}}}")) {
        schemas.notes().add(TEMPLATE, at, format!("{wire} is not in the path"));
        return None;
    }

    let hint = format!("{type_name}{}", names::pascal(wire));
    let (mut schema, writing) = writing::of(raw, at, place, &hint, schemas);
    let shown = place == Place::Path && schemas.peek(&schema) == Shape::Text(Text::Secret);
    if shown {
        schemas.notes().add(IN_PATH, at, "a plain string");
        schema.shape = Shape::Text(Text::Plain);
    }
    Some(Parameter {
        wire: wire.to_owned(),
        rust: names::snake(wire),
        place,
        required: place == Place::Path || raw.get("required") == Some(&Value::Bool(true)),
        schema,
        writing,
        shown,
        docs: text(raw, "/description"),
    })
}

/// Where a parameter goes; `None` when it is not the caller's to give.
fn place(raw: &Value, wire: &str, at: &str, schemas: &mut Schemas<'_>) -> Option<Place> {
    match raw.get("in").and_then(Value::as_str)? {
        "path" => Some(Place::Path),
        "query" => Some(Place::Query),
        "header" if HEADERS.contains(&wire.to_ascii_lowercase().as_str()) => {
            schemas.notes().add(TRANSPORT, at, format!("the header {wire}"));
            None
        }
        "header" if HeaderName::from_bytes(wire.as_bytes()).is_err() => {
            schemas.notes().add(NO_HEADER, at, format!("{wire:?} is left out"));
            None
        }
        "header" => Some(Place::Header),
        "cookie"
            if wire.bytes().all(|byte| byte.is_ascii_graphic() && !b";=,\"".contains(&byte)) =>
        {
            Some(Place::Cookie)
        }
        "cookie" => {
            schemas.notes().add(NO_HEADER, at, format!("{wire:?} is left out"));
            None
        }
        other => {
            schemas.notes().add(NOWHERE, at, format!("{wire} is in {other:?}; left out"));
            None
        }
    }
}

/// Names in the path that no parameter describes.
fn add_missing(parameters: &mut Vec<Parameter>, found: &Found<'_>, schemas: &mut Schemas<'_>) {
    for name in
        found.path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
    {
        let described = |p: &Parameter| p.place == Place::Path && p.wire == name;
        if parameters.iter().any(described) {
            continue;
        }
        schemas.notes().add(
            TEMPLATE,
            &found.at,
            format!("the path parameter {name} is not described; a string"),
        );
        parameters.push(Parameter {
            wire: name.to_owned(),
            rust: names::snake(name),
            place: Place::Path,
            required: true,
            schema: Schema::of(Shape::Text(Text::Plain)),
            writing: Writing::SIMPLE,
            shown: false,
            docs: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::paths;

    #[test]
    fn plain_values_and_repeated_lists_are_typed() {
        let shown = paths(
            r"
                paths:
                  /keys/{keyID}:
                    get:
                      operationId: getKey
                      responses: {}
                      parameters:
                        - {name: keyID, in: path, required: true, description: Which., schema: {type: string}}
                        - {name: limit, in: query, schema: {type: integer, format: int32, nullable: true}}
                        - {name: scope, in: query, schema: {$ref: '#/components/schemas/Scopes'}}
                        - {name: order, in: query, schema: {type: string, enum: [up, down]}}
                        - {name: X-Trace, in: header, required: true, schema: {type: string, format: password}}
                        - {name: body, in: query, schema: {type: string}}
                components: {schemas: {Scopes: {type: array, items: {type: string, enum: [read, write]}}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn what_no_style_writes_comes_ready_made() {
        let shown = paths(
            r"
                paths:
                  /keys:
                    get:
                      operationId: listKeys
                      responses: {}
                      parameters:
                        - {name: a, in: query, style: deepObject, schema: {type: object, properties: {x: {type: string}}}}
                        - {name: b, in: query, explode: false, schema: {type: array, items: {type: string}}}
                        - {name: c, in: query, content: {application/json: {schema: {type: object}}}}
                        - {name: d, in: header, schema: {type: array, items: {type: string}}}
                        - {name: e, in: query}
                        - {name: f, in: query, schema: {type: array, items: {type: array, items: {type: string}}}}
                        - {name: g, in: header, schema: {}}
                        - {name: h, in: query, style: fancy, schema: {type: array, items: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn every_style_is_typed() {
        let shown = paths(
            r"
                paths:
                  /keys/{a}/{b}/{c}:
                    get:
                      operationId: listKeys
                      responses: {}
                      parameters:
                        - {name: a, in: path, required: true, schema: {type: array, items: {type: integer}}}
                        - {name: b, in: path, required: true, style: label, explode: true, schema: {type: object, properties: {x: {type: string}}}}
                        - {name: c, in: path, required: true, style: matrix, schema: {type: string}}
                        - {name: spaces, in: query, style: spaceDelimited, schema: {type: array, items: {type: string, enum: [a, b]}}}
                        - {name: pipes, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: string}}}
                        - {name: deep, in: query, style: deepObject, schema: {type: object, properties: {x: {type: object, properties: {y: {type: array, items: {type: string}}}}}}}
                        - {name: reserved, in: query, allowReserved: true, schema: {type: string}}
                        - {name: map, in: query, schema: {type: object, additionalProperties: {type: string}}}
                        - {name: either, in: query, explode: false, schema: {oneOf: [{type: string}, {type: array, items: {type: string}}]}}
                        - {name: X-Object, in: header, explode: true, schema: {type: object, properties: {x: {type: integer}}}}
                        - {name: X-Json, in: header, content: {application/json: {schema: {type: object, properties: {x: {type: integer}}}}}}
                        - {name: sid, in: cookie, required: true, schema: {type: string, format: password}}
                        - {name: tags, in: cookie, explode: false, schema: {type: array, items: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn what_is_not_the_callers_is_left_out() {
        let shown = paths(
            r"
                paths:
                  /keys/{id}/{other}:
                    get:
                      operationId: getKey
                      responses: {}
                      parameters:
                        - {name: id, in: path, required: true, schema: {type: string, format: password}}
                        - {name: gone, in: path, required: true, schema: {type: string}}
                        - {name: Authorization, in: header, schema: {type: string}}
                        - {name: sid, in: cookie, schema: {type: string}}
                        - {name: 'no header', in: header, schema: {type: string}}
                        - {$ref: '#/components/parameters/Missing'}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_name_in_two_places_is_the_paths_first() {
        let shown = paths(
            r"
                paths:
                  /lists/{list_id}/of/{listID}:
                    get:
                      operationId: getList
                      responses: {}
                      parameters:
                        - {name: list_id, in: query, schema: {type: integer}}
                        - {name: listID, in: path, required: true, schema: {type: string}}
                        - {name: list_id, in: path, required: true, schema: {type: string}}
            ",
        );

        assert_snapshot!(shown);
    }
}
