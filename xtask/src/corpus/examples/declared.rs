//! What a document says a value may hold, read from the document alone: the measure must not be our own model.

use serde_json::Value;

use crate::codegen::pointer;

/// References inside references, more than any person writes.
const DEEPEST: usize = 32;

/// A document, asked what its schemas declare.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declared<'d> {
    root: &'d Value,
}

impl<'d> Declared<'d> {
    /// A document.
    pub(super) fn new(root: &'d Value) -> Self {
        Self { root }
    }

    /// What stands at a pointer and where, behind references.
    pub(super) fn get(self, at: &str) -> Option<(&'d Value, String)> {
        let mut at = at.to_owned();
        let mut value = pointer::get(self.root, &at)?;

        for _ in 0..DEEPEST {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                return Some((value, at));
            };
            at = pointer::local(reference)?;
            value = pointer::get(self.root, &at)?;
        }
        None
    }

    /// The schema at a pointer with everything that joins it.
    pub(super) fn at(self, at: &str) -> Vec<&'d Value> {
        let mut all = Vec::new();
        if let Some(schema) = pointer::get(self.root, at) {
            self.join(schema, &mut all, 0);
        }
        all
    }

    /// The schemas of a property.
    pub(super) fn property(self, schemas: &[&'d Value], name: &str) -> Vec<&'d Value> {
        let mut all = Vec::new();
        for schema in schemas {
            let stated = schema.get("properties").and_then(|properties| properties.get(name));
            if let Some(stated) = stated {
                self.join(stated, &mut all, 0);
            }
        }
        if all.is_empty() {
            for schema in schemas {
                if let Some(any) = schema.get("additionalProperties").filter(|any| any.is_object())
                {
                    self.join(any, &mut all, 0);
                }
            }
        }
        all
    }

    /// The schemas of the items of a list.
    pub(super) fn items(self, schemas: &[&'d Value]) -> Vec<&'d Value> {
        let mut all = Vec::new();
        for items in schemas.iter().filter_map(|schema| schema.get("items")) {
            self.join(items, &mut all, 0);
        }
        all
    }

    fn join(self, schema: &'d Value, all: &mut Vec<&'d Value>, depth: usize) {
        if depth > DEEPEST || all.iter().any(|known| std::ptr::eq(*known, schema)) {
            return;
        }
        all.push(schema);
        let target = schema.get("$ref").and_then(Value::as_str).and_then(pointer::local);
        if let Some(target) = target.and_then(|at| pointer::get(self.root, &at)) {
            self.join(target, all, depth + 1);
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            for part in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
                self.join(part, all, depth + 1);
            }
        }
    }
}
