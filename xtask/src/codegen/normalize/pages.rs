//! Lists that come in pages: a call answers one page, and the notes say how a document asks for the next.

use std::collections::BTreeMap;

use serde_json::Value;

use super::references;
use crate::codegen::document::Document;
use crate::codegen::model::{Component, Model, Operation, Payload, Place, Schema, Shape};
use crate::codegen::names;
use crate::codegen::notes::{Notes, Rule};
use crate::codegen::pointer;

const PAGES: Rule =
    Rule { name: "pages", why: "a call answers one page; the next page is another call" };

/// Query parameters that ask for a page, as Rust spells them.
const ASK: [&str; 14] = [
    "after",
    "continuation_token",
    "cursor",
    "marker",
    "next_cursor",
    "next_page_token",
    "next_token",
    "offset",
    "page",
    "page_number",
    "page_token",
    "skip",
    "start_index",
    "starting_after",
];
/// Members of an answer that lead to the next page, as Rust spells them.
const LEAD: [&str; 15] = [
    "after",
    "continuation_token",
    "cursor",
    "end_cursor",
    "has_more",
    "has_next_page",
    "next",
    "next_cursor",
    "next_link",
    "next_marker",
    "next_page",
    "next_page_token",
    "next_page_url",
    "next_token",
    "next_url",
];

/// Notes every operation whose answer is a page.
pub(super) fn note(model: &Model, document: &Document, notes: &mut Notes) {
    for operation in &model.operations {
        let raw = pointer::get(&document.root, &operation.at);
        let stated = raw.and_then(extension).map(|key| format!("{key} says how"));
        let header = raw.filter(|raw| links(document, raw));
        let header = header.map(|_| {
            "the `Link` header of an answer leads to the next page: `ResponseValue::headers`"
                .to_owned()
        });
        let members = || by_members(operation, &model.components);
        if let Some(how) = stated.or(header).or_else(members) {
            notes.add(PAGES, &operation.at, how);
        }
    }
}

/// The extension that describes pages, of whatever tool it is.
fn extension(raw: &Value) -> Option<&String> {
    let words = ["pagina", "pageable", "paging"];
    let mut keys = raw.as_object()?.keys().filter(|key| key.starts_with("x-"));
    keys.find(|key| words.iter().any(|word| key.contains(word)))
}

/// Whether a good answer has a `Link` header.
fn links(document: &Document, raw: &Value) -> bool {
    let responses = raw.get("responses").and_then(Value::as_object);
    responses.into_iter().flatten().filter(|(status, _)| status.starts_with('2')).any(
        |(_, response)| {
            // What leads nowhere is noted where answers are read.
            let followed = references::follow(document, response, "", &mut Notes::default());
            let headers = followed.and_then(|(response, _)| response.get("headers")?.as_object());
            headers
                .is_some_and(|headers| headers.keys().any(|key| key.eq_ignore_ascii_case("link")))
        },
    )
}

fn by_members(operation: &Operation, components: &BTreeMap<String, Component>) -> Option<String> {
    let mut queries = operation.parameters.iter().filter(|one| one.place == Place::Query);
    let asked = queries.find(|one| ASK.contains(&names::snake(&one.wire).as_str()))?;
    let answers = operation.responses.iter().filter(|response| response.status.is_success());
    let lead = answers.filter_map(|answer| match &answer.content.as_ref()?.payload {
        Payload::Typed(schema) => leads(schema, components, 2),
        Payload::Bytes => None,
    });

    let asked = &asked.wire;
    Some(match { lead }.next() {
        Some(member) => format!("`{asked}` asks for a page, and `{member}` of an answer leads on"),
        None => format!("`{asked}` asks for a page"),
    })
}

/// The member that leads on, at most so many structs deep.
fn leads(
    schema: &Schema,
    components: &BTreeMap<String, Component>,
    depth: usize,
) -> Option<String> {
    let component = components.get(schema.name()?)?;
    let Shape::Struct(fields) = &component.schema.shape else { return None };
    let own = fields.iter().find(|field| LEAD.contains(&names::snake(&field.wire).as_str()));
    if let Some(own) = own {
        return Some(own.wire.clone());
    }
    let deeper = depth.checked_sub(1)?;
    fields.iter().find_map(|field| {
        let inner = leads(&field.schema, components, deeper)?;
        Some(format!("{}.{inner}", field.wire))
    })
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::paths;

    #[test]
    fn every_way_to_the_next_page_is_said() {
        let shown = paths(
            r"
                paths:
                  /stated: {get: {operationId: a, x-pagination: {cursor: c}, responses: {'200': {description: ok}}}}
                  /linked: {get: {operationId: b, responses: {'200': {$ref: '#/components/responses/Linked'}}}}
                  /cursor:
                    get:
                      operationId: c
                      parameters: [{name: startingAfter, in: query, schema: {type: string}}]
                      responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {paging: {type: object, properties: {nextCursor: {type: string}}}}}}}}}
                  /number:
                    get:
                      operationId: d
                      parameters: [{name: page, in: query, schema: {type: integer}}]
                      responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {type: string}}}}}}
                  /one: {get: {operationId: e, responses: {'404': {$ref: '#/components/responses/Linked'}}}}
                components: {responses: {Linked: {description: ok, headers: {link: {schema: {type: string}}}}}}
            ",
        );

        assert_snapshot!(shown);
    }
}
