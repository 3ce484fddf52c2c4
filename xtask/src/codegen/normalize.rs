//! Document in, model out: one rule per file, each with its reason.

use anyhow::{Result, ensure};
use serde_json::Value;

use super::document::Document;
use super::model::Model;
use super::notes::Notes;

mod aliases;
mod content;
mod echo;
mod ids;
mod malformed;
mod operation;
mod pages;
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

/// More types than any provider has: each takes the generator a tenth of a megabyte.
const MOST_TYPES: usize = 20_000;

/// Reads everything that the document says about its operations and what they reach.
pub(crate) fn normalize(document: &Document, notes: &mut Notes) -> Result<Model> {
    malformed::note(document, notes);
    let mut schemas = schemas::Schemas::new(document, notes);
    let mut operations = Vec::new();

    let found = paths::operations(document, schemas.notes());
    for (id, found) in wanted::operations(document, found, schemas.notes())? {
        operations.push(operation::operation(id, &found, &mut schemas)?);
    }

    let title =
        document.root.pointer("/info/title").and_then(Value::as_str).unwrap_or("an API").to_owned();
    let mut model = Model { title, operations, components: schemas.finish() };
    let types = model.components.len();
    ensure!(
        types <= MOST_TYPES,
        "{}: the wanted operations reach {types} types, and at most {MOST_TYPES} are generated; name fewer operations (an id, tag:…, path:… or method:…)",
        document.file
    );
    aliases::inline(&mut model, notes);
    uploads::settle(&mut model, notes);
    union_order::sort(&mut model);
    settle::media(&mut model, notes);
    pages::note(&model, document, notes);
    Ok(model)
}
