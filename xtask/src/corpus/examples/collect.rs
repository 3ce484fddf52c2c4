//! Every example of a document that has a generated type.

use serde_json::Value;

use super::declared::Declared;
use super::rust_type::{Side, rust_type};
use crate::codegen::document::Document;
use crate::codegen::lower::{Client, Success};
use crate::codegen::model::{
    Content, Media, MediaKind, Operation, Payload, Response, Schema, Shape, Status,
};
use crate::codegen::pointer;

/// An example.
#[derive(Clone, Debug)]
pub(super) struct Example {
    /// Where the document has it.
    pub(super) at: String,
    /// Where its schema is.
    pub(super) schema_at: String,
    /// The example: JSON, or the text of another format.
    pub(super) value: Value,
    /// The generated type that it is read into.
    pub(super) rust: String,
    /// How it is written.
    pub(super) wire: Wire,
}

/// How an example is written.
#[derive(Clone, Debug)]
pub(super) enum Wire {
    /// As JSON.
    Json,
    /// As XML.
    Xml {
        /// The operation.
        operation: String,
        /// The status as OpenAPI writes it, of an answer.
        status: Option<String>,
        /// The media type.
        essence: String,
    },
}

/// Finds them: beside media types, and in schemas that have a name.
pub(super) fn all(document: &Document, client: &Client) -> Vec<Example> {
    let finder = Finder { root: &document.root, declared: Declared::new(&document.root), client };
    let mut examples = Vec::new();

    for operation in &client.model.operations {
        finder.of_operation(operation, &mut examples);
    }
    for (name, component) in &client.model.components {
        let role = component.role;
        if role.request || role.is_read() {
            finder.of_component(name, &component.at, role.is_read(), &mut examples);
        }
    }
    examples
}

struct Finder<'d> {
    root: &'d Value,
    declared: Declared<'d>,
    client: &'d Client,
}

impl Finder<'_> {
    fn of_operation(&self, operation: &Operation, examples: &mut Vec<Example>) {
        if let Some(body) = &operation.body {
            let at = pointer::below(&operation.at, "requestBody");
            self.of_content(&at, &body.content, Side::Request, operation, None, examples);
        }
        for response in &operation.responses {
            let Some(content) = &response.content else { continue };
            for status in self.statuses(operation, response) {
                let at = pointer::below(&pointer::below(&operation.at, "responses"), &status);
                self.of_content(&at, content, Side::Answer, operation, Some(&status), examples);
            }
        }
    }

    /// The keys under which the document has a response.
    fn statuses(&self, operation: &Operation, response: &Response) -> Vec<String> {
        let at = pointer::below(&operation.at, "responses");
        let stated = self.declared.get(&at).and_then(|(value, _)| value.as_object());
        let is = |key: &&String| match response.status {
            Status::Code(code) => **key == code.to_string(),
            Status::Class(class) => key.eq_ignore_ascii_case(&format!("{class}xx")),
            Status::Default => *key == "default",
        };
        stated.into_iter().flat_map(|map| map.keys()).filter(is).cloned().collect()
    }

    fn of_content(
        &self,
        at: &str,
        content: &Content,
        side: Side,
        operation: &Operation,
        status: Option<&str>,
        examples: &mut Vec<Example>,
    ) {
        let Payload::Typed(schema) = &content.payload else { return };
        let Some((body, body_at)) = self.declared.get(at) else { return };
        let Some(rust) = rust_type(schema, side, self.client) else { return };
        let stated = body.get("content").and_then(Value::as_object);

        for (name, media) in stated.into_iter().flatten() {
            let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            let Some(known) = content.media.iter().find(|known| known.essence == essence) else {
                continue;
            };
            let media_at = pointer::below(&pointer::below(&body_at, "content"), name);
            let Some(wire) = wire(known, operation, status) else { continue };
            for (example_at, value) in self.stated(media, &media_at) {
                if matches!(wire, Wire::Xml { .. }) && !self.is_xml(&value, operation, status) {
                    continue;
                }
                examples.push(Example {
                    at: example_at,
                    schema_at: pointer::below(&media_at, "schema"),
                    value,
                    rust: rust.clone(),
                    wire: wire.clone(),
                });
            }
        }
    }

    /// XML is read as the call reads it, so the call must return the type itself.
    fn is_xml(&self, value: &Value, operation: &Operation, status: Option<&str>) -> bool {
        let plan = self.client.plans.get(&operation.id);
        let readable = status.is_none_or(|status| {
            status.starts_with('2')
                && plan.is_some_and(|plan| matches!(plan.success, Success::Typed(_)))
        });
        readable && value.as_str().is_some_and(|text| text.trim_start().starts_with('<'))
    }

    /// The example and the examples of a media type.
    fn stated(&self, media: &Value, at: &str) -> Vec<(String, Value)> {
        let one = media.get("example").map(|value| (pointer::below(at, "example"), value.clone()));
        let many = media.get("examples").and_then(Value::as_object);
        let many = many.into_iter().flatten().filter_map(|(name, _)| {
            let at = pointer::below(&pointer::below(at, "examples"), name);
            let (example, _) = self.declared.get(&at)?;
            Some((at, example.get("value")?.clone()))
        });
        one.into_iter().chain(many).collect()
    }

    fn of_component(&self, name: &str, at: &str, read: bool, examples: &mut Vec<Example>) {
        let by_status = self
            .client
            .model
            .components
            .get(name)
            .is_none_or(|component| matches!(component.schema.shape, Shape::ByStatus(_)));
        let Some(schema) = pointer::get(self.root, at).filter(|_| !by_status) else { return };
        let side = if read { Side::Answer } else { Side::Request };
        let named = Schema::named(name);
        let Some(rust) = rust_type(&named, side, self.client) else { return };

        let one = schema.get("example").map(|value| (pointer::below(at, "example"), value));
        let many = schema.get("examples").and_then(Value::as_array);
        let many = many.into_iter().flatten().enumerate().map(|(number, value)| {
            (pointer::below(&pointer::below(at, "examples"), &number.to_string()), value)
        });
        for (example_at, value) in one.into_iter().chain(many) {
            // Where a component is used its type says whether it may be null; alone it does not.
            let rust = if value.is_null() { format!("Option<{rust}>") } else { rust.clone() };
            examples.push(Example {
                at: example_at,
                schema_at: at.to_owned(),
                value: value.clone(),
                rust,
                wire: Wire::Json,
            });
        }
    }
}

fn wire(media: &Media, operation: &Operation, status: Option<&str>) -> Option<Wire> {
    if media.kind == MediaKind::Json {
        return Some(Wire::Json);
    }
    (media.kind == MediaKind::Xml).then(|| Wire::Xml {
        operation: operation.id.clone(),
        status: status.map(str::to_owned),
        essence: media.essence.clone(),
    })
}
