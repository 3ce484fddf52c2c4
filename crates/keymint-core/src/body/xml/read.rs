//! XML → JSON.

use std::collections::BTreeSet;
use std::mem;

use quick_xml::events::BytesStart;
use quick_xml::events::attributes::Attribute;

use super::characters::Run;
use super::document::{Document, Piece};
use super::error::DecodeError;
use super::{attribute, characters, scalar};
use crate::api::{Element, Node, XmlField, XmlName, XmlPlace};

type Result<T> = std::result::Result<T, DecodeError>;

/// Translates a document that has one of these root elements.
pub(crate) fn decode_any(roots: &[&Element], xml: &[u8]) -> Result<Vec<u8>> {
    let mut document = Document::new(xml)?;
    let start = document.root()?;
    let Some(root) = roots.iter().find(|root| root.name.local == start.local_name().as_ref())
    else {
        return Err(document.error("root element is not a documented one"));
    };
    let mut decoder = Decoder { document, out: Vec::with_capacity(xml.len()), seen: Vec::new() };
    decoder.value(root.node, &start).map_err(|error| error.within(root.name.local))?;
    decoder.document.end()?;
    Ok(decoder.out)
}

struct Decoder<'x> {
    document: Document<'x>,
    /// JSON text so far.
    out: Vec<u8>,
    /// Which fields each of the open objects has had, one object after the other.
    seen: Vec<bool>,
}

impl Decoder<'_> {
    /// Translates the element that `start` opens.
    fn value(&mut self, node: &'static Node, start: &BytesStart<'_>) -> Result<()> {
        let is_nil =
            attribute::is_nil(start).ok_or_else(|| self.document.error("malformed attribute"))?;
        if is_nil {
            self.out.extend_from_slice(b"null");
            return self.document.skip();
        }
        match node {
            Node::Object(fields) => self.object(fields, start),
            Node::List { item, node } => self.list(*item, node),
            Node::Map(node) => self.map(node),
            Node::Text | Node::Integer | Node::Number | Node::Boolean => self.scalar(node),
        }
    }

    fn object(&mut self, fields: &'static [XmlField], start: &BytesStart<'_>) -> Result<()> {
        let base = self.seen.len();
        self.seen.resize(base + fields.len(), false);
        let mut lists = Vec::new();

        self.out.push(b'{');
        for attribute in attribute::all(start).flatten() {
            self.attribute(fields, base, &attribute)?;
        }
        while let Some(child) = self.document.child()? {
            let name = child.local_name();
            let is_it = |field: &XmlField| {
                field.name.local == name.as_ref() && field.place != XmlPlace::Attribute
            };
            match fields.iter().enumerate().find(|(_, field)| is_it(field)) {
                None => self.skip(&child)?,
                Some((_, field)) if field.place == XmlPlace::Unwrapped => {
                    self.item(&mut lists, field, &child)
                        .map_err(|error| error.within(field.name.local))?;
                }
                Some((index, field)) => {
                    self.first_time(base + index, field)?;
                    self.property(field.json)?;
                    self.value(field.node, &child)
                        .map_err(|error| error.within(field.name.local))?;
                }
            }
        }
        for (field, items) in lists {
            self.property(field.json)?;
            self.out.push(b'[');
            self.out.extend_from_slice(&items);
            self.out.push(b']');
        }
        self.out.push(b'}');

        self.seen.truncate(base);
        Ok(())
    }

    fn attribute(
        &mut self,
        fields: &'static [XmlField],
        base: usize,
        attribute: &Attribute<'_>,
    ) -> Result<()> {
        let name = attribute.key.local_name();
        let is_it = |field: &XmlField| {
            field.name.local == name.as_ref() && field.place == XmlPlace::Attribute
        };
        let Some((index, field)) = fields.iter().enumerate().find(|(_, field)| is_it(field)) else {
            return Ok(());
        };

        self.first_time(base + index, field)?;
        self.property(field.json)?;
        let start = self.begin(field.node);
        for run in attribute::runs(&attribute.value) {
            let run = run.ok_or_else(|| self.document.error("malformed attribute"))?;
            self.run(field.node, &run)?;
        }
        self.finish(field.node, start).map_err(|error| error.within(field.name.local))
    }

    /// Reads an item of an unwrapped list, whose other items may stand anywhere among its siblings.
    fn item(
        &mut self,
        lists: &mut Lists,
        field: &'static XmlField,
        child: &BytesStart<'_>,
    ) -> Result<()> {
        let node = if let Node::List { node, .. } = field.node { node } else { field.node };
        if lists.iter().all(|(other, _)| !std::ptr::eq(*other, field)) {
            lists.push((field, Vec::new()));
        }
        let known = lists.iter_mut().find(|(other, _)| std::ptr::eq(*other, field));
        let Some((_, items)) = known else { return Ok(()) };

        mem::swap(&mut self.out, items);
        if !self.out.is_empty() {
            self.out.push(b',');
        }
        let read = self.value(node, child);
        mem::swap(&mut self.out, items);
        read
    }

    fn list(&mut self, item: XmlName, node: &'static Node) -> Result<()> {
        self.out.push(b'[');
        while let Some(child) = self.document.child()? {
            if child.local_name().as_ref() != item.local {
                self.skip(&child)?;
                continue;
            }
            self.comma(b'[');
            self.value(node, &child).map_err(|error| error.within(item.local))?;
        }
        self.out.push(b']');
        Ok(())
    }

    fn map(&mut self, node: &'static Node) -> Result<()> {
        let mut names = BTreeSet::new();
        self.out.push(b'{');
        while let Some(child) = self.document.child()? {
            let name = child.local_name();
            if !characters::is_name(name.as_ref()) {
                return Err(self.document.error("malformed name"));
            }
            if !names.insert(name.as_ref().to_owned()) {
                return Err(self.document.error("occurs twice").within("*"));
            }
            self.property(name.as_ref())?;
            self.value(node, &child).map_err(|error| error.within("*"))?;
        }
        self.out.push(b'}');
        Ok(())
    }

    fn scalar(&mut self, node: &Node) -> Result<()> {
        let start = self.begin(node);
        loop {
            match self.document.piece()? {
                Piece::Run(run) => self.run(node, &run)?,
                Piece::Open(_) => {
                    return Err(self.document.error("element where text is expected"));
                }
                Piece::Close => return self.finish(node, start),
            }
        }
    }

    fn begin(&mut self, node: &Node) -> usize {
        if let Node::Text = node {
            self.out.push(b'"');
        }
        self.out.len()
    }

    fn run(&mut self, node: &Node, run: &Run<'_>) -> Result<()> {
        match run {
            Run::Text(text) => self.text(node, text),
            // By number it is no line end, but the character itself.
            Run::Character('\r') if matches!(node, Node::Text) => {
                self.out.extend_from_slice(br"\r");
                Ok(())
            }
            Run::Character(character) => self.text(node, character.encode_utf8(&mut [0; 4])),
        }
    }

    fn text(&mut self, node: &Node, text: &str) -> Result<()> {
        if let Node::Text = node {
            let forbidden = |_| self.document.error("character that XML does not allow");
            return characters::write_json(&mut self.out, text).map_err(forbidden);
        }
        self.out.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn finish(&mut self, node: &Node, start: usize) -> Result<()> {
        if let Node::Text = node {
            self.out.push(b'"');
            return Ok(());
        }
        scalar::settle(&mut self.out, start, node).map_err(|what| self.document.error(what))
    }

    fn first_time(&mut self, index: usize, field: &XmlField) -> Result<()> {
        let seen = self.seen.get_mut(index).map(|seen| mem::replace(seen, true));
        if seen == Some(false) {
            Ok(())
        } else {
            Err(self.document.error("occurs twice").within(field.name.local))
        }
    }

    /// Passes over an element that the document does not describe.
    fn skip(&mut self, start: &BytesStart<'_>) -> Result<()> {
        if characters::is_name(start.local_name().as_ref()) {
            self.document.skip()
        } else {
            Err(self.document.error("malformed name"))
        }
    }

    /// Writes what stands before a property's value.
    fn property(&mut self, name: &str) -> Result<()> {
        self.comma(b'{');
        self.out.push(b'"');
        self.text(&Node::Text, name)?;
        self.out.extend_from_slice(b"\":");
        Ok(())
    }

    fn comma(&mut self, open: u8) {
        if self.out.last() != Some(&open) {
            self.out.push(b',');
        }
    }
}

/// The items of an object's unwrapped lists, as JSON text.
type Lists = Vec<(&'static XmlField, Vec<u8>)>;
