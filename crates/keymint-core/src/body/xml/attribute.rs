//! The attributes of a start tag.

use std::borrow::Cow;

use super::characters::{self, Run};
use super::markup::{BLANK, Tag};
use crate::body::plain::until;

/// An attribute; its value is as it was written.
pub(super) struct Attribute<'x> {
    pub(super) name: &'x str,
    pub(super) value: &'x str,
}

/// The attributes of an element that are data: declarations of namespaces are left out.
///
/// An item is `None` where the tag is malformed. Names that occur twice are for the caller to find.
pub(super) fn data<'x>(tag: &Tag<'x>) -> impl Iterator<Item = Option<Attribute<'x>>> + use<'x> {
    let declares = |name: &str| name == "xmlns" || name.starts_with("xmlns:");
    all(tag.attributes)
        .filter(move |attribute| attribute.as_ref().is_none_or(|one| !declares(one.name)))
}

/// The attributes that a text consists of; an item is `None` where it is malformed, and the last one then.
pub(super) fn all(text: &str) -> impl Iterator<Item = Option<Attribute<'_>>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let text = rest.trim_start_matches(BLANK);
        if text.is_empty() {
            return None;
        }
        let first = first(text);
        rest = first.as_ref().map_or("", |(_, rest)| rest);
        Some(first.map(|(attribute, _)| attribute))
    })
}

/// The attribute at the start of a text, and what follows it.
fn first(text: &str) -> Option<(Attribute<'_>, &str)> {
    let (name, rest) = text.split_once('=')?;
    let name = name.trim_end_matches(BLANK);
    let quoted = rest.trim_start_matches(BLANK);
    let quote = quoted.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (value, rest) = quoted.strip_prefix(quote)?.split_once(quote)?;
    let is_whole = until(name.as_bytes(), *b" \t\n\r<>&/\"'") == name.len();
    (is_whole && !name.is_empty()).then_some((Attribute { name, value }, rest))
}

/// Whether an element says that its value is null, with `xsi:nil` under whatever prefix.
pub(super) fn is_nil(tag: &Tag<'_>) -> Option<bool> {
    let mut is_nil = false;
    for attribute in data(tag) {
        let Attribute { name, value } = attribute?;
        let is_named_nil = name.split_once(':').is_some_and(|(_, local)| local == "nil");
        is_nil |= is_named_nil && matches!(value.trim_ascii(), "true" | "1");
    }
    Some(is_nil)
}

/// The value of an attribute, with white space as XML reads it; an item is `None` where it is malformed.
pub(super) fn runs(value: &str) -> impl Iterator<Item = Option<Run<'_>>> {
    let mut parts = value.split('&');
    let first = parts.next().map(|text| Some(spaced(text)));
    let others = parts.flat_map(|part| match part.split_once(';') {
        Some((name, text)) => [characters::resolve(name), Some(spaced(text))],
        None => [None, None],
    });
    first.into_iter().chain(others)
}

fn spaced(text: &str) -> Run<'_> {
    if text.contains(['\t', '\n', '\r']) {
        let text = text.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ");
        return Run::Text(Cow::Owned(text));
    }
    Run::Text(Cow::Borrowed(text))
}
