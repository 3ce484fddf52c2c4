//! Tiny documents in, readable text out.

use super::document::Document;
use super::lower::{self, Client};
use super::model::Model;
use super::normalize::normalize;
use super::notes::Notes;
use super::{format, pipeline, tables};
use crate::workspace;

/// What the rules make of some schemas, of which `Subject` is answered by an operation.
pub(crate) fn schemas(version: &str, schemas: &str) -> String {
    let document = format!(
        "openapi: {version}\n{OPERATION}components:\n  schemas:\n{}",
        indented(schemas, "    ")
    );
    let (model, notes) = model(&document);

    let components: Vec<_> = model
        .components
        .iter()
        .map(|(name, component)| format!("{name} = {}", component.schema))
        .collect();
    let answer = model
        .operations
        .first()
        .and_then(|operation| operation.responses.first()?.content.as_ref());
    let answer = answer.map(|content| format!("answer: {content}\n")).unwrap_or_default();
    shown(
        &format!("openapi: {version}\n{}", trimmed(schemas)),
        &format!("{answer}{}", components.join("\n")),
        &notes,
    )
}

/// What the rules make of some paths, and of whatever else stands at the top of a document.
pub(crate) fn paths(rest: &str) -> String {
    let (model, notes) = model(&format!("openapi: 3.0.3\n{}", trimmed(rest)));
    shown(&trimmed(rest), &model.to_string(), &notes)
}

/// What the calls of a document return, and what each of its types is for.
pub(crate) fn planned(rest: &str) -> String {
    let (client, notes) = client(rest);

    let plans = client
        .plans
        .iter()
        .map(|(id, plan)| format!("{id}: {:?}, error {:?}", plan.success, plan.error));
    let types = client.model.components.iter().map(|(name, component)| {
        let role = component.role;
        format!(
            "{name} [request {}, answer {}, error {}] = {}",
            role.request, role.answer, role.error, component.schema
        )
    });
    let shown_client: Vec<_> = plans.chain(types).collect();
    shown(&trimmed(rest), &shown_client.join("\n"), &notes)
}

/// What lowering makes of a document.
pub(crate) fn lowered(rest: &str) -> String {
    let (client, notes) = client(rest);
    let lowered = serde_json::to_string_pretty(&lower::render(&client)).unwrap();
    shown(&trimmed(rest), &lowered, &notes)
}

/// The normal form of a document.
pub(crate) fn model(text: &str) -> (Model, Notes) {
    let mut notes = Notes::default();
    let model = normalize(&document(text), &mut notes).unwrap();
    (model, notes)
}

/// The client that a document is lowered to.
pub(crate) fn client(rest: &str) -> (Client, Notes) {
    let mut notes = Notes::default();
    let client =
        pipeline::client(&document(&format!("openapi: 3.0.3\n{}", trimmed(rest))), &mut notes)
            .unwrap();
    (client, notes)
}

/// The tables of a document.
pub(crate) fn tables(rest: &str) -> String {
    let document = document(&format!("openapi: 3.0.3\n{}", trimmed(rest)));
    let mut notes = Notes::default();
    let client = pipeline::client(&document, &mut notes).unwrap();

    let module = tables::module(&document, &client, "example").unwrap();
    let file = syn::parse2(module).unwrap();
    shown(&trimmed(rest), &format::format(file, "", &workspace::root()).unwrap(), &notes)
}

/// The whole generated file.
pub(crate) fn generated(rest: &str) -> String {
    let document = document(&format!("openapi: 3.0.3\n{}", trimmed(rest)));
    pipeline::run(&document, "example", &workspace::root(), &mut Notes::default()).unwrap()
}

/// A document of a test.
pub(crate) fn document(text: &str) -> Document {
    Document::parse(text, "openapi/example.yaml").unwrap()
}

const OPERATION: &str = "\
paths:
  /subject:
    get:
      operationId: getSubject
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Subject'
";

fn shown(document: &str, outcome: &str, notes: &Notes) -> String {
    format!("{document}\n=== becomes\n{}\n=== noted\n{notes}", outcome.trim_end())
}

fn trimmed(text: &str) -> String {
    let text = text.trim_matches('\n');
    let margin = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min();
    text.lines()
        .map(|line| line.get(margin.unwrap_or(0)..).unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn indented(text: &str, by: &str) -> String {
    trimmed(text).lines().flat_map(|line| [by, line, "\n"]).collect()
}
