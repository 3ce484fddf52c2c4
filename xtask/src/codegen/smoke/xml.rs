//! A value as XML, as the document's XML objects say.

use std::fmt::Write as _;

use serde_json::Value;

use super::sample;
use crate::codegen::model::{Field, Media, Model, Schema, Shape, Xml};

/// A document with a sample value.
pub(super) fn text(media: &Media, model: &Model) -> String {
    let (schema, fallback) = first_shape(&media.schema, &media.root, model);
    let fallback = schema.name().filter(|_| fallback.is_empty()).unwrap_or(fallback);
    let value = sample::json_of(schema, None, model);
    let mut out = String::new();
    Writer { model }.element(&mut out, &local(hints(schema, model), fallback), schema, &value);
    out
}

/// A union at the root is one of its members.
fn first_shape<'m>(schema: &'m Schema, root: &'m str, model: &'m Model) -> (&'m Schema, &'m str) {
    let Shape::Union(members) = &resolved(schema, model).shape else { return (schema, root) };
    members.first().map_or((schema, root), |member| (&member.schema, member.rust.as_str()))
}

fn resolved<'m>(schema: &'m Schema, model: &'m Model) -> &'m Schema {
    schema.name().and_then(|name| model.components.get(name)).map_or(schema, |known| &known.schema)
}

fn hints<'m>(schema: &'m Schema, model: &'m Model) -> &'m Xml {
    if schema.xml == Xml::default() { &resolved(schema, model).xml } else { &schema.xml }
}

fn local(xml: &Xml, fallback: &str) -> String {
    xml.name.clone().unwrap_or_else(|| fallback.to_owned())
}

struct Writer<'m> {
    model: &'m Model,
}

impl Writer<'_> {
    fn element(&self, out: &mut String, name: &str, schema: &Schema, value: &Value) {
        let known = resolved(schema, self.model);
        let namespace = hints(schema, self.model).namespace.as_deref();
        let declared =
            namespace.map_or_else(String::new, |uri| format!(" xmlns=\"{}\"", escaped(uri)));
        let _ = write!(out, "<{name}{declared}");

        match (&known.shape, value) {
            (Shape::Struct(fields), Value::Object(values)) => {
                for field in fields.iter().filter(|field| self.is_attribute(field)) {
                    if let Some(value) = values.get(&field.wire) {
                        let name = local(hints(&field.schema, self.model), &field.wire);
                        let _ = write!(out, " {name}=\"{}\"", scalar(value));
                    }
                }
                out.push('>');
                for field in fields.iter().filter(|field| !self.is_attribute(field)) {
                    if let Some(value) = values.get(&field.wire) {
                        self.field(out, field, value);
                    }
                }
            }
            (Shape::List(item), Value::Array(values)) => {
                out.push('>');
                for value in values {
                    let name = local(hints(item, self.model), name);
                    self.element(out, &name, item, value);
                }
            }
            (Shape::Map(inner), Value::Object(values)) => {
                out.push('>');
                for (key, value) in values {
                    self.element(out, key, inner, value);
                }
            }
            _ => {
                let _ = write!(out, ">{}", scalar(value));
            }
        }
        let _ = write!(out, "</{name}>");
    }

    fn is_attribute(&self, field: &Field) -> bool {
        hints(&field.schema, self.model).attribute
    }

    fn field(&self, out: &mut String, field: &Field, value: &Value) {
        let xml = hints(&field.schema, self.model);
        let (Shape::List(item), Value::Array(values), false) =
            (&field.schema.shape, value, xml.wrapped)
        else {
            return self.element(out, &local(xml, &field.wire), &field.schema, value);
        };
        for value in values {
            self.element(out, &local(hints(item, self.model), &field.wire), item, value);
        }
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => escaped(text),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
