//! The public surface of a generated client.

use std::collections::BTreeMap;

/// Public items by their path.
#[derive(Clone, Debug, Default)]
pub(super) struct Surface {
    /// The items.
    pub(super) items: BTreeMap<String, Item>,
}

/// A public item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// What it is.
    pub(super) kind: Kind,
    /// The item that it belongs to.
    pub(super) owner: Option<String>,
    /// Everything about it that code can depend on.
    pub(super) shape: String,
    /// The part of that which people read.
    pub(super) shown: String,
    /// Whether it must be given, where that can be said.
    pub(super) required: bool,
    /// Whether others may not write it out in full, so that it can grow.
    pub(super) grows: bool,
    /// What it is called on the wire, where that is not its name.
    pub(super) wire: Option<String>,
    /// Its documentation.
    pub(super) docs: String,
    /// Whether it is marked as used no more.
    pub(super) deprecated: bool,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A struct.
    Struct,
    /// An enum.
    Enum,
    /// A public field.
    Field,
    /// A variant.
    Variant,
    /// A method or function.
    Method,
    /// A method that sets a parameter or a property, of a builder.
    Setter,
    /// A trait that a type has.
    Trait,
    /// Anything else.
    Other,
}

impl Surface {
    /// Whether an item's owner, or the owner's owner, is missing in another surface: then it goes without saying.
    pub(super) fn is_told_by_owner(&self, item: &Item, other: &Self) -> bool {
        let mut owner = item.owner.as_ref();
        while let Some(name) = owner {
            if !other.items.contains_key(name) {
                return true;
            }
            owner = self.items.get(name).and_then(|item| item.owner.as_ref());
        }
        false
    }
}
