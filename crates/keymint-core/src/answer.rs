//! The answer to a call: what it says about the call, and its decoding.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::api::{Api, Codec, Operation, Response, Status};
use crate::body::json::text::Json;
use crate::body::json::{self, Unreadable};
#[cfg(feature = "xml")]
use crate::body::xml;
use crate::error::{Error, ErrorKind, Outcome};
use crate::error_body::ErrorBody;
use crate::provider_error::ProviderError;
use crate::response::ResponseValue;
use crate::retry::{Failed, requested_wait};

/// An answer whose body has been read, or is the caller's to read.
pub struct Answer {
    api: &'static Api,
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    stream: Option<reqwest::Response>,
    record: Record,
    /// The request as JSON, where the answer must repeat a part of it.
    asked: Option<Bytes>,
    /// Whether no repetition is possible, whatever the status.
    conclusive: bool,
}

/// What the attempts of a call came to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Record {
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    /// Whether an attempt before the last one may have taken effect.
    pub(crate) ambiguous: bool,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("operation", &self.operation.id)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl Answer {
    pub(crate) fn new(
        api: &'static Api,
        operation: &'static Operation,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Box<Self> {
        Box::new(Self {
            api,
            operation,
            status,
            headers,
            body,
            stream: None,
            record: Record::default(),
            asked: None,
            conclusive: false,
        })
    }

    pub(crate) fn streaming(
        api: &'static Api,
        operation: &'static Operation,
        status: StatusCode,
        headers: HeaderMap,
        response: reqwest::Response,
    ) -> Box<Self> {
        let mut answer = Self::new(api, operation, status, headers, Bytes::new());
        answer.stream = Some(response);
        answer
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// Notes that the request cannot be sent again.
    pub(crate) fn conclusive(mut self: Box<Self>) -> Box<Self> {
        self.conclusive = true;
        self
    }

    /// Notes what it took to get it, and the request as JSON, where the answer must repeat a part of it.
    pub(crate) fn complete(&mut self, record: Record, asked: Option<Bytes>) {
        self.record = record;
        self.asked = asked;
    }

    /// What decides whether to try again; `None` for a success.
    pub(crate) fn failed(&self) -> Option<Failed> {
        let failed = failed(self.status, &self.headers)?;
        Some(Failed { permanent: self.conclusive, ..failed })
    }

    /// The documented response for a status: exact, then by class, then `default`.
    pub(crate) fn declared(operation: &Operation, status: StatusCode) -> Option<&'static Response> {
        let code = status.as_u16();
        let find = |wanted: Status| operation.responses.iter().find(|r| r.status == wanted);
        let exact = find(Status::Code(code)).or_else(|| find(Status::Class(code / 100)));
        // A success the document does not list is read as the success it does list: a key may be in it.
        let sibling = || {
            let success = operation.responses.iter().find(|r| r.status.is_success());
            success.filter(|_| status.is_success())
        };
        exact.or_else(sibling).or_else(|| find(Status::Default))
    }

    /// Decodes a success; any other status is an error.
    pub(crate) fn decode<T: DeserializeOwned>(self: Box<Self>) -> Result<ResponseValue<T>, Error> {
        let answer = self.succeeded()?;
        match answer.content().and_then(|(json, variant)| json::decode(&json, variant)) {
            Ok(value) => Ok(ResponseValue::new(value, answer.status, answer.headers)),
            Err(why) => Err(answer.unreadable(why)),
        }
    }

    /// Itself if it is a success, or else the error that it is.
    pub(crate) fn succeeded(self: Box<Self>) -> Result<Box<Self>, Error> {
        if self.status.is_success() { Ok(self) } else { Err(self.refused()) }
    }

    /// The body of a success as JSON, and the variant of the success type that it is.
    fn content(&self) -> Result<(Cow<'_, str>, Option<&'static str>), Unreadable> {
        let declared = Self::declared(self.operation, self.status);
        let by_status = declared.filter(|_| self.operation.success_by_status);
        let variant = by_status.map(|response| response.variant);
        if by_status.is_some_and(|response| response.media.is_empty()) {
            return Ok((json::NOTHING.into(), variant));
        }
        let json = self.json(declared)?;
        self.is_ours(&json)?;
        Ok((json, variant))
    }

    /// Whether the answer repeats what was asked: one to another request would give its key away.
    fn is_ours(&self, json: &str) -> Result<(), Unreadable> {
        let Some((echo, request)) = self.operation.echo.as_ref().zip(self.asked.as_deref()) else {
            return Ok(());
        };
        let string = |json, place| Json::at(json, place)?.string();
        let asked = str::from_utf8(request).ok().and_then(|json| string(json, echo.request));
        let said = string(json, echo.answer);
        match asked.zip(said) {
            Some((asked, said)) if asked != said && asked.trim() != said.trim() => Err(
                Unreadable::new("belongs to another request: it does not repeat what was asked"),
            ),
            _ => Ok(()),
        }
    }

    /// The status and the headers, and a stream or what was read of the body.
    pub(crate) fn into_parts(self) -> (StatusCode, HeaderMap, Option<reqwest::Response>, Bytes) {
        (self.status, self.headers, self.stream, self.body)
    }

    /// The error for a status that is no success.
    pub(crate) fn refused(self: Box<Self>) -> Error {
        let declared = Self::declared(self.operation, self.status);
        let json = self.json(declared).ok();
        let answer = ProviderError::read(&self.api.errors, &self.headers, json.as_deref());
        let body = declared.and_then(|response| {
            let json = if response.media.is_empty() { json::NOTHING } else { json.as_deref()? };
            Some(ErrorBody::new(response.variant, json))
        });
        let reason = self.status.canonical_reason().unwrap_or("an unregistered status");
        let redirect =
            if self.status.is_redirection() { "; redirects are not followed" } else { "" };
        let what = format!("the provider answered {} {reason}{redirect}", self.status.as_u16());
        Error::new(ErrorKind::Api, judge(self.status), self.api.provider, what)
            .of(self.operation.id)
            .with_status(self.status)
            .with_answer(answer)
            .with_documented(body)
            .with_body(&self.body)
            .recorded(self.record)
    }

    /// The body as JSON text, whatever it arrived as.
    fn json(&self, declared: Option<&'static Response>) -> Result<Cow<'_, str>, Unreadable> {
        let media = declared.map_or(&[][..], |response| response.media);
        if self.body.is_empty() {
            return Err(Unreadable::new("has no body"));
        }
        let essence = self.essence();
        let is_json = essence.is_none_or(|essence| is_of(essence, "json"));
        if is_json && media.iter().all(|media| !matches!(media.codec, Codec::Text)) {
            let body = self.body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.body);
            return json::text(body);
        }
        if essence.is_some_and(|essence| is_of(essence, "xml")) {
            let undocumented = Unreadable::new("is not the documented XML");
            #[cfg(feature = "xml")]
            if let Some(decoded) = xml::decode(media, &self.body) {
                return decoded.map(Cow::Owned).map_err(|source| undocumented.because(source));
            }
            return Err(undocumented);
        }
        if media.iter().any(|media| matches!(media.codec, Codec::Text)) {
            let body = self.body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.body);
            return serde_json::to_string(&String::from_utf8_lossy(body))
                .map(Cow::Owned)
                .map_err(|_e| Unreadable::new("is not text"));
        }
        Err(Unreadable::new("has an undocumented media type"))
    }

    /// The media type without parameters.
    fn essence(&self) -> Option<&str> {
        let text = self.headers.get(CONTENT_TYPE)?.to_str().ok()?;
        let essence = text.split(';').next().unwrap_or_default().trim();
        (!essence.is_empty()).then_some(essence)
    }

    fn unreadable(self: Box<Self>, why: Unreadable) -> Error {
        let answer = ProviderError::read(&self.api.errors, &self.headers, None);
        let what = format!("answered {} and the answer {why}", self.status.as_u16());
        let error = Error::new(ErrorKind::Decode, Outcome::Unreadable, self.api.provider, what)
            .of(self.operation.id)
            .with_status(self.status)
            .with_answer(answer)
            .with_body(&self.body)
            .recorded(self.record);
        match why.into_source() {
            Some(source) => error.with_source(source),
            None => error,
        }
    }
}

/// Whether a media type is `…/syntax` or `…+syntax`, in any case.
fn is_of(essence: &str, syntax: &str) -> bool {
    let end = essence.rfind(['/', '+']).and_then(|at| essence.get(at + 1..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(syntax))
}

/// What some writers put before text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What an answer says about trying again; `None` for a success.
pub(crate) fn failed(status: StatusCode, headers: &HeaderMap) -> Option<Failed> {
    if status.is_success() {
        return None;
    }
    Some(Failed {
        kind: ErrorKind::Api,
        outcome: judge(status),
        status: Some(status),
        retry_after: requested_wait(headers),
        permanent: false,
    })
}

/// What a status that is no success says about the call's effect.
fn judge(status: StatusCode) -> Outcome {
    match status.as_u16() {
        // Whoever timed the request out may not be who executes it; a switch of protocols is no answer; 303 says
        // where to read what came of a request that is done.
        100..=199 | 303 | 408 | 425 | 500..=u16::MAX => Outcome::Unknown,
        _ => Outcome::Rejected,
    }
}
