//! What each type is for: requests, answers, errors.

use std::collections::BTreeSet;

use super::{Client, Success};
use crate::codegen::model::{Payload, Role, Schema};

/// Marks every component with the places it is reached from.
pub(super) fn mark(client: &mut Client) {
    let mut requests = BTreeSet::new();
    let mut answers = BTreeSet::new();
    let mut errors = BTreeSet::new();

    for operation in &client.model.operations {
        for parameter in &operation.parameters {
            walk(&parameter.schema, client, &mut requests);
        }
        if let Some(body) = &operation.body
            && let Payload::Typed(schema) = &body.content.payload
        {
            walk(schema, client, &mut requests);
        }
    }
    for plan in client.plans.values() {
        match &plan.success {
            Success::Typed(schema) => walk(schema, client, &mut answers),
            Success::ByStatus(name) => walk(&Schema::named(name), client, &mut answers),
            Success::Nothing | Success::Bytes => {}
        }
        if let Some(name) = &plan.error {
            walk(&Schema::named(name), client, &mut errors);
        }
    }

    for (name, component) in &mut client.model.components {
        component.role = Role {
            request: requests.contains(name),
            answer: answers.contains(name),
            error: errors.contains(name),
        };
    }
}

fn walk(schema: &Schema, client: &Client, reached: &mut BTreeSet<String>) {
    let mut open = vec![schema];

    while let Some(schema) = open.pop() {
        open.extend(schema.parts());
        if let Some(name) = schema.name()
            && reached.insert(name.to_owned())
            && let Some(component) = client.model.components.get(name)
        {
            open.push(&component.schema);
        }
    }
}
