//! A value of a schema: every property that has an end, the first string of a list, the first shape of a union.

use serde_json::{Map, Value, json};

use crate::codegen::model::{Field, Model, Parameter, Schema, Shape, Text};

/// Beyond this only what must be there is there.
const DEEP: usize = 6;

/// The value as JSON; a string that means nothing else is `name`.
pub(super) fn json_of(schema: &Schema, name: Option<&str>, model: &Model) -> Value {
    Sampler { model, open: Vec::new() }.value(schema, name)
}

/// The value of a parameter of the path, as its style writes it.
pub(super) fn path_of(parameter: &Parameter, model: &Model) -> String {
    let Parameter { wire, writing, schema, .. } = parameter;
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let value = json_of(schema, Some(wire), model);

    let mut texts: Vec<String> = match &value {
        _ if writing.style == "Json" => vec![value.to_string()],
        Value::Array(items) => items.iter().map(text).collect(),
        Value::Object(object) if writing.explode => {
            object.iter().map(|(name, value)| format!("{name}={}", text(value))).collect()
        }
        Value::Object(object) => {
            object.iter().flat_map(|(name, value)| [name.clone(), text(value)]).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => vec![text(&value)],
    };
    match (writing.style, &value) {
        ("Label", _) => format!(".{}", texts.join(if writing.explode { "." } else { "," })),
        ("Matrix", Value::Object(_)) if writing.explode => format!(";{}", texts.join(";")),
        ("Matrix", Value::Array(_)) if writing.explode => {
            for text in &mut texts {
                text.insert_str(0, &format!(";{wire}="));
            }
            texts.concat()
        }
        ("Matrix", _) => format!(";{wire}={}", texts.join(",")),
        (_, _) => texts.join(","),
    }
}

/// The value as a text in a path, a query or a header, where it has one.
pub(super) fn text_of(schema: &Schema, name: &str, model: &Model) -> Option<String> {
    let item = if let Shape::List(item) = &schema.shape { item } else { schema };
    match json_of(item, Some(name), model) {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(bool) => Some(bool.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

struct Sampler<'m> {
    model: &'m Model,
    /// The components that are being written.
    open: Vec<&'m str>,
}

impl<'m> Sampler<'m> {
    fn value(&mut self, schema: &'m Schema, name: Option<&str>) -> Value {
        match &schema.shape {
            Shape::Any => json!({"any": "thing"}),
            Shape::Boolean => json!(true),
            Shape::Integer(_) => json!(1),
            Shape::Number => json!(1.5),
            Shape::Text(text) => text_value(*text, name),
            Shape::List(item) if self.ends(item) => json!([self.value(item, name)]),
            Shape::List(_) => json!([]),
            Shape::Map(value) if self.ends(value) => json!({"key": self.value(value, None)}),
            Shape::Map(_) => json!({}),
            Shape::Named(component) => self.named(component, name),
            Shape::Struct(fields) => self.object(fields),
            Shape::Enum(list) => {
                list.variants.first().map_or(Value::Null, |variant| json!(variant.wire))
            }
            Shape::Union(members) => {
                let member = members.iter().find(|member| self.ends(&member.schema));
                member
                    .or(members.first())
                    .map_or(Value::Null, |member| self.value(&member.schema, name))
            }
            Shape::ByStatus(_) | Shape::Unrecognized => Value::Null,
        }
    }

    fn named(&mut self, component: &'m str, name: Option<&str>) -> Value {
        let Some((component, known)) = self.model.components.get_key_value(component) else {
            return Value::Null;
        };
        self.open.push(component);
        let value = self.value(&known.schema, name);
        self.open.pop();
        value
    }

    fn object(&mut self, fields: &'m [Field]) -> Value {
        let mut object = Map::new();
        for field in fields.iter().filter(|field| !field.rest) {
            if field.required || (self.open.len() < DEEP && self.ends(&field.schema)) {
                object.insert(field.wire.clone(), self.value(&field.schema, Some(&field.wire)));
            }
        }
        Value::Object(object)
    }

    /// Whether a value of a schema does not lead back to what is being written.
    fn ends(&self, schema: &Schema) -> bool {
        if let Shape::List(inner) | Shape::Map(inner) = &schema.shape {
            return self.ends(inner);
        }
        schema.name().is_none_or(|name| !self.open.contains(&name))
    }
}

fn text_value(text: Text, name: Option<&str>) -> Value {
    match text {
        Text::DateTime => json!("2025-06-01T10:30:00Z"),
        Text::DateTimeOffsetMillis => json!("2015-02-12T09:58:20.323+0100"),
        Text::DateTimeSpace => json!("2025-06-29 16:03:44"),
        Text::DateTimeZoneless => json!("2023-09-01T10:00:00"),
        Text::Date => json!("2025-06-29"),
        Text::Plain | Text::Secret | Text::Upload => json!(plain(name)),
    }
}

/// A name that reads the same in a path, a query, a header and XML.
fn plain(name: Option<&str>) -> String {
    let plain: String =
        name.unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    if plain.is_empty() { "text".to_owned() } else { plain }
}
