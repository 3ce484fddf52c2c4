//! Bodies: which media type a call uses, and the translation between its bytes and JSON.

mod encode_error;
pub(crate) mod form;
pub(crate) mod json;
mod plain;
#[cfg(feature = "xml")]
pub(crate) mod xml;

pub(crate) use encode_error::EncodeError;
use http::HeaderValue;

use crate::api::{Api, Codec, Media, Operation};

/// The encoding of a body on the wire.
///
/// The typed API is the same for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WireFormat {
    /// JSON both ways.
    Json,
    /// `application/x-www-form-urlencoded` requests, and answers as the provider gives them.
    Form,
    /// XML both ways.
    Xml,
}

impl WireFormat {
    fn is(self, media: &Media) -> bool {
        media.codec.format() == Some(self)
    }

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Form => "form",
            Self::Xml => "XML",
        }
    }
}

/// What one call speaks.
pub(crate) struct Spoken {
    /// How the request body is written, when there is one.
    pub(crate) request: Option<&'static Media>,
    /// Which answers are read, where a format decides it.
    pub(crate) accept: Option<&'static str>,
}

/// Chooses what a call speaks, or `None` when the operation does not offer `format`.
pub(crate) fn speak(operation: &'static Operation, format: Option<WireFormat>) -> Option<Spoken> {
    let offered = operation.request.as_ref().map_or(&[][..], |body| body.media);
    let request = match format {
        Some(format) if !offered.is_empty() => Some(offered.iter().find(|media| format.is(media))?),
        _ => offered.first(),
    };
    if format != Some(WireFormat::Xml) {
        return Some(Spoken { request, accept: None });
    }
    let answers = success_media(operation);
    let xml = answers.iter().find(|media| WireFormat::Xml.is(media));
    if xml.is_none() && !answers.is_empty() {
        return None;
    }
    Some(Spoken { request, accept: Some(xml.map_or("application/xml", |media| media.essence)) })
}

/// What each success can be read from: JSON, or else the first media type that carries it, or all that carry bytes.
pub(crate) fn readable(operation: &'static Operation) -> HeaderValue {
    let mut essences: Vec<&'static str> = Vec::new();
    for response in operation.responses.iter().filter(|response| response.status.is_success()) {
        let json = response.media.iter().find(|media| WireFormat::Json.is(media));
        let bytes = response.media.iter().all(|media| matches!(media.codec, Codec::Bytes));
        let wanted = match json {
            Some(json) => std::slice::from_ref(json),
            None if bytes => response.media,
            None => response.media.get(..1).unwrap_or_default(),
        };
        for media in wanted {
            if !essences.contains(&media.essence) {
                essences.push(media.essence);
            }
        }
    }
    match essences.as_slice() {
        // JSON is what an answer without a documented body is asked for in, should there be one.
        [] => HeaderValue::from_static("application/json"),
        // The usual case, and every call's: nothing is put together.
        [one] => HeaderValue::from_static(one),
        several => {
            HeaderValue::try_from(several.join(", ")).unwrap_or(HeaderValue::from_static("*/*"))
        }
    }
}

/// Whether any operation of a provider offers `format`.
pub(crate) fn is_offered(api: &'static Api, format: WireFormat) -> bool {
    api.operations.iter().any(|operation| {
        let requests = operation.request.as_ref().map_or(&[][..], |body| body.media);
        requests.iter().chain(success_media(operation)).any(|media| format.is(media))
    })
}

/// The formats that an operation offers, for a message.
pub(crate) fn offered(operation: &'static Operation) -> String {
    let all = [WireFormat::Json, WireFormat::Form, WireFormat::Xml];
    let names: Vec<_> = all
        .into_iter()
        .filter(|format| speak(operation, Some(*format)).is_some())
        .map(WireFormat::name)
        .collect();
    names.join(", ")
}

fn success_media(operation: &'static Operation) -> &'static [Media] {
    let with_body =
        operation.responses.iter().find(|r| r.status.is_success() && !r.media.is_empty());
    with_body.map_or(&[], |response| response.media)
}

#[cfg(test)]
#[cfg(feature = "xml")]
mod tests;
