//! Which characters and names XML allows, and how text crosses between XML and JSON.

use std::borrow::Cow;

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::BytesRef;

use crate::body::plain::Special;

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
pub(super) fn write_xml(out: &mut String, text: &str, place: Place) -> Result<(), Forbidden> {
    copy(out, text, &SPECIAL, |out, character, _| {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\r' => out.push_str("&#13;"),
            '"' if place == Place::Attribute => out.push_str("&quot;"),
            '\n' if place == Place::Attribute => out.push_str("&#10;"),
            '\t' if place == Place::Attribute => out.push_str("&#9;"),
            '"' | '\\' | '\n' | '\t' => out.push(character),
            _ => allowed(out, character)?,
        }
        Ok(())
    })
}

/// Appends text of an XML document to a JSON string, with line ends as XML reads them: `\n`.
pub(super) fn write_json(out: &mut String, text: &str) -> Result<(), Forbidden> {
    copy(out, text, &ESCAPED, |out, character, after| {
        match character {
            '"' => out.push_str(r#"\""#),
            '\\' => out.push_str(r"\\"),
            '\t' => out.push_str(r"\t"),
            '\r' if after.starts_with('\n') => {}
            '\n' | '\r' => out.push_str(r"\n"),
            _ => allowed(out, character)?,
        }
        Ok(())
    })
}

/// Copies text, and lets `write` say what becomes of special and control characters, given what follows each.
fn copy(
    out: &mut String,
    text: &str,
    special: &Special,
    write: impl Fn(&mut String, char, &str) -> Result<(), Forbidden>,
) -> Result<(), Forbidden> {
    let mut rest = text;
    loop {
        let at = special.plain(rest.as_bytes());
        let (plain, other) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut characters = other.chars();
        let Some(character) = characters.next() else { return Ok(()) };
        rest = characters.as_str();
        write(out, character, rest)?;
    }
}

/// Lets a character pass unless it is a control character, U+FFFE or U+FFFF.
fn allowed(out: &mut String, character: char) -> Result<(), Forbidden> {
    if matches!(character, ..' ' | '\u{fffe}' | '\u{ffff}') {
        return Err(Forbidden);
    }
    out.push(character);
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

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    let colon = name.bytes().position(|byte| byte == b':');
    colon.and_then(|colon| name.get(colon + 1..)).unwrap_or(name)
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

/// What XML or JSON writes otherwise.
pub(super) static SPECIAL: Special =
    Special::controls().and(&[b'<', b'>', b'&', b'"', b'\\', RARE]);
/// What JSON writes otherwise, and what XML does not allow.
static ESCAPED: Special = Special::controls().and(&[b'"', b'\\', RARE]);
/// The first byte of U+F000 to U+FFFF: two of them are forbidden, and few of the others occur.
const RARE: u8 = 0xef;
