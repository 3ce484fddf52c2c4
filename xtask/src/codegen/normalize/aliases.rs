//! A component that is no struct, enum or union is what it stands for, wherever it is used.

use std::collections::BTreeMap;

use crate::codegen::model::{Component, Model, Schema, Shape, Xml};
use crate::codegen::notes::{Notes, Rule};

const ENDLESS: Rule = Rule { name: "endless", why: "a type that is only itself has no value" };

/// Puts aliases in their places, and takes `null` from components to where they are used.
pub(super) fn inline(model: &mut Model, notes: &mut Notes) {
    lift_null(model);
    let components = model.components.clone();

    for schema in model.schemas_mut() {
        expand(schema, &components, &mut Vec::new(), notes);
    }
    model.components.retain(|_, component| component.schema.shape.needs_name());
    for component in model.components.values_mut() {
        component.schema.nullable = false;
        let union = matches!(component.schema.shape, Shape::Union(_));
        for part in component.schema.parts_mut() {
            expand(part, &components, &mut Vec::new(), notes);
            part.nullable &= !union;
        }
    }
}

/// A union with a member that may be `null` may be `null`.
fn lift_null(model: &mut Model) {
    let nullable: Vec<_> = model
        .components
        .iter()
        .filter(|(_, c)| c.schema.nullable)
        .map(|(n, _)| n.clone())
        .collect();

    for component in model.components.values_mut() {
        let Shape::Union(members) = &mut component.schema.shape else { continue };
        for member in members {
            let behind =
                member.schema.name().is_some_and(|name| nullable.iter().any(|other| other == name));
            component.schema.nullable |= member.schema.nullable || behind;
            member.schema.nullable = false;
        }
    }
}

fn expand(
    schema: &mut Schema,
    components: &BTreeMap<String, Component>,
    open: &mut Vec<String>,
    notes: &mut Notes,
) {
    let Some(name) = schema.name().map(str::to_owned) else {
        for part in schema.parts_mut() {
            expand(part, components, open, notes);
        }
        return;
    };
    let Some(component) = components.get(&name) else { return };

    if component.schema.shape.needs_name() {
        schema.nullable |= component.schema.nullable;
        return;
    }
    if open.contains(&name) {
        notes.add(ENDLESS, &component.at, "anything goes");
        schema.shape = Shape::Any;
        return;
    }

    open.push(name);
    let mut inner = component.schema.clone();
    expand(&mut inner, components, open, notes);
    open.pop();

    schema.shape = inner.shape;
    schema.nullable |= inner.nullable;
    schema.deprecated |= inner.deprecated;
    if schema.docs.is_none() {
        schema.docs = inner.docs;
    }
    if schema.xml == Xml::default() {
        schema.xml = inner.xml;
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::schemas;

    #[test]
    fn a_component_without_properties_is_what_it_stands_for() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {type: object, properties: {id: {$ref: '#/components/schemas/Id'}, ids: {$ref: '#/components/schemas/Ids'}, own: {$ref: '#/components/schemas/Id', description: Own words.}}}
                Ids: {type: array, nullable: true, items: {$ref: '#/components/schemas/Id'}}
                Id: {$ref: '#/components/schemas/Text'}
                Text: {type: string, description: Some text.}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn null_goes_where_a_component_is_used() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {type: object, properties: {owner: {$ref: '#/components/schemas/Owner'}, either: {oneOf: [{$ref: '#/components/schemas/Owner'}, {type: string}]}}}
                Owner: {type: object, nullable: true, properties: {name: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn types_that_hold_themselves_end() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {type: object, properties: {child: {$ref: '#/components/schemas/Subject'}, a: {$ref: '#/components/schemas/A'}, list: {$ref: '#/components/schemas/List'}}}
                A: {$ref: '#/components/schemas/B'}
                B: {$ref: '#/components/schemas/A'}
                List: {type: array, items: {$ref: '#/components/schemas/List'}}
            ",
        );

        assert_snapshot!(shown);
    }
}
