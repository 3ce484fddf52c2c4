//! Where a document says what an item is.

use crate::codegen::lower::Client;
use crate::codegen::model::{Operation, Shape};
use crate::codegen::names;
use crate::codegen::pointer;

/// The JSON pointer behind a path of the surface.
pub(super) fn of(item: &str, client: &Client) -> Option<String> {
    let item = item.split(": ").next().unwrap_or(item);

    if let Some(method) = item.strip_prefix("Client::") {
        return operation(client, |one| one.id == method).map(|one| one.at.clone());
    }
    if let Some(call) = item.strip_prefix("builder::") {
        let (name, part) = call.split_once("::").unwrap_or((call, ""));
        let found = operation(client, |one| names::pascal(&one.id) == name)?;
        return Some(match part {
            "body" | "body_map" => pointer::below(&found.at, "requestBody"),
            _ => found.at.clone(),
        });
    }

    let item = item.strip_prefix("types::")?;
    let item = item.strip_prefix("builder::").unwrap_or(item);
    let (name, part) = item.split_once(['.', ':']).unwrap_or((item, ""));
    let part = part.trim_start_matches(':');
    let component = client.model.components.get(name)?;
    let Shape::Struct(fields) = &component.schema.shape else { return Some(component.at.clone()) };
    let field = fields.iter().find(|field| names::ident(&field.rust) == part);
    Some(field.map_or_else(
        || component.at.clone(),
        |field| pointer::below(&pointer::below(&component.at, "properties"), &field.wire),
    ))
}

fn operation(client: &Client, is: impl Fn(&Operation) -> bool) -> Option<&Operation> {
    client.model.operations.iter().find(|one| is(one))
}
