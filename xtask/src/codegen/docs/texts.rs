//! What is said about each item of generated code.

use super::markdown;
use crate::codegen::lower::{Plan, Success};
use crate::codegen::model::{Case, Component, Field, Operation, Parameter, Payload, Shape};
use crate::codegen::names;

/// A description, or what can be said without one.
pub(crate) fn described(docs: Option<&str>, otherwise: &str) -> String {
    docs.map(markdown::tidy).filter(|docs| !docs.is_empty()).unwrap_or_else(|| otherwise.to_owned())
}

/// A type.
pub(crate) fn component(name: &str, component: &Component, of: Option<&Operation>) -> String {
    if let (Shape::ByStatus(_), Some(operation)) = (&component.schema.shape, of) {
        let id = &operation.id;
        let what = if component.role.error { "The errors" } else { "The answers" };
        return format!("{what} of [`Client::{id}`](super::Client::{id}), by status.");
    }
    let text = described(component.schema.docs.as_deref(), &format!("`{name}` of the document."));
    deprecated(text, component.schema.deprecated)
}

/// A property.
pub(crate) fn field(field: &Field) -> String {
    let text =
        described(field.schema.docs.as_deref(), &format!("The property `{}`.", code(&field.wire)));
    deprecated(text, field.schema.deprecated)
}

/// A setter of a property.
pub(crate) fn setter(field: &Field) -> String {
    let text = described(field.schema.docs.as_deref(), &format!("Sets `{}`.", field.rust));
    deprecated(text, field.schema.deprecated)
}

/// A variant for a status.
pub(crate) fn case(case: &Case) -> String {
    let coded = case.status.starts_with(|c: char| c.is_ascii_digit());
    match &case.docs {
        Some(docs) if coded => markdown::tidy(&format!("`{}`: {docs}", case.status)),
        Some(docs) => markdown::tidy(docs),
        None if coded => format!("`{}`.", case.status),
        None => "Any other status.".to_owned(),
    }
}

/// A value of an enum.
pub(crate) fn variant(wire: &str) -> String {
    if wire.is_empty() { "The empty string.".to_owned() } else { format!("`{}`.", code(wire)) }
}

/// A parameter.
pub(crate) fn parameter(parameter: &Parameter) -> String {
    described(parameter.docs.as_deref(), &format!("Sets `{}`.", code(&parameter.wire)))
}

/// A method of the client.
pub(crate) fn method(operation: &Operation, plan: &Plan) -> String {
    let mut parts = vec![sentence(operation)];
    if let Some(docs) = &operation.docs {
        parts.push(markdown::tidy(docs));
    }
    parts.push(format!("{}{}", request(operation), refusal(plan)));
    if let Some(source) = operation.source.as_deref().filter(|source| source.starts_with("http")) {
        parts.push(markdown::tidy(&format!("Source: {source}")));
    }
    parts.push(sample(operation));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// The `send` of a builder.
pub(crate) fn send(operation: &Operation, plan: &Plan) -> String {
    let returned = match &plan.success {
        Success::Nothing => "nothing".to_owned(),
        Success::Bytes => "the bytes of the answer".to_owned(),
        Success::Typed(schema) => schema
            .name()
            .map_or_else(|| "the answer".to_owned(), |name| format!("[`types::{name}`]")),
        Success::ByStatus(name) => format!("[`types::{name}`]"),
    };
    let error = plan.error.as_ref().map_or_else(String::new, |name| {
        format!("\n\n# Errors\n\nFails with [`types::{name}`] when the provider refuses, and when no answer can be had.")
    });
    format!("{} Returns {returned}.{error}", request(operation))
}

/// One line about an operation.
fn sentence(operation: &Operation) -> String {
    let words: Vec<_> =
        operation.summary.as_deref().unwrap_or_default().split_whitespace().collect();
    let text = markdown::tidy(&words.join(" ")).replace('\n', " ");

    match text.as_str() {
        "" => format!("Calls `{}`.", operation.id),
        text if text.ends_with(['.', '!', '?']) => text.to_owned(),
        text => format!("{text}."),
    }
}

fn request(operation: &Operation) -> String {
    format!("Sends `{} {}`.", operation.method.to_ascii_uppercase(), code(&operation.path))
}

fn refusal(plan: &Plan) -> String {
    plan.error
        .as_ref()
        .map_or_else(String::new, |name| format!(" Refusals are a [`types::{name}`]."))
}

/// A call with everything that must be given.
fn sample(operation: &Operation) -> String {
    let mut call = format!("client.{}()", operation.id);
    for parameter in operation.parameters.iter().filter(|parameter| parameter.required) {
        let name = names::ident(&parameter.rust);
        call.extend([".", &name, "(", &name, ")"]);
    }
    if operation.body.is_some() {
        call.push_str(".body(body)");
    }
    format!("```text\n{call}.send().await?\n```")
}

/// Whether a body can be set piece by piece.
pub(crate) fn body(operation: &Operation) -> String {
    let docs = operation.body.as_ref().and_then(|body| body.docs.as_deref());
    let bytes = operation.body.as_ref().is_some_and(|body| body.content.payload == Payload::Bytes);
    described(docs, if bytes { "Sets the bytes to send." } else { "Sets the body." })
}

/// A text inside backticks.
fn code(text: &str) -> String {
    markdown::clean(&text.replace('`', "'"))
}

fn deprecated(text: String, deprecated: bool) -> String {
    if deprecated { format!("{text}\n\nThe provider wants this used no more.") } else { text }
}
