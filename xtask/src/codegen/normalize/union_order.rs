//! The most demanding shape of a union is tried first, or a lenient one would take every value.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::codegen::model::{Model, Schema, Shape, Text};

/// Sorts the members of every union; equals stay in the document's order.
pub(super) fn sort(model: &mut Model) {
    let demands: BTreeMap<_, _> = model
        .components
        .iter()
        .map(|(name, component)| (name.clone(), demand(&component.schema.shape)))
        .collect();
    let of = |schema: &Schema| match schema.name() {
        Some(name) => demands.get(name).copied().unwrap_or_default(),
        None => demand(&schema.shape),
    };

    for component in model.components.values_mut() {
        if let Shape::Union(members) = &mut component.schema.shape {
            members.sort_by_key(|member| Reverse(of(&member.schema)));
        }
    }
}

/// How much a value must be to have this shape.
fn demand(shape: &Shape) -> usize {
    /// Structs come first, whatever they demand.
    const STRUCT: usize = 100;

    match shape {
        Shape::Struct(fields) => STRUCT + fields.iter().filter(|field| field.required).count(),
        Shape::Union(_) | Shape::ByStatus(_) => 90,
        Shape::Boolean => 80,
        Shape::Integer(_) => 70,
        Shape::Number => 60,
        Shape::Enum(list) if !list.open => 55,
        Shape::Text(text) if ![Text::Plain, Text::Secret].contains(text) => 50,
        Shape::Enum(_) | Shape::Text(_) => 40,
        Shape::List(_) => 30,
        Shape::Map(_) => 20,
        Shape::Any | Shape::Named(_) | Shape::Unrecognized => 0,
    }
}
