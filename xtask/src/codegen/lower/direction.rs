//! Types that differ between what we send and what we read.

use std::collections::BTreeSet;

use crate::codegen::model::{Field, Model, Schema, Shape, Text};

/// The components whose meaning depends on who writes them: they hold a secret, or a property of one side.
pub(super) fn dependent(model: &Model) -> BTreeSet<String> {
    let mut dependent: BTreeSet<String> = model
        .components
        .iter()
        .filter(|(_, component)| is_dependent(&component.schema))
        .map(|(name, _)| name.clone())
        .collect();

    loop {
        let more: Vec<_> = model
            .components
            .iter()
            .filter(|(name, component)| {
                !dependent.contains(*name) && names(&component.schema, &dependent)
            })
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            return dependent;
        }
        dependent.extend(more);
    }
}

fn is_dependent(schema: &Schema) -> bool {
    let one_sided =
        |fields: &[Field]| fields.iter().any(|field| field.read_only || field.write_only);
    let here = schema.shape == Shape::Text(Text::Secret)
        || matches!(&schema.shape, Shape::Struct(fields) if one_sided(fields));
    here || schema.parts().into_iter().any(is_dependent)
}

fn names(schema: &Schema, dependent: &BTreeSet<String>) -> bool {
    schema.name().is_some_and(|name| dependent.contains(name))
        || schema.parts().into_iter().any(|part| names(part, dependent))
}
