//! A type that we both send and read, and that differs between the two, becomes two types.

use std::collections::BTreeMap;

use super::{Client, direction};
use crate::codegen::model::{Component, Payload, Role, Schema, Shape};
use crate::codegen::names::Taken;
use crate::codegen::notes::{Notes, Rule};

const SPLIT: Rule = Rule { name: "inputs", why: "a secret that we send is written out, one that we read never is" };
const ONE_SIDED: Rule = Rule { name: "one-sided", why: "a property of the other side is not ours to read or to write" };

/// Splits `Key` into `Key` for answers and `KeyInput` for requests, then leaves out properties of the other side.
pub(super) fn by_direction(client: &mut Client, notes: &mut Notes) {
    let inputs = inputs(client, notes);
    rename_in_requests(client, &inputs);

    for component in client.model.components.values_mut() {
        let Component { schema, at, role } = component;
        let Shape::Struct(fields) = &mut schema.shape else { continue };
        fields.retain(|field| {
            let foreign = (field.read_only && !role.is_read()) || (field.write_only && !role.request && role.is_read());
            if foreign {
                notes.add(ONE_SIDED, at, format!("{} is left out", field.wire));
            }
            !foreign
        });
    }
}

/// The new names, by the old ones.
fn inputs(client: &mut Client, notes: &mut Notes) -> BTreeMap<String, String> {
    let components = &mut client.model.components;
    let mut taken = Taken::default();
    for name in components.keys() {
        taken.take(name, "");
    }

    let dependent = direction::dependent(&client.model);
    let components = &mut client.model.components;
    let both: Vec<_> = components
        .iter()
        .filter(|(name, component)| dependent.contains(*name) && component.role.request && component.role.is_read())
        .map(|(name, _)| name.clone())
        .collect();

    let mut inputs = BTreeMap::new();
    for name in both {
        let Some(component) = components.get_mut(&name) else { continue };
        let input = taken.take(&format!("{name}Input"), "");
        notes.add(SPLIT, &component.at, format!("{name} is {input} in requests"));

        component.role.request = false;
        let copy = Component { role: Role { request: true, ..Role::default() }, ..component.clone() };
        components.insert(input.clone(), copy);
        inputs.insert(name, input);
    }
    inputs
}

fn rename_in_requests(client: &mut Client, inputs: &BTreeMap<String, String>) {
    for component in client.model.components.values_mut() {
        if component.role.request && !component.role.is_read() {
            component.schema.parts_mut().into_iter().for_each(|part| rename(part, inputs));
        }
    }
    for operation in &mut client.model.operations {
        for parameter in &mut operation.parameters {
            rename(&mut parameter.schema, inputs);
        }
        let Some(body) = &mut operation.body else { continue };
        if let Payload::Typed(schema) = &mut body.content.payload {
            rename(schema, inputs);
        }
        for media in &mut body.content.media {
            rename(&mut media.schema, inputs);
        }
    }
}

fn rename(schema: &mut Schema, inputs: &BTreeMap<String, String>) {
    if let Shape::Named(name) = &mut schema.shape
        && let Some(input) = inputs.get(name)
    {
        name.clone_from(input);
    }
    schema.parts_mut().into_iter().for_each(|part| rename(part, inputs));
}
