//! A type that we both send and read, and that differs between the two, becomes two types.

use std::collections::BTreeMap;

use super::{Client, direction};
use crate::codegen::model::{Component, Payload, Role, Schema, Shape};
use crate::codegen::names::Taken;
use crate::codegen::notes::{Notes, Rule};

const SPLIT: Rule = Rule {
    name: "inputs",
    why: "what we send is not what we read: secrets are written out, and each side has properties of its own",
};
const ONE_SIDED: Rule =
    Rule { name: "one-sided", why: "a property of the other side is not ours to read or to write" };

/// Splits `Key` into `Key` for answers and `KeyInput` for requests, then leaves out properties of the other side.
pub(super) fn by_direction(client: &mut Client, notes: &mut Notes) {
    let inputs = inputs(client, notes);
    rename_in_requests(client, &inputs);

    for component in client.model.components.values_mut() {
        let Component { schema, at, role } = component;
        let Shape::Struct(fields) = &mut schema.shape else { continue };
        fields.retain(|field| {
            let foreign = (field.read_only && !role.is_read())
                || (field.write_only && !role.request && role.is_read());
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
        .filter(|(name, component)| {
            dependent.contains(*name) && component.role.request && component.role.is_read()
        })
        .map(|(name, _)| name.clone())
        .collect();

    let mut inputs = BTreeMap::new();
    for name in both {
        let Some(component) = components.get_mut(&name) else { continue };
        let input = taken.take(&format!("{name}Input"), "");
        notes.add(SPLIT, &component.at, format!("{name} is {input} in requests"));

        component.role.request = false;
        let copy =
            Component { role: Role { request: true, ..Role::default() }, ..component.clone() };
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

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::planned;

    #[test]
    fn what_is_sent_and_read_with_a_secret_is_two_types() {
        let shown = planned(
            r"
                paths:
                  /a:
                    put:
                      operationId: putA
                      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Outer'}}}}
                      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Outer'}}}}}
                components:
                  schemas:
                    Outer: {type: object, properties: {key: {$ref: '#/components/schemas/Key'}, plain: {$ref: '#/components/schemas/Plain'}, self: {$ref: '#/components/schemas/Outer'}}}
                    Key: {type: object, properties: {secret: {type: string, format: password}}}
                    Plain: {type: object, properties: {name: {type: string}}}
                    KeyInput: {type: object, properties: {taken: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn properties_of_the_other_side_are_left_out() {
        let shown = planned(
            r"
                paths:
                  /a:
                    put:
                      operationId: putA
                      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Key'}}}}
                      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Key'}}}}}
                components:
                  schemas:
                    Key:
                      type: object
                      required: [id]
                      properties: {id: {type: string, readOnly: true}, name: {type: string}, pin: {type: string, writeOnly: true}}
            ",
        );

        assert_snapshot!(shown);
    }
}
