//! XML → JSON.

use std::collections::BTreeSet;
use std::mem;

use quick_xml::events::BytesStart;
use quick_xml::events::attributes::Attribute;
use quick_xml::name::QName;

use super::characters::{Run, local};
use super::document::{Document, Piece};
use super::error::DecodeError;
use super::scope::Scope;
use super::{attribute, characters, scalar};
use crate::api::{Element, Node, XmlField, XmlName, XmlPlace};

type Result<T> = std::result::Result<T, DecodeError>;

/// Translates a document that has one of these root elements.
pub(crate) fn decode_any(roots: &[&Element], xml: &[u8]) -> Result<String> {
    let mut document = Document::new(xml);
    let start = document.root()?;
    let name = local(start.name().into_inner());
    let Some(root) = roots.iter().find(|root| root.name.local == name) else {
        return Err(document.error("root element is not a documented one"));
    };
    let mut decoder = Decoder {
        document,
        out: String::with_capacity(xml.len()),
        seen: Vec::new(),
        scope: Scope::default(),
    };
    decoder.value(root.node, &start).map_err(|error| error.within(root.name.local))?;
    decoder.document.end()?;
    Ok(decoder.out)
}

struct Decoder<'x> {
    document: Document<'x>,
    /// JSON text so far.
    out: String,
    /// Which fields each of the open objects has had, one object after the other.
    seen: Vec<bool>,
    scope: Scope,
}

impl Decoder<'_> {
    /// Translates the element that `start` opens.
    fn value(&mut self, node: &'static Node, start: &BytesStart<'_>) -> Result<()> {
        let is_nil =
            attribute::is_nil(start).ok_or_else(|| self.document.error("malformed attribute"))?;
        if is_nil {
            self.out.push_str("null");
            return self.document.skip();
        }
        let outer = self.enter(start)?;
        match node {
            Node::Object(fields) => self.object(fields, start)?,
            Node::List { item, node } => self.list(*item, node)?,
            Node::Map(node) => self.map(node)?,
            Node::Text | Node::Integer | Node::Number | Node::Boolean => self.scalar(node)?,
        }
        self.scope.leave(outer);
        Ok(())
    }

    fn enter(&mut self, start: &BytesStart<'_>) -> Result<usize> {
        self.scope.enter(start).ok_or_else(|| self.document.error("too many namespaces"))
    }

    fn object(&mut self, fields: &'static [XmlField], start: &BytesStart<'_>) -> Result<()> {
        let base = self.seen.len();
        self.seen.resize(base + fields.len(), false);
        let mut lists = Vec::new();

        self.out.push('{');
        if !start.attributes_raw().is_empty() {
            for attribute in attribute::all(start).flatten() {
                self.attribute(fields, base, &attribute)?;
            }
        }
        while let Some(child) = self.document.child()? {
            match self.element(fields, &child)? {
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
            self.out.push('[');
            self.out.push_str(&items);
            self.out.push(']');
        }
        self.out.push('}');

        self.seen.truncate(base);
        Ok(())
    }

    /// The field that an element is.
    fn element(
        &mut self,
        fields: &'static [XmlField],
        start: &BytesStart<'_>,
    ) -> Result<Option<(usize, &'static XmlField)>> {
        let outer = self.enter(start)?;
        let is_it = |field: &XmlField| field.place != XmlPlace::Attribute;
        let namespace = |prefix: Option<&str>| self.scope.namespace(prefix.unwrap_or_default());
        let found = named(fields, start.name(), is_it, namespace);
        self.scope.leave(outer);
        Ok(found)
    }

    fn attribute(
        &mut self,
        fields: &'static [XmlField],
        base: usize,
        attribute: &Attribute<'_>,
    ) -> Result<()> {
        let is_it = |field: &XmlField| field.place == XmlPlace::Attribute;
        // A name without prefix has no namespace, whatever the elements around it declare.
        let namespace = |prefix: Option<&str>| self.scope.namespace(prefix?);
        let Some((index, field)) = named(fields, attribute.key, is_it, namespace) else {
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
            lists.push((field, String::new()));
        }
        let known = lists.iter_mut().find(|(other, _)| std::ptr::eq(*other, field));
        let Some((_, items)) = known else { return Ok(()) };

        mem::swap(&mut self.out, items);
        if !self.out.is_empty() {
            self.out.push(',');
        }
        let read = self.value(node, child);
        mem::swap(&mut self.out, items);
        read
    }

    /// Reads every child as an item, whatever its name: were others passed over, a list of keys could read as empty.
    fn list(&mut self, item: XmlName, node: &'static Node) -> Result<()> {
        self.out.push('[');
        while let Some(child) = self.document.child()? {
            let name = local(child.name().into_inner());
            if name != item.local && !characters::is_name(name) {
                return Err(self.document.error("malformed name"));
            }
            self.comma(b'[');
            self.value(node, &child).map_err(|error| error.within(item.local))?;
        }
        self.out.push(']');
        Ok(())
    }

    fn map(&mut self, node: &'static Node) -> Result<()> {
        let mut names = BTreeSet::new();
        self.out.push('{');
        while let Some(child) = self.document.child()? {
            let name = local(child.name().into_inner());
            if !characters::is_name(name) {
                return Err(self.document.error("malformed name"));
            }
            if !names.insert(name.to_owned()) {
                return Err(self.document.error("occurs twice").within("*"));
            }
            self.property(name)?;
            self.value(node, &child).map_err(|error| error.within("*"))?;
        }
        self.out.push('}');
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
            self.out.push('"');
        }
        self.out.len()
    }

    fn run(&mut self, node: &Node, run: &Run<'_>) -> Result<()> {
        match run {
            Run::Text(text) => self.text(node, text),
            // By number it is no line end, but the character itself.
            Run::Character('\r') if matches!(node, Node::Text) => {
                self.out.push_str(r"\r");
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
        self.out.push_str(text);
        Ok(())
    }

    fn finish(&mut self, node: &Node, start: usize) -> Result<()> {
        if let Node::Text = node {
            self.out.push('"');
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
        if characters::is_name(local(start.name().into_inner())) {
            self.document.skip()
        } else {
            Err(self.document.error("malformed name"))
        }
    }

    /// Writes what stands before a property's value.
    fn property(&mut self, name: &str) -> Result<()> {
        self.comma(b'{');
        self.out.push('"');
        self.text(&Node::Text, name)?;
        self.out.push_str("\":");
        Ok(())
    }

    fn comma(&mut self, open: u8) {
        if self.out.as_bytes().last() != Some(&open) {
            self.out.push(',');
        }
    }
}

/// The field of that local name; the namespace matters only where several fields have the name, for providers are
/// careless with it.
fn named<'n>(
    fields: &'static [XmlField],
    name: QName<'_>,
    is_it: impl Fn(&XmlField) -> bool,
    namespace: impl FnOnce(Option<&str>) -> Option<&'n str>,
) -> Option<(usize, &'static XmlField)> {
    let wanted = local(name.into_inner());
    let same = |field: &XmlField| field.name.local == wanted && is_it(field);
    let mut found = fields.iter().enumerate().filter(|(_, field)| same(field));
    let first = found.next()?;
    if found.next().is_none() {
        return Some(first);
    }

    let prefix = name.into_inner().strip_suffix(wanted).and_then(|before| before.strip_suffix(':'));
    let namespace = namespace(prefix);
    let of = |stated: Option<&str>| {
        fields.iter().enumerate().find(|(_, field)| same(field) && field.name.namespace == stated)
    };
    of(namespace).or_else(|| of(None))
}

/// The items of an object's unwrapped lists, as JSON text.
type Lists = Vec<(&'static XmlField, String)>;
