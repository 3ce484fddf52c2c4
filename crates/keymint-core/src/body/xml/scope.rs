//! The namespaces of the open elements; they are asked for only where nothing else tells two names apart.

use quick_xml::events::BytesStart;
use quick_xml::name::PrefixDeclaration;

/// More declarations than the elements around any value have; names are looked up among all of them.
const MOST: usize = 256;

/// Prefixes, and the namespaces that they stand for, of the open elements.
#[derive(Default)]
pub(super) struct Scope {
    bound: Vec<(String, String)>,
}

impl Scope {
    /// Enters an element, and returns what [`leave`](Self::leave) needs; `None` where it declares too much.
    pub(super) fn enter(&mut self, start: &BytesStart<'_>) -> Option<usize> {
        let outer = self.bound.len();
        if !start.attributes_raw().contains("xmlns") {
            return Some(outer);
        }
        let mut attributes = start.attributes();
        attributes.with_checks(false);
        for attribute in attributes.flatten() {
            let prefix = match attribute.key.as_namespace_binding() {
                Some(PrefixDeclaration::Default) => "",
                Some(PrefixDeclaration::Named(prefix)) => prefix,
                None => continue,
            };
            self.bound.push((prefix.to_owned(), attribute.value.into_owned()));
        }
        (self.bound.len() <= MOST).then_some(outer)
    }

    /// Leaves the element that was entered last.
    pub(super) fn leave(&mut self, outer: usize) {
        self.bound.truncate(outer);
    }

    /// The namespace that a prefix stands for; the empty prefix is that of names without one.
    pub(super) fn namespace(&self, prefix: &str) -> Option<&str> {
        let bound = self.bound.iter().rev().find(|(known, _)| known == prefix);
        bound.map(|(_, namespace)| namespace.as_str()).filter(|namespace| !namespace.is_empty())
    }
}
