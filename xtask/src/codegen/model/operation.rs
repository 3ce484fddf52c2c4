//! Operations in normal form.

use serde_json::{Map, Value};

use super::schema::Schema;

/// One operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The name of the method: `create_api_key`.
    pub(crate) id: String,
    /// The HTTP method, in small letters.
    pub(crate) method: &'static str,
    /// The path template, as the document writes it.
    pub(crate) path: String,
    /// The base URL of its own server, where it has one.
    pub(crate) server: Option<String>,
    /// Where the document has it.
    pub(crate) at: String,
    /// One line about it.
    pub(crate) summary: Option<String>,
    /// More about it.
    pub(crate) docs: Option<String>,
    /// The page that documents it.
    pub(crate) source: Option<String>,
    /// Whether the document wants it used no more.
    pub(crate) deprecated: bool,
    /// What repeating it does.
    pub(crate) safety: Safety,
    /// What its answer must repeat of its request.
    pub(crate) echo: Option<Echo>,
    /// The credentials it accepts: any of the outer list, all of an inner one.
    pub(crate) security: Vec<Vec<String>>,
    /// Whether none of them can be sent, so that every call is refused.
    pub(crate) refused: bool,
    /// What it takes beside a body.
    pub(crate) parameters: Vec<Parameter>,
    /// The body it takes.
    pub(crate) body: Option<Body>,
    /// What it answers, in the document's order.
    pub(crate) responses: Vec<Response>,
}

/// What repeating an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Safety {
    /// Nothing: it only reads.
    Safe,
    /// Nothing more than sending it once.
    Idempotent,
    /// It makes another secret.
    CreatesSecret,
    /// It changes something else.
    Once,
}

/// A text of a request that its answer repeats, each found by the names of properties that lead to it.
#[derive(Clone, Debug)]
pub(crate) struct Echo {
    /// Where the request has it.
    pub(crate) request: Vec<String>,
    /// Where the answer has it.
    pub(crate) answer: Vec<String>,
}

/// A parameter.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    /// Its name in the document.
    pub(crate) wire: String,
    /// Its name in Rust, without the underscore that keeps a keyword apart.
    pub(crate) rust: String,
    /// Where it goes.
    pub(crate) place: Place,
    /// Whether it must be given.
    pub(crate) required: bool,
    /// What it holds.
    pub(crate) schema: Schema,
    /// How it is written.
    pub(crate) writing: Writing,
    /// Whether it is a secret that the URL shows.
    pub(crate) shown: bool,
    /// What the document says about it.
    pub(crate) docs: Option<String>,
}

/// How a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Writing {
    /// The style of OpenAPI, by the name that the runtime has for it.
    pub(crate) style: &'static str,
    /// Whether items or properties are written apart.
    pub(crate) explode: bool,
    /// Whether reserved characters stay as they are.
    pub(crate) reserved: bool,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    /// Whether it must be given.
    pub(crate) required: bool,
    /// What the document says about it.
    pub(crate) docs: Option<String>,
    /// What it holds.
    pub(crate) content: Content,
}

/// What a body holds, in each of its media types.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    /// What it is in Rust.
    pub(crate) payload: Payload,
    /// The media types that carry it, in the document's order.
    pub(crate) media: Vec<Media>,
}

/// What a body is in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Payload {
    /// A type.
    Typed(Schema),
    /// Bytes, as they come.
    Bytes,
}

/// A media type of a body.
#[derive(Clone, Debug)]
pub(crate) struct Media {
    /// Its name without parameters, in small letters.
    pub(crate) essence: String,
    /// How its bytes are read.
    pub(crate) kind: MediaKind,
    /// What the document says it holds.
    pub(crate) schema: Schema,
    /// What XML calls it, unless the schema says something else.
    pub(crate) root: String,
    /// What XML calls an item of it, if it is a list, unless the schema says something else.
    pub(crate) item: String,
    /// How form properties are written, where the document says so.
    pub(crate) encoding: Map<String, Value>,
}

/// How the bytes of a media type are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MediaKind {
    /// As JSON.
    Json,
    /// As XML.
    Xml,
    /// As a form.
    Form,
    /// As parts between boundaries.
    Multipart,
    /// As one text.
    Text,
    /// Not at all.
    Bytes,
}

/// A documented answer.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    /// When it comes.
    pub(crate) status: Status,
    /// What the document says about it.
    pub(crate) docs: Option<String>,
    /// Its body, where it has one.
    pub(crate) content: Option<Content>,
}

/// A status, or a range of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// `404`.
    Code(u16),
    /// `4XX`, by its first digit.
    Class(u16),
    /// `default`.
    Default,
}

impl Operation {
    /// The media types of its body and of its answers.
    pub(crate) fn media(&self) -> impl Iterator<Item = &Media> {
        let bodies = self.body.iter().map(|body| &body.content);
        let answers = self.responses.iter().filter_map(|response| response.content.as_ref());
        bodies.chain(answers).flat_map(|content| &content.media)
    }
}

impl Safety {
    /// The word of `x-keymint-safety`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Idempotent => "idempotent",
            Self::CreatesSecret => "creates-secret",
            Self::Once => "once",
        }
    }
}

impl Writing {
    /// A name and a value, a list by repeating the name.
    pub(crate) const QUERY: Self = Self { style: "Form", explode: true, reserved: false };
    /// A value alone.
    pub(crate) const SIMPLE: Self = Self { style: "Simple", explode: false, reserved: false };
}

impl Place {
    /// The word of OpenAPI.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

impl Status {
    /// Whether it says that all went well.
    pub(crate) fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Class(2))
    }

    /// Whether it says that something went wrong, or may say so.
    pub(crate) fn is_error(self) -> bool {
        matches!(self, Self::Code(400..=599) | Self::Class(4 | 5) | Self::Default)
    }
}
