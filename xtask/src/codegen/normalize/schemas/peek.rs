//! Looking through references before everything is read.

use serde_json::Value;

use super::Schemas;
use crate::codegen::model::{Component, Schema, Shape};
use crate::codegen::pointer;

/// More references in a row than any document needs.
const LONGEST_CHAIN: usize = 32;

impl Schemas<'_> {
    /// The shape behind a reference, read now if need be.
    pub(in crate::codegen::normalize) fn peek(&mut self, schema: &Schema) -> Shape {
        let mut shape = schema.shape.clone();

        for _ in 0..LONGEST_CHAIN {
            let Shape::Named(name) = &shape else { return shape };
            let name = name.clone();
            self.read_now(&name);
            match self.components.get(&name) {
                Some(component) => shape = component.schema.shape.clone(),
                None => return shape,
            }
        }
        Shape::Any
    }

    fn read_now(&mut self, name: &str) {
        let Some(place) = self.waiting.iter().position(|(waiting, _)| waiting == name) else {
            return;
        };
        let Some((name, at)) = self.waiting.remove(place) else { return };

        let raw = pointer::get(&self.document.root, &at).cloned().unwrap_or_default();
        let schema = self.unnamed(&raw, &at, &name);
        self.components.insert(name, Component::new(schema, at));
    }

    /// What a raw schema stands for, behind references and lone `allOf`s.
    pub(super) fn behind(&self, raw: &Value) -> Value {
        let mut value = raw;

        for _ in 0..LONGEST_CHAIN {
            let reference = value.get("$ref").and_then(Value::as_str).and_then(pointer::local);
            let alone = value.get("allOf").and_then(Value::as_array).filter(|all| all.len() == 1);
            let next = match (&reference, alone) {
                (Some(there), _) => pointer::get(&self.document.root, there),
                (None, Some(all)) if value.get("type").is_none() => all.first(),
                (None, _) => None,
            };
            match next {
                Some(next) => value = next,
                None => break,
            }
        }
        value.clone()
    }
}
