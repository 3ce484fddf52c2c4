//! A header of an answer, as text.

use http::HeaderMap;

/// What a header says, without the white space around it; nothing where it is no text.
// One search in the binary, and not one at each name that is looked for.
#[inline(never)]
pub(crate) fn header_text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}
