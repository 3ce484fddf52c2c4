//! The media types of a body carry the same type, or are left out.

use std::collections::BTreeMap;

use crate::codegen::model::{
    Component, Content, MediaKind, Model, Payload, Schema, Shape, Text, alike,
};
use crate::codegen::notes::{Notes, Rule};

const RULE: Rule =
    Rule { name: "one-typed-body", why: "a body has one type in Rust, whatever carries it" };

/// Keeps, of every body, the media types that carry its type.
pub(super) fn media(model: &mut Model, notes: &mut Notes) {
    let Model { operations, components, .. } = model;

    for operation in operations {
        let at = operation.at.clone();
        let bodies = operation.body.iter_mut().map(|body| &mut body.content);
        let answers =
            operation.responses.iter_mut().filter_map(|response| response.content.as_mut());
        for content in bodies.chain(answers) {
            settle(content, &at, components, notes);
        }
    }
}

fn settle(
    content: &mut Content,
    at: &str,
    components: &BTreeMap<String, Component>,
    notes: &mut Notes,
) {
    let payload = content.payload.clone();

    for media in &mut content.media {
        if media.kind == MediaKind::Xml && matches!(media.schema.shape, Shape::Text(_) | Shape::Any)
        {
            media.kind = MediaKind::Text;
            media.schema = Schema::of(Shape::Text(Text::Plain));
        }
    }
    content.media.retain(|media| {
        let keep = match &payload {
            Payload::Bytes => true,
            Payload::Typed(_) if media.kind == MediaKind::Bytes => false,
            Payload::Typed(schema) => alike(schema, &media.schema, components),
        };
        if !keep {
            notes.add(RULE, at, format!("{} is left out: its body is another", media.essence));
        }
        keep
    });
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::paths;

    #[test]
    fn media_types_with_another_body_are_left_out() {
        let shown = paths(
            r"
                paths:
                  /a:
                    post:
                      operationId: a
                      requestBody:
                        content:
                          application/xml: {schema: {type: object, properties: {name: {type: string}}}}
                          text/csv: {schema: {type: string}}
                          application/json: {schema: {type: object, properties: {name: {type: string}}}}
                          application/x-www-form-urlencoded: {schema: {type: object, properties: {other: {type: string}}}}
                      responses:
                        '200': {description: ok, content: {application/xml: {schema: {type: string}}}}
                        '201': {description: ok, content: {application/json: {schema: {type: string}}, image/png: {}}}
            ",
        );

        assert_snapshot!(shown);
    }
}
