//! Which characters and names XML allows, and how text crosses between XML and JSON.

use std::borrow::Cow;

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::BytesRef;

/// A stretch of character data: an element's text or an attribute's value is made of these.
pub(super) enum Run<'x> {
    Text(Cow<'x, str>),
    /// What a reference stands for.
    Character(char),
}

impl Run<'_> {
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => {
                text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
            }
            Self::Character(character) => matches!(character, ' ' | '\t' | '\n' | '\r'),
        }
    }
}

/// Where text is written.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    Element,
    Attribute,
}

/// Text has a character that XML 1.0 cannot carry, not even by its number.
pub(super) struct Forbidden;

/// Appends text to XML.
///
/// White space that reading would change is written by number.
pub(super) fn write_xml(out: &mut Vec<u8>, text: &str, place: Place) -> Result<(), Forbidden> {
    let is_special = |byte| matches!(byte, 0..=0x1f | b'<' | b'>' | b'&' | b'"' | 0xef);
    copy(out, text, is_special, |out, byte, after| {
        match byte {
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'&' => out.extend_from_slice(b"&amp;"),
            b'\r' => out.extend_from_slice(b"&#13;"),
            b'"' if place == Place::Attribute => out.extend_from_slice(b"&quot;"),
            b'\n' if place == Place::Attribute => out.extend_from_slice(b"&#10;"),
            b'\t' if place == Place::Attribute => out.extend_from_slice(b"&#9;"),
            b'"' | b'\n' | b'\t' => out.push(byte),
            _ => allowed(out, byte, after)?,
        }
        Ok(())
    })
}

/// Appends text of an XML document to a JSON string, with line ends as XML reads them: `\n`.
pub(super) fn write_json(out: &mut Vec<u8>, text: &str) -> Result<(), Forbidden> {
    let is_special = |byte| matches!(byte, 0..=0x1f | b'"' | b'\\' | 0xef);
    copy(out, text, is_special, |out, byte, after| {
        match byte {
            b'"' => out.extend_from_slice(br#"\""#),
            b'\\' => out.extend_from_slice(br"\\"),
            b'\t' => out.extend_from_slice(br"\t"),
            b'\r' if after.first() == Some(&b'\n') => {}
            b'\n' | b'\r' => out.extend_from_slice(br"\n"),
            _ => allowed(out, byte, after)?,
        }
        Ok(())
    })
}

/// Copies text, and lets `write` say what becomes of each special byte, of which it also sees what follows.
fn copy(
    out: &mut Vec<u8>,
    text: &str,
    is_special: impl Fn(u8) -> bool,
    write: impl Fn(&mut Vec<u8>, u8, &[u8]) -> Result<(), Forbidden>,
) -> Result<(), Forbidden> {
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| is_special(*byte)) {
        let (plain, special) = rest.split_at(at);
        let Some((&byte, after)) = special.split_first() else { break };
        out.extend_from_slice(plain);
        write(out, byte, after)?;
        rest = after;
    }
    out.extend_from_slice(rest);
    Ok(())
}

/// Lets a byte pass unless it is a control character, or starts one of U+FFFE and U+FFFF.
fn allowed(out: &mut Vec<u8>, byte: u8, after: &[u8]) -> Result<(), Forbidden> {
    if byte < 0x20 || matches!(after, [0xbf, 0xbe | 0xbf, ..]) {
        return Err(Forbidden);
    }
    out.push(byte);
    Ok(())
}

/// What `&…;` stands for: one of the five named characters, or one by number.
pub(super) fn resolve(reference: &BytesRef<'_>) -> Option<Run<'static>> {
    if let Some(named) = resolve_xml_entity(reference) {
        return Some(Run::Text(Cow::Borrowed(named)));
    }
    let character = reference.resolve_char_ref().ok()??;
    let is_allowed = matches!(character,
        '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    is_allowed.then_some(Run::Character(character))
}

/// Whether text is the name of an element or attribute, without prefix.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(is_name_start) && text.chars().all(is_name_character)
}

fn is_name_start(character: char) -> bool {
    matches!(character,
        'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

fn is_name_character(character: char) -> bool {
    is_name_start(character)
        || matches!(character,
            '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}
