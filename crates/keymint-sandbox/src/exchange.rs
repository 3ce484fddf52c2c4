//! One request and its answer, read whole and written whole.

use std::net::IpAddr;

use axum::{body::Body, response::Response};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER},
};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::form_urlencoded;

use crate::provider::Provider;

/// A request as the providers see it.
pub(crate) struct Request {
    pub(crate) method: Method,
    /// Path and query as sent.
    pub(crate) target: String,
    /// The provider whose base path the target begins with.
    pub(crate) provider: Option<Provider>,
    /// The decoded path segments, without the provider's base path.
    pub(crate) segments: Vec<String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) peer: IpAddr,
}

/// An answer, ready to be sent.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) media_type: &'static str,
    pub(crate) retry_after: Option<u64>,
    pub(crate) body: Bytes,
}

impl Request {
    /// Reads the body, which may be no longer than a mebibyte.
    pub(crate) async fn read(
        request: axum::extract::Request,
        peer: IpAddr,
    ) -> Result<Self, Answer> {
        let (head, body) = request.into_parts();
        let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
            return Err(Answer::text(
                StatusCode::PAYLOAD_TOO_LARGE,
                "body is longer than one mebibyte\n",
            ));
        };
        let path = head.uri.path();
        let (provider, rest) = split_provider(path);
        let query = head.uri.query().unwrap_or_default();

        Ok(Self {
            method: head.method,
            target: head.uri.path_and_query().map_or(path, |target| target.as_str()).to_owned(),
            provider,
            segments: rest
                .trim_start_matches('/')
                .split('/')
                .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
                .collect(),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers: head.headers,
            body,
            peer,
        })
    }

    /// The path segments, for a `match` beside the method.
    pub(crate) fn path(&self) -> Vec<&str> {
        self.segments.iter().map(String::as_str).collect()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The media type of the body in lower case, without parameters.
    pub(crate) fn media_type(&self) -> Option<String> {
        let essence = self.header(CONTENT_TYPE.as_str())?.split(';').next()?;
        Some(essence.trim().to_ascii_lowercase())
    }
}

impl Answer {
    pub(crate) fn new(
        status: StatusCode,
        media_type: &'static str,
        body: impl Into<Bytes>,
    ) -> Self {
        Self { status, media_type, retry_after: None, body: body.into() }
    }

    pub(crate) fn json(status: StatusCode, body: &Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    pub(crate) fn empty(status: StatusCode) -> Self {
        Self::text(status, "")
    }

    pub(crate) fn text(status: StatusCode, body: &'static str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", body)
    }

    pub(crate) fn retry_after(mut self, seconds: Option<u64>) -> Self {
        self.retry_after = seconds;
        self
    }

    pub(crate) fn into_response(self) -> Response {
        let is_empty = self.body.is_empty();
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        if !is_empty {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Tells whose base path this is, and what follows it.
fn split_provider(path: &str) -> (Option<Provider>, &str) {
    for provider in Provider::ALL {
        match path.strip_prefix(provider.base_path()) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                return (Some(provider), rest);
            }
            Some(_) | None => {}
        }
    }
    (None, path)
}

/// Far above any documented request, far below what would hurt a test machine.
const MAX_BODY: usize = 1024 * 1024;
