//! The attributes of a start tag.

use std::borrow::Cow;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesStart};
use quick_xml::name::PrefixDeclaration;

use super::characters::{self, Run};

/// The attributes of an element that are data: declarations of namespaces are left out.
///
/// An item is `None` where the tag is malformed. Names that occur twice are for the caller to find: the reader's own
/// check takes quadratic time.
pub(super) fn all<'s>(start: &'s BytesStart<'_>) -> impl Iterator<Item = Option<Attribute<'s>>> {
    let mut attributes = start.attributes();
    attributes.with_checks(false);
    attributes.map(Result::ok).filter(|attribute| {
        let declared =
            attribute.as_ref().and_then(|attribute| attribute.key.as_namespace_binding());
        !matches!(declared, Some(PrefixDeclaration::Default | PrefixDeclaration::Named(_)))
    })
}

/// Whether an element says that its value is null, with `xsi:nil` under whatever prefix.
pub(super) fn is_nil(start: &BytesStart<'_>) -> Option<bool> {
    if start.attributes_raw().is_empty() {
        return Some(false);
    }
    let mut is_nil = false;
    for attribute in all(start) {
        let attribute = attribute?;
        let is_named_nil =
            attribute.key.prefix().is_some() && attribute.key.local_name().as_ref() == "nil";
        is_nil |= is_named_nil && matches!(attribute.value.trim_ascii(), "true" | "1");
    }
    Some(is_nil)
}

/// The value of an attribute, with white space as XML reads it; an item is `None` where it is malformed.
pub(super) fn runs(value: &str) -> impl Iterator<Item = Option<Run<'_>>> {
    let mut parts = value.split('&');
    let first = parts.next().map(|text| Some(spaced(text)));
    let others = parts.flat_map(|part| match part.split_once(';') {
        Some((name, text)) => [characters::resolve(&BytesRef::new(name)), Some(spaced(text))],
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
