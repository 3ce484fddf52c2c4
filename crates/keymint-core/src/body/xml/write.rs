//! JSON → XML.

mod tag;

use super::characters::{self, Place};
use super::scalar::is_whole;
use crate::api::{Element, Node, XmlField, XmlName, XmlPlace};
use crate::body::encode_error::EncodeError;
use crate::body::json::text::{Json, Value};
use tag::Tag;

type Result<T> = std::result::Result<T, EncodeError>;

/// Translates JSON to a document with this root element.
pub(crate) fn encode(root: &Element, json: &[u8]) -> Result<Vec<u8>> {
    let mut reader = Json::new(json, &characters::SPECIAL)?;
    let mut out = String::with_capacity(DECLARATION.len() + 2 * json.len());
    out.push_str(DECLARATION);
    let mut encoder =
        Encoder { out, parts: Vec::new(), sorted: String::new(), namespaces: Vec::new() };
    if !encoder.element(Tag::from(root.name), root.node, &mut reader)? {
        return Err(EncodeError::new("null cannot be a document"));
    }
    reader.end()?;
    Ok(encoder.out.into_bytes())
}

struct Encoder {
    out: String,
    /// What the open objects have had so far, one object after the other.
    parts: Vec<Part>,
    /// The parts of an object in the order of its table; kept for its memory.
    sorted: String,
    /// The prefixes, and the namespaces they stand for, of the open elements.
    namespaces: Vec<(Option<&'static str>, &'static str)>,
}

/// A property of an object, as XML.
struct Part {
    /// Its place: attributes before elements, both as in the table.
    rank: usize,
    start: usize,
    end: usize,
}

impl Encoder {
    /// Writes an element, unless the value is null: then it is left out, and `false` says so.
    fn element(&mut self, tag: Tag<'_>, node: &Node, json: &mut Json<'_>) -> Result<bool> {
        let value = json.value()?;
        if let Value::Null = value {
            return Ok(false);
        }
        let outer = self.namespaces.len();
        self.open(tag)?;
        match (node, value) {
            (Node::Object(fields), Value::Object) => self.object(fields, json)?,
            (Node::List { item, node }, Value::List) => {
                self.out.push('>');
                self.items(*item, node, json)?;
            }
            (Node::Map(node), Value::Object) => {
                self.out.push('>');
                self.map(node, json)?;
            }
            (_, value) => {
                self.out.push('>');
                self.scalar(node, &value, Place::Element)?;
            }
        }
        self.close(tag);
        self.namespaces.truncate(outer);
        Ok(true)
    }

    /// Writes the attributes and the content of an object whose start tag is still open.
    fn object(&mut self, fields: &[XmlField], json: &mut Json<'_>) -> Result<()> {
        let has_attributes = fields.iter().any(|field| field.place == XmlPlace::Attribute);
        if !has_attributes {
            self.out.push('>');
        }
        let (base, first) = (self.parts.len(), self.out.len());
        json.properties(|json, name| {
            let known = fields.iter().enumerate().find(|(_, field)| field.json == name);
            let (index, field) =
                known.ok_or_else(|| EncodeError::new("not a documented property"))?;
            let rank = index + if field.place == XmlPlace::Attribute { 0 } else { fields.len() };
            if self.parts.iter().skip(base).any(|part| part.rank == rank) {
                return Err(EncodeError::new("occurs twice"));
            }
            let start = self.out.len();
            self.property(field, json)?;
            self.parts.push(Part { rank, start, end: self.out.len() });
            Ok(())
        })?;
        if has_attributes || !self.parts.iter().skip(base).is_sorted_by_key(|part| part.rank) {
            self.sort(base, first, has_attributes.then_some(fields.len()));
        }
        self.parts.truncate(base);
        Ok(())
    }

    fn property(&mut self, field: &XmlField, json: &mut Json<'_>) -> Result<()> {
        match (field.place, field.node) {
            (XmlPlace::Attribute, node) => self.attribute(field.name, node, json),
            (XmlPlace::Unwrapped, Node::List { node, .. }) => match json.value()? {
                Value::Null => Ok(()),
                Value::List if self.items(field.name, node, json)? > 0 => Ok(()),
                Value::List => Err(EncodeError::new(
                    "XML has no way to write this list empty; leave it out, or send JSON",
                )),
                Value::Boolean(_)
                | Value::Number(_)
                | Value::Plain(_)
                | Value::Text(_)
                | Value::Object => Err(EncodeError::new("expected a list")),
            },
            (XmlPlace::Unwrapped | XmlPlace::Element, node) => {
                self.element(Tag::from(field.name), node, json).map(|_| ())
            }
        }
    }

    fn attribute(&mut self, name: XmlName, node: &Node, json: &mut Json<'_>) -> Result<()> {
        let value = json.value()?;
        if let Value::Null = value {
            return Ok(());
        }
        if name.prefix.is_some() {
            self.declare(name.prefix, name.namespace)?;
        }
        self.out.push(' ');
        self.name(Tag::from(name));
        self.out.push_str("=\"");
        self.scalar(node, &value, Place::Attribute)?;
        self.out.push('"');
        Ok(())
    }

    fn items(&mut self, item: XmlName, node: &Node, json: &mut Json<'_>) -> Result<usize> {
        let tag = Tag::from(item);
        if let Node::Object(_) | Node::List { .. } | Node::Map(_) = node {
            return json.items(|json| {
                let is_written = self.element(tag, node, json)?;
                if is_written { Ok(()) } else { Err(EncodeError::new(NULL)) }
            });
        }
        self.scalars(tag, node, json)
    }

    /// Writes items that are text alone: what stands between two of them is always the same.
    fn scalars(&mut self, tag: Tag<'_>, node: &Node, json: &mut Json<'_>) -> Result<usize> {
        let (outer, start) = (self.namespaces.len(), self.out.len());
        self.open(tag)?;
        self.out.push('>');
        let open = start..self.out.len();
        self.close(tag);
        self.out.extend_from_within(open.clone());
        let between = self.out.split_off(open.end);
        let count = json.items(|json| {
            let value = json.value()?;
            if let Value::Null = value {
                return Err(EncodeError::new(NULL));
            }
            self.scalar(node, &value, Place::Element)?;
            self.out.push_str(&between);
            Ok(())
        })?;
        // No item came after the last tag.
        self.out.truncate(self.out.len() - open.len());
        self.namespaces.truncate(outer);
        Ok(count)
    }

    fn map(&mut self, node: &Node, json: &mut Json<'_>) -> Result<()> {
        json.properties(|json, name| {
            if !characters::is_name(name) {
                return Err(EncodeError::new("not a name that XML allows"));
            }
            self.element(Tag { prefix: None, local: name, namespace: None }, node, json).map(|_| ())
        })
    }

    fn scalar(&mut self, node: &Node, value: &Value<'_>, place: Place) -> Result<()> {
        let text = match (node, value) {
            (Node::Text, Value::Plain(text)) => {
                self.out.push_str(text);
                return Ok(());
            }
            (Node::Text, Value::Text(text)) => text.as_ref(),
            (Node::Text | Node::Number, Value::Number(text)) => text,
            (Node::Integer, Value::Number(text)) if is_whole(text) => text,
            (Node::Text | Node::Boolean, Value::Boolean(true)) => "true",
            (Node::Text | Node::Boolean, Value::Boolean(false)) => "false",
            (Node::Text, _) => return Err(EncodeError::new("expected a string")),
            (Node::Integer, _) => return Err(EncodeError::new("expected a whole number")),
            (Node::Number, _) => return Err(EncodeError::new("expected a number")),
            (Node::Boolean, _) => return Err(EncodeError::new("expected a boolean")),
            (Node::Object(_) | Node::Map(_), _) => {
                return Err(EncodeError::new("expected an object"));
            }
            (Node::List { .. }, _) => return Err(EncodeError::new("expected a list")),
        };
        self.text(text, place)
    }

    fn text(&mut self, text: &str, place: Place) -> Result<()> {
        let forbidden = |_| EncodeError::new("has a character that XML cannot carry");
        characters::write_xml(&mut self.out, text, place).map_err(forbidden)
    }

    /// Puts the parts from `base` on, which are the text from `first` on, in order, and ends the start tag between
    /// attributes and elements if `elements`, the rank of the first element, is given.
    fn sort(&mut self, base: usize, first: usize, elements: Option<usize>) {
        let Some(parts) = self.parts.get_mut(base..) else { return };
        parts.sort_unstable_by_key(|part| part.rank);
        self.sorted.clear();
        let mut elements = elements;
        for part in parts {
            if elements.is_some_and(|elements| part.rank >= elements) {
                self.sorted.push('>');
                elements = None;
            }
            self.sorted.push_str(self.out.get(part.start..part.end).unwrap_or_default());
        }
        if elements.is_some() {
            self.sorted.push('>');
        }
        self.out.truncate(first);
        self.out.push_str(&self.sorted);
    }
}

const NULL: &str = "null cannot be an item of a list";
const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
