//! A discriminator tells alternatives apart: each gets the values that stand for it, and no others.

use serde_json::{Map, Value, json};

use super::Schemas;
use crate::codegen::notes::Rule;
use crate::codegen::pointer;

const RULE: Rule = Rule {
    name: "discriminators",
    why: "the tag decides what a value is, before its other properties do",
};

/// Narrows the tag of every alternative that is an object; whether all of them are.
pub(super) fn tag(
    schemas: &mut Schemas<'_>,
    alternatives: &mut [(Value, String)],
    discriminator: &Value,
) -> bool {
    let Some(property) = discriminator.get("propertyName").and_then(Value::as_str) else {
        return false;
    };
    let mut all = true;
    let mapping = discriminator.get("mapping").and_then(Value::as_object);

    for (raw, at) in alternatives {
        let Some(reference) = raw.get("$ref").and_then(Value::as_str).map(str::to_owned) else {
            all = false;
            continue;
        };
        let behind = schemas.behind(raw);
        if behind.get("properties").is_none() && behind.get("allOf").is_none() {
            all = false;
            continue;
        }

        let own = pointer::name(&reference);
        let values = values(&reference, &own, mapping);
        schemas.notes().add(RULE, at, format!("{property} is {}", values.join(" or ")));
        let called = if values.len() == 1 { values.first().unwrap_or(&own) } else { &own };
        *raw = json!({
            "x-keymint-tag": called,
            "allOf": [raw.clone(), {
                "type": "object",
                "required": [property],
                "properties": {property: {"type": "string", "enum": values, "x-keymint-closed": true}},
            }],
        });
    }
    all
}

/// The values that a mapping gives a schema, or its name.
fn values(reference: &str, name: &str, mapping: Option<&Map<String, Value>>) -> Vec<String> {
    let stated: Vec<_> = mapping
        .into_iter()
        .flatten()
        .filter(|(_, to)| to.as_str().is_some_and(|to| to == reference || to == name))
        .map(|(value, _)| value.clone())
        .collect();

    if stated.is_empty() { vec![name.to_owned()] } else { stated }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::schemas;

    #[test]
    fn each_alternative_gets_the_values_of_its_tag() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
                  discriminator: {propertyName: kind, mapping: {feline: '#/components/schemas/Cat', dog: Dog, hound: Dog}}
                Cat: {type: object, required: [kind], properties: {kind: {type: string}, lives: {type: integer}}}
                Dog: {type: object, properties: {kind: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn without_a_mapping_the_name_is_the_value() {
        let shown = schemas(
            "3.0.3",
            r"
                Subject:
                  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
                  discriminator: {propertyName: kind}
                Cat: {type: object, properties: {lives: {type: integer}}}
                Dog: {type: object, properties: {bark: {type: string}}}
            ",
        );

        assert_snapshot!(shown);
    }
}
