//! Schemas in normal form.

/// A schema: its shape, and what is said about it where it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Schema {
    /// What a value looks like.
    pub(crate) shape: Shape,
    /// Whether `null` may stand in its place.
    pub(crate) nullable: bool,
    /// The document's description.
    pub(crate) docs: Option<String>,
    /// Whether the document wants it used no more.
    pub(crate) deprecated: bool,
    /// How XML writes it.
    pub(crate) xml: Xml,
}

/// What a value looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Anything.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A whole number, with the format that sizes it.
    Integer(Option<&'static str>),
    /// A number.
    Number,
    /// A string.
    Text(Text),
    /// A list.
    List(Box<Schema>),
    /// An object whose keys are data.
    Map(Box<Schema>),
    /// The component of that name.
    Named(String),
    /// An object with known properties; components only, as are the shapes below.
    Struct(Vec<Field>),
    /// One of some strings.
    Enum(Enum),
    /// One of several shapes.
    Union(Vec<Member>),
    /// One body per documented status.
    ByStatus(Vec<Case>),
    /// What no other member of a tagged union is.
    Unrecognized,
}

/// What a string means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    /// Itself.
    Plain,
    /// Something that must not be seen.
    Secret,
    /// `2025-06-01T10:30:00.000Z`.
    DateTime,
    /// `2015-02-12T09:58:20.323+0100`.
    DateTimeOffsetMillis,
    /// `2025-06-29 16:03:44`.
    DateTimeSpace,
    /// `2023-09-01T10:00:00`.
    DateTimeZoneless,
    /// `2025-06-29`.
    Date,
    /// A file, in a form with parts.
    Upload,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of OpenAPI about a property")]
pub(crate) struct Field {
    /// Its name in the document.
    pub(crate) wire: String,
    /// Its name in Rust, without the underscore that keeps a keyword apart.
    pub(crate) rust: String,
    /// Whether it is always there.
    pub(crate) required: bool,
    /// Whether it holds the properties that have no name of their own.
    pub(crate) rest: bool,
    /// Whether only the provider writes it.
    pub(crate) read_only: bool,
    /// Whether only we write it.
    pub(crate) write_only: bool,
    /// What it holds.
    pub(crate) schema: Schema,
}

/// A list of strings of which a value is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Enum {
    /// The strings.
    pub(crate) variants: Vec<Variant>,
    /// Whether other strings may come, as they may unless the value tells the members of a union apart.
    pub(crate) open: bool,
}

/// One string of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variant {
    /// The string.
    pub(crate) wire: String,
    /// Its name in Rust.
    pub(crate) rust: String,
}

/// One shape of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// Its name in Rust.
    pub(crate) rust: String,
    /// What it is.
    pub(crate) schema: Schema,
}

/// What comes with one documented status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Case {
    /// The variant.
    pub(crate) rust: String,
    /// The status, as documentation names it.
    pub(crate) status: String,
    /// What the document says about it.
    pub(crate) docs: Option<String>,
    /// The body, where there is one.
    pub(crate) schema: Option<Schema>,
}

/// What a document says about XML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Xml {
    /// The name, where it is not the property's.
    pub(crate) name: Option<String>,
    /// The namespace.
    pub(crate) namespace: Option<String>,
    /// The prefix.
    pub(crate) prefix: Option<String>,
    /// Whether it is an attribute.
    pub(crate) attribute: bool,
    /// Whether a list has an element of its own.
    pub(crate) wrapped: bool,
}

impl Schema {
    /// A schema about which nothing more is said.
    pub(crate) fn of(shape: Shape) -> Self {
        Self { shape, nullable: false, docs: None, deprecated: false, xml: Xml::default() }
    }

    /// A reference to a component.
    pub(crate) fn named(name: &str) -> Self {
        Self::of(Shape::Named(name.to_owned()))
    }

    /// The component it names, if it does.
    pub(crate) fn name(&self) -> Option<&str> {
        if let Shape::Named(name) = &self.shape { Some(name) } else { None }
    }

    /// The schemas directly inside.
    pub(crate) fn parts(&self) -> Vec<&Self> {
        match &self.shape {
            Shape::List(inner) | Shape::Map(inner) => vec![inner],
            Shape::Struct(fields) => fields.iter().map(|field| &field.schema).collect(),
            Shape::Union(members) => members.iter().map(|member| &member.schema).collect(),
            Shape::ByStatus(cases) => {
                cases.iter().filter_map(|case| case.schema.as_ref()).collect()
            }
            Shape::Any
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number
            | Shape::Text(_)
            | Shape::Named(_)
            | Shape::Enum(_)
            | Shape::Unrecognized => Vec::new(),
        }
    }

    /// The schemas directly inside, to be changed.
    pub(crate) fn parts_mut(&mut self) -> Vec<&mut Self> {
        match &mut self.shape {
            Shape::List(inner) | Shape::Map(inner) => vec![inner],
            Shape::Struct(fields) => fields.iter_mut().map(|field| &mut field.schema).collect(),
            Shape::Union(members) => members.iter_mut().map(|member| &mut member.schema).collect(),
            Shape::ByStatus(cases) => {
                cases.iter_mut().filter_map(|case| case.schema.as_mut()).collect()
            }
            Shape::Any
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number
            | Shape::Text(_)
            | Shape::Named(_)
            | Shape::Enum(_)
            | Shape::Unrecognized => Vec::new(),
        }
    }
}

impl Shape {
    /// Whether Rust needs a name for it.
    pub(crate) fn needs_name(&self) -> bool {
        matches!(self, Self::Struct(_) | Self::Enum(_) | Self::Union(_) | Self::ByStatus(_))
    }
}
