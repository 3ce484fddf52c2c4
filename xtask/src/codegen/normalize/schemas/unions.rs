//! `oneOf` and `anyOf`: one of several shapes, unless a simpler type says the same.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::about::KEYS;
use super::{Schemas, about, discriminators};
use crate::codegen::model::{Member, Schema, Shape};
use crate::codegen::names::{self, Taken};
use crate::codegen::notes::Rule;
use crate::codegen::pointer;

mod called;
mod one_kind;

const CONSTRAINTS: Rule = Rule {
    name: "constraining-unions",
    why: "alternatives that only demand properties add no type",
};
const ANYTHING: Rule = Rule {
    name: "anything",
    why: "an alternative that takes anything leaves nothing to tell apart",
};
const BOTH: Rule = Rule { name: "one-union", why: "a type is one union, not two at once" };

/// Keys of an alternative that does nothing but demand.
const DEMANDS: [&str; 4] = ["description", "not", "required", "title"];

/// Reads a union; `None` when there is none, or none is left.
pub(super) fn read(
    schemas: &mut Schemas<'_>,
    map: &mut Cow<'_, Map<String, Value>>,
    at: &str,
    hint: &str,
) -> Option<Schema> {
    let key =
        ["oneOf", "anyOf"].into_iter().find(|key| map.get(*key).is_some_and(Value::is_array))?;
    let map = map.to_mut();
    let Some(Value::Array(stated)) = map.remove(key) else { return None };
    let union_at = pointer::below(at, key);
    if map.remove("anyOf").is_some() {
        schemas.notes().add(BOTH, at, "anyOf beside oneOf is left out");
    }
    let discriminator = map.remove("discriminator");

    let mut alternatives: Vec<(Value, String)> = Vec::new();
    for (number, raw) in stated.into_iter().enumerate() {
        if is_null(&raw) {
            map.insert("nullable".to_owned(), json!(true));
        } else if !alternatives.iter().any(|(other, _)| *other == raw) {
            alternatives.push((raw, pointer::below(&union_at, &number.to_string())));
        }
    }

    if alternatives.iter().all(|(raw, _)| only_demands(raw)) {
        if !alternatives.is_empty() {
            schemas.notes().add(CONSTRAINTS, &union_at, "left out");
        }
        return None;
    }
    if let [(only, _)] = alternatives.as_slice() {
        map.insert("allOf".to_owned(), json!([only]));
        let mut schema = schemas.unnamed(&Value::Object(map.clone()), at, hint);
        schema.nullable |= about::is(map, "nullable");
        return Some(schema);
    }
    if let Some(simple) = one_kind::merge(schemas, &alternatives, &union_at) {
        let mut schema = schemas.unnamed(&simple, &union_at, hint);
        schema.nullable |= about::is(map, "nullable");
        schema.docs = about::text(map, "description").or(schema.docs);
        return Some(schema);
    }

    let tagged = discriminator
        .is_some_and(|stated| discriminators::tag(schemas, &mut alternatives, &stated));
    share(map, &mut alternatives);
    let mut shape = union(schemas, alternatives, hint);
    if let (true, Shape::Union(members)) = (tagged, &mut shape) {
        let rust = if members.iter().any(|member| member.rust == "Other") {
            "Unrecognized"
        } else {
            "Other"
        };
        members.push(Member { rust: rust.to_owned(), schema: Schema::of(Shape::Unrecognized) });
    }
    Some(about::describe(shape, map))
}

fn is_null(raw: &Value) -> bool {
    raw.get("type") == Some(&json!("null"))
        || raw.get("enum") == Some(&json!([null]))
        || raw.as_object().is_some_and(|raw| raw.get("const") == Some(&Value::Null))
}

fn only_demands(raw: &Value) -> bool {
    raw.as_object().is_some_and(|raw| raw.keys().all(|key| DEMANDS.contains(&key.as_str())))
}

/// Properties beside the union belong to every alternative.
fn share(map: &mut Map<String, Value>, alternatives: &mut [(Value, String)]) {
    let properties = map.get("properties").and_then(Value::as_object);
    if properties.is_none_or(Map::is_empty) {
        return;
    }

    let mut base = map.clone();
    base.retain(|key, _| !KEYS.contains(&key.as_str()));
    for (raw, _) in alternatives {
        *raw = json!({"allOf": [base, raw.take()]});
    }
}

fn union(schemas: &mut Schemas<'_>, alternatives: Vec<(Value, String)>, hint: &str) -> Shape {
    let mut taken = Taken::default();
    let mut members: Vec<Member> = Vec::new();

    for (raw, at) in alternatives {
        let name = called::name(&raw);
        let inner = match &name {
            Some(name) => format!("{hint}{}", names::pascal(name)),
            None => format!("{hint}Object"),
        };
        let schema = schemas.schema(&raw, &at, &inner);
        if schema.shape == Shape::Any {
            schemas.notes().add(ANYTHING, &at, "so the whole is anything");
            return Shape::Any;
        }
        if members.iter().any(|other| other.schema.shape == schema.shape) {
            continue;
        }
        let rust = taken.take(&called::variant(&schema.shape, hint), "");
        members.push(Member { rust, schema });
    }
    Shape::Union(members)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::schemas;

    #[test]
    fn alternatives_are_called_after_what_they_are() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  oneOf:
                    - $ref: '#/components/schemas/Flat'
                    - {title: Deep error, type: object, properties: {error: {type: object, properties: {a: {type: string}}}}}
                    - {type: object, required: [code], properties: {code: {type: integer}}}
                    - {type: object, properties: {kind: {type: string, enum: [plain]}, x: {type: string}}}
                    - {type: string}
                    - {type: array, items: {type: string}}
                Flat: {type: object, properties: {error: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn the_most_demanding_alternative_comes_first() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {oneOf: [{type: string}, {$ref: '#/components/schemas/Lenient'}, {$ref: '#/components/schemas/Strict'}, {type: integer}]}
                Lenient: {type: object, properties: {a: {type: string}}}
                Strict: {type: object, required: [a], properties: {a: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn alternatives_of_one_kind_are_that_kind() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  type: object
                  properties:
                    a: {anyOf: [{type: string, format: uuid}, {type: string}]}
                    b: {anyOf: [{type: integer}, {type: number}]}
                    c: {oneOf: [{type: string, enum: [x]}, {type: string, enum: [y]}]}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_list_that_may_grow_is_an_open_enum() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  type: object
                  properties:
                    environment: {description: Where., anyOf: [{type: string, enum: [test, live]}, {type: string}]}
                    other: {anyOf: [{$ref: '#/components/schemas/Kind'}, {type: string}]}
                Kind: {type: string, enum: [a]}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_null_alternative_is_nullable() {
        let shown = schemas(
            "3.1.0",
            r"
                Subject:
                  type: object
                  properties:
                    a: {oneOf: [{$ref: '#/components/schemas/Owner'}, {type: 'null'}]}
                    b: {anyOf: [{type: string}, {type: integer}, {type: 'null'}]}
                Owner: {type: object, properties: {name: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn alternatives_that_only_demand_are_left_out() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn properties_beside_a_union_belong_to_each_alternative() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  type: object
                  required: [id]
                  properties: {id: {type: string}}
                  oneOf:
                    - {title: Mail, required: [mail], properties: {mail: {type: string}}}
                    - {title: Phone, required: [phone], properties: {phone: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn an_alternative_that_takes_anything_takes_all() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject: {type: object, properties: {a: {oneOf: [{}, {type: string}]}}}
            ",
        );

        assert_snapshot!(shown);
    }
}
