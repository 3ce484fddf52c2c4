//! What a document says about its XML.

/// An XML root element.
#[derive(Debug)]
pub struct Element {
    /// Its name.
    pub name: XmlName,
    /// What is inside.
    pub node: &'static Node,
}

/// The name of an XML element or attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmlName {
    /// The name without prefix; all that reading compares.
    pub local: &'static str,
    /// The prefix written before it.
    pub prefix: Option<&'static str>,
    /// The namespace declared on it.
    pub namespace: Option<&'static str>,
}

/// What an XML element holds.
#[derive(Debug)]
#[non_exhaustive]
pub enum Node {
    /// Text that becomes a JSON string.
    Text,
    /// Text that becomes a whole JSON number.
    Integer,
    /// Text that becomes a JSON number.
    Number,
    /// `true`, `false`, `1` or `0`.
    Boolean,
    /// Elements and attributes with known names.
    Object(&'static [XmlField]),
    /// Elements of one name.
    List {
        /// The name of each item.
        item: XmlName,
        /// What an item holds.
        node: &'static Node,
    },
    /// Elements whose names are the keys.
    Map(&'static Node),
}

/// One property of an object in XML.
#[derive(Debug)]
pub struct XmlField {
    /// The property's name in JSON.
    pub json: &'static str,
    /// The element's or attribute's name; for an unwrapped list the name that each item has.
    pub name: XmlName,
    /// Where it stands.
    pub place: XmlPlace,
    /// What it holds.
    pub node: &'static Node,
}

/// Where a property stands in XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum XmlPlace {
    /// In an element of its own; a list in a wrapping element.
    Element,
    /// In an attribute of the object's element.
    Attribute,
    /// A list whose items stand directly in the object's element.
    Unwrapped,
}
