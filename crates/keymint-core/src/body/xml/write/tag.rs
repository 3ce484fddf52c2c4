//! The names of elements and attributes, with their namespaces.

use super::{Encoder, Place, Result};
use crate::api::XmlName;

/// The name of an element: one of the table, or the key of a map.
#[derive(Clone, Copy)]
pub(super) struct Tag<'n> {
    pub(super) prefix: Option<&'static str>,
    pub(super) local: &'n str,
    pub(super) namespace: Option<&'static str>,
}

impl From<XmlName> for Tag<'_> {
    fn from(name: XmlName) -> Self {
        Self { prefix: name.prefix, local: name.local, namespace: name.namespace }
    }
}

impl Encoder {
    pub(super) fn open(&mut self, tag: Tag<'_>) -> Result<()> {
        self.out.push('<');
        self.name(tag);
        self.declare(tag.prefix, tag.namespace)
    }

    pub(super) fn close(&mut self, tag: Tag<'_>) {
        self.out.push_str("</");
        self.name(tag);
        self.out.push('>');
    }

    pub(super) fn name(&mut self, tag: Tag<'_>) {
        if let Some(prefix) = tag.prefix {
            self.out.push_str(prefix);
            self.out.push(':');
        }
        self.out.push_str(tag.local);
    }

    /// Declares a namespace unless the element is inside one that did.
    pub(super) fn declare(
        &mut self,
        prefix: Option<&'static str>,
        namespace: Option<&'static str>,
    ) -> Result<()> {
        let Some(namespace) = namespace else { return Ok(()) };
        let bound = self.namespaces.iter().rev().find(|(other, _)| *other == prefix);
        if bound.is_some_and(|(_, bound)| *bound == namespace) {
            return Ok(());
        }
        self.namespaces.push((prefix, namespace));
        self.out.push_str(" xmlns");
        if let Some(prefix) = prefix {
            self.out.push(':');
            self.out.push_str(prefix);
        }
        self.out.push_str("=\"");
        self.text(namespace, Place::Attribute)?;
        self.out.push('"');
        Ok(())
    }
}
