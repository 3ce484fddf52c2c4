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

pub(crate) use read::decode_any;
pub(crate) use write::encode;

#[cfg(test)]
mod tests;
