//! `allOf` becomes one schema: the parts before the whole, each reference once.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::Schemas;
use super::about::KEYS;
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

    let plain = outer.keys().all(|key| KEYS.contains(&key.as_str()) || ["type", "discriminator"].contains(&key.as_str()));
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
    own.iter().filter(|(key, _)| KEYS.contains(&key.as_str())).for_each(|(key, value)| put(outer, key, value));
    for part in &parts {
        merger.add(outer, part, false);
    }
    merger.add(outer, &Value::Object(own), false);
    schemas.notes().add(MERGED, at, "merged into one schema");
}

/// Whether a part only describes.
fn only_said(part: &Value) -> bool {
    part.as_object().is_some_and(|part| part.keys().all(|key| KEYS.contains(&key.as_str()) || key.starts_with("x-")))
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

        let parent = inherited && part.contains_key("discriminator");
        for (key, value) in part {
            match key.as_str() {
                "$ref" | "allOf" => {}
                "properties" => add_properties(into, value),
                "required" => add_required(into, value),
                "enum" => narrow(into, value),
                "oneOf" | "anyOf" | "discriminator" if parent => {}
                "oneOf" | "anyOf" if into.contains_key(key) => {
                    self.schemas.notes().add(SEVERAL, self.at, format!("a second {key} is left out"));
                }
                "xml" | "deprecated" | "title" if inherited => {}
                "additionalProperties" if value == &json!(false) => {}
                _ => put(into, key, value),
            }
        }
    }

    fn add_reference(&mut self, into: &mut Schema, reference: &str) {
        let root = &self.schemas.document().root;
        let there = pointer::local(reference).filter(|there| pointer::get(root, there).is_some());

        match there {
            Some(there) => {
                if self.seen.insert(there.clone())
                    && let Some(part) = pointer::get(root, &there)
                {
                    self.add(into, part, true);
                }
            }
            None => {
                let rule = crate::codegen::normalize::references::DANGLING;
                self.schemas.notes().add(rule, self.at, format!("{reference} leads nowhere"));
            }
        }
    }
}

/// A property that two parts describe must be both.
fn add_properties(into: &mut Schema, properties: &Value) {
    let all = into.entry("properties").or_insert_with(|| json!({}));
    let (Some(all), Some(properties)) = (all.as_object_mut(), properties.as_object()) else { return };

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
    let both = into.get("enum").and_then(Value::as_array).map(|there| {
        there.iter().filter(|value| values.as_array().is_some_and(|values| values.contains(value))).cloned().collect()
    });

    match both {
        Some(both) if both != Vec::<Value>::new() => drop(into.insert("enum".to_owned(), Value::Array(both))),
        _ => drop(into.insert("enum".to_owned(), values.clone())),
    }
}
