//! What an OpenAPI document says about a provider and generated methods do not.
//!
//! `cargo xtask codegen` writes one static [`Api`] per provider. The transport reads it; nothing else in the
//! workspace matches on a provider's name, a status code or a media type. The structs are open so that generated
//! code can write them as constants; they are not for applications and change with the generator.

#[cfg(feature = "xml")]
mod xml;

use std::fmt;

#[cfg(feature = "xml")]
pub use xml::{Element, Node, XmlField, XmlName, XmlPlace};

use crate::body::WireFormat;

/// One provider, as its OpenAPI document describes it.
#[derive(Debug)]
pub struct Api {
    /// The provider's name in errors, spans and the command line: `infobip`.
    pub provider: &'static str,
    /// The base URL of the document's first server, or `None` where a host must be given.
    pub base_url: Option<&'static str>,
    /// Every security scheme of the document.
    pub schemes: &'static [SecurityScheme],
    /// Where the provider's error bodies keep what an [`Error`](crate::Error) tells.
    pub errors: ErrorFields,
    /// Every operation, sorted by [`Operation::id`].
    pub operations: &'static [Operation],
}

/// One operation of an OpenAPI document.
pub struct Operation {
    /// The name of the generated method: `create_api_key`.
    pub id: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path template: `/settings/1/accounts/{accountKey}/api-keys`.
    pub path: &'static str,
    /// The base URL of its own server, where it has one; it gives way to a base URL of the caller's.
    pub server: Option<&'static str>,
    /// Whether the operation may be sent again.
    pub safety: Safety,
    /// Names of the schemes it accepts, by preference: any of the outer list, all of an inner one.
    ///
    /// An empty outer list, or an empty inner one, means that it works without a credential.
    pub security: &'static [&'static [&'static str]],
    /// The request body, when the operation takes one.
    pub request: Option<RequestBody>,
    /// The documented responses.
    pub responses: &'static [Response],
    /// Whether the success type is an enum with a variant per documented status.
    pub success_by_status: bool,
    /// What its answer must repeat of its request: an answer to another request is told by it.
    pub echo: Option<Echo>,
    /// Whether its path shows a secret, so that no URL of it is kept.
    pub secret_path: bool,
}

#[cfg(test)]
impl Operation {
    /// One that takes and answers nothing, for tests to build on.
    pub(crate) const fn reading(path: &'static str) -> Self {
        Self {
            id: "get_thing",
            method: "GET",
            path,
            server: None,
            safety: Safety::Safe,
            security: &[],
            request: None,
            responses: &[],
            success_by_status: false,
            echo: None,
            secret_path: false,
        }
    }
}

/// The names of the properties that lead to a value, from the outside in; an item of a list has its number for a name.
pub type Place = &'static [&'static str];

/// A text of a request that its answer repeats.
#[derive(Debug)]
pub struct Echo {
    /// Where the request has it.
    pub request: Place,
    /// Where the answer has it.
    pub answer: Place,
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("safety", &self.safety)
            .finish_non_exhaustive()
    }
}

/// What repeating an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Safety {
    /// It only reads.
    Safe,
    /// Sending it twice leaves what sending it once leaves.
    Idempotent,
    /// Each time it is executed a secret comes into being, and its answer is the only copy.
    CreatesSecret,
    /// It changes something each time, and its answer carries no secret.
    Once,
}

/// The body that an operation takes.
#[derive(Debug)]
pub struct RequestBody {
    /// Whether the document requires it.
    pub required: bool,
    /// The media types it may be sent as; the first is the one used unless the caller chooses.
    pub media: &'static [Media],
}

/// One documented response of an operation.
#[derive(Debug)]
pub struct Response {
    /// The status, or the range of them, that it stands for.
    pub status: Status,
    /// The variant of the operation's error enum, or of its success enum where there is one.
    pub variant: &'static str,
    /// The media types it may arrive as; empty when the document shows no body.
    pub media: &'static [Media],
}

impl Response {
    /// Whether the document says that this answer is bytes, which are the caller's to read.
    pub(crate) fn is_bytes(&self) -> bool {
        self.media.iter().any(|media| matches!(media.codec, Codec::Bytes))
    }
}

/// A status, or a range of them, in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// `404`.
    Code(u16),
    /// `4XX`, by its first digit.
    Class(u16),
    /// `default`.
    Default,
}

impl Status {
    /// Whether a documented status says that all went well; `default` says nothing.
    pub(crate) fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Class(2))
    }
}

/// A media type and how its bytes map to the typed body.
#[derive(Debug)]
pub struct Media {
    /// The media type without parameters, in lower case: `application/json`.
    pub essence: &'static str,
    /// The translation between these bytes and JSON, in which generated code speaks.
    pub codec: Codec,
}

/// How the bytes of a media type map to JSON.
#[derive(Debug)]
#[non_exhaustive]
pub enum Codec {
    /// The bytes are JSON.
    Json,
    /// `application/x-www-form-urlencoded`, with the properties that are not plain `name=value`.
    Form(&'static [FormField]),
    /// XML below this root element.
    #[cfg(feature = "xml")]
    Xml(&'static Element),
    /// Text, which generated code sees as one JSON string.
    Text,
    /// Anything else: bytes that pass through untouched.
    Bytes,
}

impl Codec {
    /// The wire format that it belongs to.
    pub(crate) fn format(&self) -> Option<WireFormat> {
        match self {
            Self::Json => Some(WireFormat::Json),
            Self::Form(_) => Some(WireFormat::Form),
            #[cfg(feature = "xml")]
            Self::Xml(_) => Some(WireFormat::Xml),
            Self::Text | Self::Bytes => None,
        }
    }
}

/// A form property whose lists or objects have a style of their own.
#[derive(Debug)]
pub struct FormField {
    /// The property.
    pub name: &'static str,
    /// How its value is spread over pairs.
    pub style: FormStyle,
}

/// How a list or an object is written in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormStyle {
    /// `ip=a&ip=b`: the OpenAPI default.
    Repeat,
    /// `ip[0]=a&ip[1]=b`, `company[name]=x`: `style: deepObject`, and what PHP reads.
    Brackets,
    /// `ip=a,b`: `explode: false`.
    Commas,
}

/// A security scheme of a document: how a credential is placed on the wire.
#[derive(Debug)]
pub struct SecurityScheme {
    /// The scheme's name in the document.
    pub name: &'static str,
    /// Where the credential goes.
    pub place: CredentialPlace,
}

/// Where a credential goes in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialPlace {
    /// The whole value of a header: `X-Api-Key: …`.
    Header(&'static str),
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization: Basic …`, of a user name and a password.
    Basic,
    /// A header whose value starts with a word: `Authorization: App …`.
    HeaderWord {
        /// The header.
        header: &'static str,
        /// The word, without the space that follows it.
        word: &'static str,
    },
    /// A query parameter.
    Query(&'static str),
    /// A cookie.
    Cookie(&'static str),
}

/// Where a provider's error bodies keep what a caller asks for; each list is tried in order.
#[derive(Debug)]
pub struct ErrorFields {
    /// The provider's error code.
    pub code: &'static [Place],
    /// Its message.
    pub message: &'static [Place],
    /// Its request or support id.
    pub request_id: &'static [Place],
    /// Where it lists what is wrong field by field.
    pub violations: &'static [Violations],
}

/// Where an error body lists what is wrong with which field.
///
/// A map of field to message (or messages) needs no names; a list of objects does.
#[derive(Debug)]
pub struct Violations {
    /// The map or the list.
    pub at: Place,
    /// In a list: the property that names the field.
    pub field: &'static str,
    /// In a list: the property that tells what is wrong.
    pub message: &'static str,
}
