//! A documented answer of an operation.

use super::{sample, xml};
use crate::codegen::lower::Client;
use crate::codegen::model::{Content, Media, MediaKind, Operation, Payload, Response, Status};

/// An answer as a server gives it.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    /// Its status.
    pub(super) status: u16,
    /// Its media type; nothing when it has no body.
    pub(super) media: String,
    /// Its body.
    pub(super) body: String,
}

/// The first answer that means that all went well; a bare 204 where the document has none.
pub(super) fn of(operation: &Operation, client: &Client) -> Answer {
    let success = |response: &&Response| response.status.is_success();
    let stated =
        operation.responses.iter().find(success).or_else(|| {
            operation.responses.iter().find(|response| response.status == Status::Default)
        });
    let Some(response) = stated else { return Answer { status: 204, ..Answer::default() } };

    let status = match response.status {
        Status::Code(code) => code,
        Status::Class(_) | Status::Default => 200,
    };
    let body = response.content.as_ref().and_then(|content| body(content, client));
    let (media, body) = body.unwrap_or_default();
    Answer { status, media, body }
}

/// Whether a media type is read as JSON.
pub(super) fn is_json(media: &Media) -> bool {
    media.kind == MediaKind::Json
}

/// JSON where it is offered, as it is asked for; else the first media type.
fn body(content: &Content, client: &Client) -> Option<(String, String)> {
    let media = content.media.iter().find(|media| is_json(media)).or(content.media.first())?;
    let text = match (&content.payload, media.kind) {
        (Payload::Bytes, _) => "some bytes".to_owned(),
        (Payload::Typed(_), MediaKind::Xml) => xml::text(media, &client.model),
        (Payload::Typed(_), MediaKind::Text) => "text".to_owned(),
        (Payload::Typed(schema), _) => sample::json_of(schema, None, &client.model).to_string(),
    };
    let named = if is_json(media) {
        "application/json"
    } else if media.kind == MediaKind::Text {
        "text/plain"
    } else {
        "application/octet-stream"
    };
    let essence = if media.essence.contains('*') { named } else { &media.essence };
    Some((essence.to_owned(), text))
}
