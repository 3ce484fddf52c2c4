//! XML bodies: a small tree, read strictly and written plainly.

use quick_xml::{
    Reader,
    escape::{escape, resolve_predefined_entity},
    events::{BytesRef, BytesStart, Event},
};

/// An element with either text or children.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
}

/// The text is no XML document that a provider would read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

impl Element {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), text: String::new(), children: Vec::new() }
    }

    /// Reads one document; a DOCTYPE, an unknown entity or a second root is refused.
    pub(crate) fn parse(text: &str) -> Result<Self, Malformed> {
        let mut reader = Reader::from_str(text);
        let mut open: Vec<Self> = Vec::new();
        let mut root = None;

        loop {
            let closed = match reader.read_event()? {
                Event::Start(start) => {
                    let element = Self::begin(&start, open.len())?;
                    open.push(element);
                    continue;
                }
                Event::Empty(start) => Self::begin(&start, open.len())?,
                Event::End(_) => open.pop().ok_or(Malformed)?,
                Event::Text(text) => {
                    append(&mut open, &text)?;
                    continue;
                }
                Event::CData(text) => {
                    append(&mut open, &text)?;
                    continue;
                }
                Event::GeneralRef(entity) => {
                    append(&mut open, &resolve(&entity)?)?;
                    continue;
                }
                Event::DocType(_) => return Err(Malformed),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
                Event::Eof => break,
            };
            match open.last_mut() {
                Some(parent) => parent.children.push(closed),
                None if root.is_none() => root = Some(closed),
                None => return Err(Malformed),
            }
        }
        if open.is_empty() { root.ok_or(Malformed) } else { Err(Malformed) }
    }

    /// Writes the element as a document of its own.
    pub(crate) fn to_document(&self) -> String {
        let mut document = String::from(r#"<?xml version="1.0" encoding="UTF-8"?>"#);
        self.write(&mut document);
        document
    }

    fn begin(start: &BytesStart<'_>, depth: usize) -> Result<Self, Malformed> {
        if depth >= DEEPEST {
            return Err(Malformed);
        }
        Ok(Self::new(start.local_name().into_inner()))
    }

    fn write(&self, document: &mut String) {
        document.push('<');
        document.push_str(&self.name);
        if self.text.is_empty() && self.children.is_empty() {
            document.push_str("/>");
            return;
        }
        document.push('>');
        document.push_str(&escape(self.text.as_str()));
        for child in &self.children {
            child.write(document);
        }
        document.push_str("</");
        document.push_str(&self.name);
        document.push('>');
    }
}

impl From<quick_xml::Error> for Malformed {
    fn from(_: quick_xml::Error) -> Self {
        Self
    }
}

/// Adds text to the innermost open element; outside the root only white space may stand.
fn append(open: &mut [Element], text: &str) -> Result<(), Malformed> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err(Malformed),
    }
    Ok(())
}

fn resolve(entity: &BytesRef<'_>) -> Result<String, Malformed> {
    if let Some(character) = entity.resolve_char_ref()? {
        return Ok(character.to_string());
    }
    resolve_predefined_entity(entity).map(String::from).ok_or(Malformed)
}

/// Three levels are documented.
const DEEPEST: usize = 16;

#[cfg(test)]
mod tests {
    use super::{Element, Malformed};

    #[test]
    fn a_document_survives_a_round_trip() {
        let text = concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?>"#,
            "<ApiKey><name>A &amp; &lt;B&gt;</name><allowedIPs><allowedIP>127.0.0.1</allowedIP></allowedIPs><none/></ApiKey>"
        );

        let element = Element::parse(text).unwrap();

        assert_eq!(element.children[0].text, "A & <B>");
        assert_eq!(element.to_document(), text);
    }

    #[test]
    fn what_could_harm_or_confuse_is_refused() {
        let bomb = r#"<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>"#;
        let deep = "<a>".repeat(17) + &"</a>".repeat(17);
        for text in [
            bomb,
            &deep,
            "",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>tail",
            "head<a/>",
            "<a>&unknown;</a>",
        ] {
            assert_eq!(Element::parse(text), Err(Malformed), "{text}");
        }
    }
}
