//! `allOf` becomes one schema: the parts before the whole, each reference once.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::Schemas;
use super::about::KEYS;
use crate::codegen::normalize::references::DANGLING;
use crate::codegen::notes::Rule;
use crate::codegen::pointer;

const MERGED: Rule = Rule { name: "all-of", why: "parts that all hold make one type" };
const SEVERAL: Rule = Rule { name: "all-of-unions", why: "a type is one union, not two at once" };

type Schema = Map<String, Value>;

/// Merges an `allOf`; one lone reference stays a reference, with what is said around it.
pub(super) fn merge(schemas: &mut Schemas<'_>, map: &mut Cow<'_, Schema>, at: &str) {
    let Some(Value::Array(parts)) = map.get("allOf").cloned() else { return };
    let outer = map.to_mut();
    outer.remove("allOf");

    let (said, parts): (Vec<_>, Vec<_>) = parts.into_iter().partition(only_said);
    for part in said.iter().filter_map(Value::as_object) {
        part.iter().for_each(|(key, value)| put(outer, key, value));
    }

    let plain = outer.keys().all(|key| {
        KEYS.contains(&key.as_str()) || ["type", "discriminator"].contains(&key.as_str())
    });
    if let ([Value::Object(part)], true) = (parts.as_slice(), plain) {
        let reference = part.contains_key("$ref");
        if reference {
            outer.retain(|key, _| KEYS.contains(&key.as_str()));
        }
        part.iter().for_each(|(key, value)| put(outer, key, value));
        if !reference && outer.contains_key("allOf") {
            merge(schemas, map, at);
        }
        return;
    }

    let own = std::mem::take(outer);
    let mut merger = Merger { schemas, at, seen: BTreeSet::new() };
    own.iter()
        .filter(|(key, _)| KEYS.contains(&key.as_str()))
        .for_each(|(key, value)| put(outer, key, value));
    for part in &parts {
        merger.add(outer, part, false);
    }
    merger.add(outer, &Value::Object(own), false);
    schemas.notes().add(MERGED, at, "merged into one schema");
}

/// Whether a part only describes.
fn only_said(part: &Value) -> bool {
    part.as_object().is_some_and(|part| {
        part.keys().all(|key| KEYS.contains(&key.as_str()) || key.starts_with("x-"))
    })
}

fn put(into: &mut Schema, key: &str, value: &Value) {
    into.entry(key).or_insert_with(|| value.clone());
}

struct Merger<'m, 'd> {
    schemas: &'m mut Schemas<'d>,
    at: &'m str,
    seen: BTreeSet<String>,
}

impl Merger<'_, '_> {
    /// Adds a part; one that was reached by reference brings no name for XML and no list of its own children.
    fn add(&mut self, into: &mut Schema, part: &Value, inherited: bool) {
        let Some(part) = part.as_object() else { return };
        if let Some(reference) = part.get("$ref").and_then(Value::as_str) {
            self.add_reference(into, reference);
        }
        for inner in part.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.add(into, inner, inherited);
        }

        let parent = inherited && (part.contains_key("discriminator") || self.lists_its_heir(part));
        for (key, value) in part {
            match key.as_str() {
                "$ref" | "allOf" => {}
                "properties" => add_properties(into, value),
                "required" => add_required(into, value),
                "enum" => narrow(into, value),
                "oneOf" | "anyOf" | "discriminator" if parent => {}
                "oneOf" | "anyOf" if into.contains_key(key) => {
                    self.schemas.notes().add(
                        SEVERAL,
                        self.at,
                        format!("a second {key} is left out"),
                    );
                }
                "xml" | "deprecated" | "title" if inherited => {}
                "additionalProperties" if value == &json!(false) => {}
                // A secret stays one, whatever else is said about it.
                "format" if value == "password" => {
                    into.insert(key.clone(), value.clone());
                }
                _ => put(into, key, value),
            }
        }
    }

    /// Whether one of the alternatives is what is being merged: then the list is of children, as with a discriminator.
    fn lists_its_heir(&self, part: &Schema) -> bool {
        let unions = ["oneOf", "anyOf"].into_iter().filter_map(|key| part.get(key)?.as_array());

        unions
            .flatten()
            .filter_map(|alternative| pointer::local(alternative.get("$ref")?.as_str()?))
            .any(|there| there == self.at || self.seen.contains(&there))
    }

    fn add_reference(&mut self, into: &mut Schema, reference: &str) {
        let root = &self.schemas.document().root;
        let part =
            pointer::local(reference).and_then(|there| Some((pointer::get(root, &there)?, there)));

        let Some((part, there)) = part else {
            self.schemas.notes().add(DANGLING, self.at, format!("{reference} leads nowhere"));
            return;
        };
        if self.seen.insert(there) {
            self.add(into, part, true);
        }
    }
}

/// A property that two parts describe must be both.
fn add_properties(into: &mut Schema, properties: &Value) {
    let all = into.entry("properties").or_insert_with(|| json!({}));
    let (Some(all), Some(properties)) = (all.as_object_mut(), properties.as_object()) else {
        return;
    };

    for (name, property) in properties {
        match all.get_mut(name) {
            None => drop(all.insert(name.clone(), property.clone())),
            Some(there) if there == property => {}
            Some(there) => *there = json!({"allOf": [there.take(), property]}),
        }
    }
}

fn add_required(into: &mut Schema, required: &Value) {
    let all = into.entry("required").or_insert_with(|| json!([]));
    let (Some(all), Some(required)) = (all.as_array_mut(), required.as_array()) else { return };

    for name in required {
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
}

/// A value that must be in two lists is in both.
fn narrow(into: &mut Schema, values: &Value) {
    let other = values.as_array().map(Vec::as_slice).unwrap_or_default();
    let there = into.get("enum").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();

    let both: Vec<_> = there.iter().filter(|value| other.contains(value)).cloned().collect();
    let narrowed = if both.is_empty() { values.clone() } else { Value::Array(both) };
    into.insert("enum".to_owned(), narrowed);
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::schemas;

    #[test]
    fn parts_become_one_struct_with_inherited_properties_first() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  description: A dog.
                  required: [bark]
                  properties: {bark: {type: string}}
                  allOf:
                    - $ref: '#/components/schemas/Animal'
                    - {type: object, required: [name], properties: {age: {type: integer}}}
                Animal: {description: Any., xml: {name: animal}, type: object, required: [name], properties: {name: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_lone_reference_stays_one() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  type: object
                  properties:
                    owner: {description: Whose., nullable: true, allOf: [{$ref: '#/components/schemas/Owner'}]}
                    other: {allOf: [{$ref: '#/components/schemas/Owner'}, {description: Said inside.}]}
                Owner: {type: object, properties: {name: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_property_in_two_parts_is_both() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  allOf:
                    - {type: object, properties: {kind: {type: string, enum: [a, b]}}}
                    - {type: object, properties: {kind: {type: string, enum: [b]}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_child_does_not_inherit_its_siblings() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {bark: {type: string}}}]}
                Pet:
                  type: object
                  properties: {kind: {type: string}}
                  discriminator: {propertyName: kind}
                  oneOf: [{$ref: '#/components/schemas/Subject'}]
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_cycle_of_parts_ends() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {allOf: [{$ref: '#/components/schemas/Other'}, {properties: {a: {type: string}}}]}
                Other: {allOf: [{$ref: '#/components/schemas/Subject'}, {properties: {b: {type: string}}}]}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_parent_that_lists_its_children_does_not_make_them_their_own_siblings() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {type: object, required: [id], properties: {id: {type: string}}, anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
                Cat: {required: [meow], allOf: [{$ref: '#/components/schemas/Subject'}, {properties: {meow: {type: string}}}]}
                Dog: {required: [bark], allOf: [{$ref: '#/components/schemas/Subject'}, {properties: {bark: {type: string}}}]}
            ",
        );

        assert!(!shown.contains("too-deep") && !shown.contains("all-of-unions"), "{shown}");
        assert_eq!(shown.matches("struct").count(), 2, "{shown}");
        assert!(shown.contains("meow (meow)") && shown.contains("bark (bark)"), "{shown}");
    }
}
