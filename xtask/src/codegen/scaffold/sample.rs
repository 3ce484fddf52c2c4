//! The call that a front page shows.

use crate::codegen::lower::Client;
use crate::codegen::model::{Operation, Safety, Schema, Shape, Text};
use crate::codegen::names;

/// A longer call is written on several lines.
const LONGEST: usize = 75;

/// A call that anybody can write down: no body, and only plain values that must be given.
pub(super) fn call(client: &Client) -> Option<String> {
    let operations = &client.model.operations;
    let plain = |operation: &&Operation| written(operation).is_some();
    let reads = operations.iter().filter(|one| one.safety == Safety::Safe).find(plain);

    reads.or_else(|| operations.iter().find(plain)).and_then(written)
}

fn written(operation: &Operation) -> Option<String> {
    if operation.body.is_some() {
        return None;
    }
    let mut calls = vec![format!("{}()", names::ident(&operation.id))];
    for parameter in operation.parameters.iter().filter(|parameter| parameter.required) {
        let name = names::ident(&parameter.rust);
        let value = value(&parameter.schema, &parameter.rust)?;
        calls.push(format!("{name}({value})"));
    }
    calls.extend(["send()".to_owned(), "await?".to_owned()]);

    let line = format!("client.{}", calls.join("."));
    let is_short = line.len() <= LONGEST;
    Some(if is_short { line } else { format!("client\n        .{}", calls.join("\n        .")) })
}

fn value(schema: &Schema, name: &str) -> Option<String> {
    if schema.shape == Shape::Text(Text::Plain) {
        Some(format!("\"{name}\""))
    } else if matches!(schema.shape, Shape::Integer(_)) {
        Some("1".to_owned())
    } else {
        (schema.shape == Shape::Boolean).then(|| "true".to_owned())
    }
}
