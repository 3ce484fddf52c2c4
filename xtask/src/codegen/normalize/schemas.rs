//! Schemas in, shapes out: each named once, however often and from wherever it is used.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Map, Value};

use crate::codegen::document::Document;
use crate::codegen::model::{Component, Schema, Shape};
use crate::codegen::names::{self, Taken};
use crate::codegen::notes::{Notes, Rule};
use crate::codegen::pointer;

mod about;
mod all_of;
mod dialect;
mod discriminators;
mod enums;
mod kinds;
mod objects;
mod peek;
mod unions;

const TOO_DEEP: Rule = Rule { name: "too-deep", why: "a schema that never ends has no type" };
const UNREAD: Rule = Rule { name: "no-schema", why: "what is no schema allows anything" };

/// Schemas inside schemas, more than any person writes.
const DEEPEST: usize = 48;

/// Types that generated code names without a path.
const RESERVED: [&str; 35] = [
    "AsRef",
    "Box",
    "ByteStream",
    "Clone",
    "Client",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Display",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "FnOnce",
    "From",
    "Hash",
    "Into",
    "Iterator",
    "None",
    "Ok",
    "Open",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "ResponseValue",
    "Result",
    "Self",
    "Serialize",
    "Some",
    "String",
    "TryFrom",
    "TryInto",
    "Vec",
];

/// The schemas of a document, on their way into a model.
#[derive(Debug)]
pub(super) struct Schemas<'d> {
    document: &'d Document,
    notes: &'d mut Notes,
    taken: Taken,
    names: BTreeMap<String, String>,
    asked: BTreeSet<String>,
    waiting: VecDeque<(String, String)>,
    components: BTreeMap<String, Component>,
    depth: usize,
}

impl<'d> Schemas<'d> {
    /// The document's own components get the names that they ask for.
    pub(super) fn new(document: &'d Document, notes: &'d mut Notes) -> Self {
        let mut taken = Taken::with(&RESERVED);
        let stated = document.root.pointer("/components/schemas").and_then(Value::as_object);
        let names = stated
            .into_iter()
            .flat_map(Map::keys)
            .map(|key| {
                (pointer::below("#/components/schemas", key), taken.take(&names::pascal(key), ""))
            })
            .collect();

        Self {
            document,
            notes,
            taken,
            names,
            asked: BTreeSet::new(),
            waiting: VecDeque::new(),
            components: BTreeMap::new(),
            depth: 0,
        }
    }

    /// The document they come from.
    pub(super) fn document(&self) -> &'d Document {
        self.document
    }

    /// Where to say what was changed.
    pub(super) fn notes(&mut self) -> &mut Notes {
        self.notes
    }

    /// The schema of a body: the same component for everyone who refers to it.
    pub(super) fn body(&mut self, raw: &Value, at: &str, hint: &str) -> Schema {
        if let Some(name) = self.names.get(at) {
            return Schema::named(name);
        }
        let schema = self.schema(raw, at, hint);
        if let (Some(name), None) = (schema.name(), raw.get("$ref")) {
            self.names.insert(at.to_owned(), name.to_owned());
        }
        schema
    }

    /// A schema inside another: what needs a name becomes a component called `hint`, or nearly so.
    pub(super) fn schema(&mut self, raw: &Value, at: &str, hint: &str) -> Schema {
        let schema = self.unnamed(raw, at, hint);
        if schema.shape.needs_name() { self.hoist(schema, at, hint) } else { schema }
    }

    /// Every component that was asked for, and what those ask for in turn.
    pub(super) fn finish(mut self) -> BTreeMap<String, Component> {
        while let Some((name, at)) = self.waiting.pop_front() {
            let raw = pointer::get(&self.document.root, &at).cloned().unwrap_or_default();
            let schema = self.unnamed(&raw, &at, &name);
            self.components.insert(name, Component::new(schema, at));
        }
        self.components
    }

    fn hoist(&mut self, schema: Schema, at: &str, hint: &str) -> Schema {
        let name = self.taken.take(&names::pascal(hint), "");
        let outside = Schema {
            shape: Shape::Named(name.clone()),
            nullable: schema.nullable,
            docs: schema.docs.clone(),
            deprecated: schema.deprecated,
            xml: schema.xml.clone(),
        };

        self.components.insert(name, Component::new(Schema { nullable: false, ..schema }, at));
        outside
    }

    /// A schema whose shape may need a name that it does not have yet; one rule after the other.
    fn unnamed(&mut self, raw: &Value, at: &str, hint: &str) -> Schema {
        let Some(map) = raw.as_object() else {
            if !raw.is_boolean() {
                self.notes.add(UNREAD, at, "is no schema; anything goes");
            }
            return Schema::of(Shape::Any);
        };
        if self.depth >= DEEPEST {
            self.notes.add(TOO_DEEP, at, "anything goes");
            return Schema::of(Shape::Any);
        }

        self.depth += 1;
        let schema = self.ruled(Cow::Borrowed(map), at, hint);
        self.depth -= 1;
        schema
    }

    fn ruled(&mut self, mut map: Cow<'_, Map<String, Value>>, at: &str, hint: &str) -> Schema {
        dialect::identifiers(self, &map, at);
        dialect::reference_siblings(&mut map, self.document.version);
        if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
            let shape = self.reference(reference, at).map_or(Shape::Any, Shape::Named);
            return about::describe(shape, &map);
        }

        all_of::merge(self, &mut map, at);
        if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
            let shape = self.reference(reference, at).map_or(Shape::Any, Shape::Named);
            return about::describe(shape, &map);
        }
        dialect::types(self, &mut map, at);
        if let Some(schema) = unions::read(self, &mut map, at, hint) {
            return schema;
        }
        let shape = match enums::read(self, &mut map, at) {
            Some(shape) => shape,
            None => kinds::read(self, &map, at, hint),
        };
        about::describe(shape, &map)
    }

    /// The component that a reference leads to.
    fn reference(&mut self, reference: &str, at: &str) -> Option<String> {
        let there = pointer::local(reference)
            .filter(|there| pointer::get(&self.document.root, there).is_some());
        let Some(there) = there else {
            self.notes.add(
                super::references::DANGLING,
                at,
                format!("{reference} leads nowhere; anything goes"),
            );
            return None;
        };

        let name = if let Some(name) = self.names.get(&there) {
            name.clone()
        } else {
            let name = self.taken.take(&names::pascal(&pointer::name(&there)), "");
            self.names.insert(there.clone(), name.clone());
            name
        };
        if !self.components.contains_key(&name) && self.asked.insert(name.clone()) {
            self.waiting.push_back((name.clone(), there));
        }
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::schemas;

    #[test]
    fn only_what_an_operation_reaches_is_read() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {type: object, properties: {a: {$ref: '#/components/schemas/Reached'}}}
                Reached: {type: object, properties: {b: {type: string}}}
                Unreached: {type: object, properties: {c: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn references_to_any_place_are_followed() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {type: object, properties: {a: {$ref: '#/components/schemas/Other/properties/inner%2Fpart'}, b: {$ref: '#/components/schemas/Other/properties/inner~1part'}}}
                Other: {type: object, properties: {inner/part: {type: object, properties: {x: {type: string}}}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn references_that_lead_nowhere_allow_anything() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {type: object, properties: {a: {$ref: '#/components/schemas/Missing'}, b: {$ref: 'other.yaml#/A'}, c: {$ref: '#Anchor'}, d: 7}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn names_of_rust_are_not_given_away() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {type: object, properties: {a: {$ref: '#/components/schemas/Option'}, b: {$ref: '#/components/schemas/foo-bar'}, c: {$ref: '#/components/schemas/FooBar'}}}
                Option: {type: object, properties: {x: {type: string}}}
                foo-bar: {type: object, properties: {x: {type: string}}}
                FooBar: {type: object, properties: {x: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_schema_that_is_too_deep_ends() {
        let deep =
            format!("{}{{type: string}}{}", "{type: array, items: ".repeat(60), "}".repeat(60));

        let shown =
            schemas("3.0.3", &format!("Subject: {{type: object, properties: {{a: {deep}}}}}"));

        assert!(shown.contains("too-deep"), "{shown}");
    }
}
