//! Lists of strings become open enums; other lists become their type.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Schemas, about};
use crate::codegen::model::{Enum, Shape, Text, Variant};
use crate::codegen::names::{self, Taken};
use crate::codegen::notes::Rule;

const NOT_STRINGS: Rule = Rule { name: "enums-of-numbers", why: "only strings make variants" };

/// Reads an `enum`; `None` when there is none, or when its values are no strings.
pub(super) fn read(
    schemas: &mut Schemas<'_>,
    map: &mut Cow<'_, Map<String, Value>>,
    at: &str,
) -> Option<Shape> {
    let stated = map.get("enum")?.as_array()?.clone();
    let values: Vec<_> = stated.iter().filter(|value| !value.is_null()).collect();
    if values.len() < stated.len() {
        map.to_mut().insert("nullable".to_owned(), json!(true));
    }

    let strings = matches!(map.get("type").and_then(Value::as_str), None | Some("string"));
    let texts: Option<Vec<_>> = values.iter().map(|value| value.as_str()).collect();
    match texts.filter(|_| strings) {
        Some(texts) if texts.is_empty() => {
            map.contains_key("type").then_some(Shape::Text(Text::Plain))
        }
        Some(texts) => Some(Shape::Enum(Enum {
            variants: variants(&texts, map),
            open: !about::is(map, "x-keymint-closed"),
        })),
        None => {
            schemas.notes().add(NOT_STRINGS, at, "the listed values are not checked");
            infer(&values, map);
            None
        }
    }
}

/// The strings, each once, under the names that the document suggests or that they spell.
fn variants(texts: &[&str], map: &Map<String, Value>) -> Vec<Variant> {
    let suggested =
        ["x-enum-varnames", "x-enumNames"].iter().find_map(|key| map.get(*key)?.as_array());
    let suggested = suggested.filter(|names| names.len() == texts.len());
    let mut taken = Taken::with(&["Self"]);
    let mut known = BTreeSet::new();
    let mut variants: Vec<Variant> = Vec::new();

    for (number, text) in texts.iter().enumerate() {
        if !known.insert(*text) {
            continue;
        }
        let name = suggested.and_then(|names| names.get(number)?.as_str()).unwrap_or(text);
        variants
            .push(Variant { wire: (*text).to_owned(), rust: taken.take(&names::pascal(name), "") });
    }
    variants
}

/// The type that the values of an untyped list share.
fn infer(values: &[&Value], map: &mut Cow<'_, Map<String, Value>>) {
    if map.contains_key("type") {
        return;
    }
    let all = |is: fn(&Value) -> bool| !values.is_empty() && values.iter().all(|value| is(value));
    let kind = if all(|value| value.is_i64() || value.is_u64()) {
        "integer"
    } else if all(Value::is_number) {
        "number"
    } else if all(Value::is_boolean) {
        "boolean"
    } else {
        return;
    };
    map.to_mut().insert("type".to_owned(), json!(kind));
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::schemas;

    #[test]
    fn every_string_gets_a_name_of_its_own() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {type: object, properties: {a: {type: string, enum: [a-b, a_b, a-b, '', '<', '>=', '-1', '1', Self, null]}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn suggested_names_are_taken() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {type: object, properties: {a: {type: string, enum: ['1', '2'], x-enum-varnames: [Low, High]}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn lists_of_other_values_are_their_type() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  type: object
                  properties:
                    a: {enum: [1, 2]}
                    b: {enum: [1, 2.5]}
                    c: {enum: [true]}
                    d: {type: integer, enum: [1]}
                    e: {enum: [1, x]}
                    f: {type: string, enum: []}
            ",
        );

        assert_snapshot!(shown);
    }
}
