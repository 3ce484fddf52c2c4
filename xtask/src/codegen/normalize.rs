//! Document in, model out: one rule per file, each with its reason.

use anyhow::Result;
use serde_json::Value;

use super::document::Document;
use super::model::Model;
use super::notes::Notes;

mod aliases;
mod content;
mod echo;
mod ids;
mod operation;
mod parameters;
mod paths;
mod references;
mod responses;
mod safety;
mod schemas;
mod security;
mod settle;
mod union_order;
mod uploads;
mod wanted;

/// Reads everything that the document says about its operations and what they reach.
pub(crate) fn normalize(document: &Document, notes: &mut Notes) -> Result<Model> {
    let mut schemas = schemas::Schemas::new(document, notes);
    let mut operations = Vec::new();

    let found = paths::operations(document, schemas.notes());
    for (id, found) in wanted::operations(document, found, schemas.notes())? {
        operations.push(operation::operation(id, &found, &mut schemas)?);
    }

    let title =
        document.root.pointer("/info/title").and_then(Value::as_str).unwrap_or("an API").to_owned();
    let mut model = Model { title, operations, components: schemas.finish() };
    aliases::inline(&mut model, notes);
    uploads::settle(&mut model, notes);
    union_order::sort(&mut model);
    settle::media(&mut model, notes);
    Ok(model)
}
