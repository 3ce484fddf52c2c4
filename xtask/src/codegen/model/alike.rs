//! Types that differ in name only.

use std::collections::BTreeMap;

use super::{Component, Schema, Shape};

/// Whether two schemas are the same type in JSON; names, descriptions and XML do not matter.
pub(crate) fn alike(
    one: &Schema,
    other: &Schema,
    components: &BTreeMap<String, Component>,
) -> bool {
    compare(one, other, components, &mut Vec::new())
}

fn compare(
    one: &Schema,
    other: &Schema,
    components: &BTreeMap<String, Component>,
    seen: &mut Vec<(String, String)>,
) -> bool {
    match (&one.shape, &other.shape) {
        (Shape::Named(a), Shape::Named(b)) => {
            let pair = (a.clone(), b.clone());
            if a == b || seen.contains(&pair) {
                return true;
            }
            seen.push(pair);
            match (components.get(a), components.get(b)) {
                (Some(a), Some(b)) => compare(&a.schema, &b.schema, components, seen),
                _ => false,
            }
        }
        (Shape::List(a), Shape::List(b)) | (Shape::Map(a), Shape::Map(b)) => {
            compare(a, b, components, seen)
        }
        (Shape::Struct(a), Shape::Struct(b)) => {
            a.len() == b.len()
                && a.iter().all(|a| {
                    let same = b.iter().find(|b| a.wire == b.wire && a.required == b.required);
                    same.is_some_and(|b| compare(&a.schema, &b.schema, components, seen))
                })
        }
        (Shape::Union(a), Shape::Union(b)) => {
            a.len() == b.len()
                && a.iter().zip(b).all(|(a, b)| compare(&a.schema, &b.schema, components, seen))
        }
        (a, b) => a == b,
    }
}
