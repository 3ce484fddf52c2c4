//! XML ⇄ JSON, by the tables that a document's `xml` objects become.
//!
//! Generated code speaks JSON. A request becomes XML, and an answer JSON, in one pass over the text, without a tree.

mod attribute;
mod characters;
mod document;
mod error;
mod read;
mod scalar;
mod scope;
mod write;

use crate::api::{Codec, Element, Media};
use error::DecodeError;

pub(crate) use read::decode_any;
pub(crate) use write::encode;

/// Reads a body by the root elements that a document gives it, if it gives any.
pub(crate) fn decode(media: &[Media], body: &[u8]) -> Option<Result<String, DecodeError>> {
    let roots: Vec<_> = media.iter().filter_map(root).collect();
    (!roots.is_empty()).then(|| decode_any(&roots, body))
}

fn root(media: &Media) -> Option<&'static Element> {
    match media.codec {
        Codec::Xml(root) => Some(root),
        Codec::Json | Codec::Form(_) | Codec::Text | Codec::Bytes => None,
    }
}

#[cfg(test)]
mod tests;
