//! The inner functions that fuzzers and property tests call; not for applications.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::de::DeserializeOwned;

use crate::answer::{Answer, failed};
use crate::api::{Api, Codec, Media, Operation, Safety};
use crate::base_url::BaseUrl;
use crate::body::{WireFormat, form, speak, xml};
use crate::error::Error;
use crate::retry::RetryPolicy;
use crate::rt::{encode_path, http::header};
use crate::transport::admit;

/// Reads a base URL.
///
/// # Errors
///
/// Says what is wrong with it.
pub fn base_url(text: &str) -> Result<String, &'static str> {
    BaseUrl::parse(text).map(|url| url.as_str().to_owned())
}

/// Puts a value into the one parameter of an operation's path and checks the URL.
///
/// # Errors
///
/// Says what is wrong with the value.
pub fn path(base: &str, operation: &Operation, value: &str) -> Result<String, String> {
    let base = BaseUrl::parse(base)?;
    let template = operation.path;
    let (before, rest) = template.split_once('{').ok_or("no parameter")?;
    let (_, after) = rest.split_once('}').ok_or("no parameter")?;
    let url = format!("{}{before}{}{after}", base.as_str(), encode_path(value));
    admit(&base, operation, &url).map(String::from)
}

/// The wait that these headers ask for.
pub fn requested_wait(headers: &HeaderMap) -> Option<Duration> {
    crate::retry::requested_wait(headers)
}

/// Whether a header can carry a value that a caller gives.
pub fn header_value(value: String) -> Option<HeaderValue> {
    header::HeaderValue::from(value).into_inner()
}

/// Writes a body that generated code made, as the operation sends it in this format.
///
/// # Errors
///
/// Says what the format cannot carry.
pub fn encode(
    operation: &'static Operation,
    format: WireFormat,
    json: &[u8],
) -> Result<Vec<u8>, String> {
    let media = speak(operation, Some(format)).and_then(|spoken| spoken.request);
    match media.map(|media| &media.codec) {
        Some(Codec::Form(fields)) => form::encode(fields, json).map_err(|why| why.to_string()),
        Some(Codec::Xml(root)) => xml::encode(root, json).map_err(|why| why.to_string()),
        _ => Err("not a format that is translated".to_owned()),
    }
}

/// Reads back an XML request of the operation, as JSON.
///
/// # Errors
///
/// Says what is wrong with it.
pub fn decode_request(operation: &'static Operation, body: &[u8]) -> Result<Vec<u8>, String> {
    let offered: &[Media] = operation.request.as_ref().map_or(&[], |request| request.media);
    let decoded = xml::decode(offered, body).ok_or("not a format that is offered")?;
    decoded.map(String::into_bytes).map_err(|why| why.to_string())
}

/// Reads an answer as a call does.
///
/// # Errors
///
/// As the call.
pub fn answer<T>(
    api: &'static Api,
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
) -> Result<T, Error>
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    let answer = Answer::new(api, operation, status, headers, Bytes::from(body));
    answer.decode().map(crate::ResponseValue::into_inner)
}

/// How long a call waits before it repeats what was answered like this, or `None` when it gives up.
pub fn wait_after(
    policy: &RetryPolicy,
    safety: Safety,
    status: StatusCode,
    headers: &HeaderMap,
) -> Option<Duration> {
    let failed = failed(status, headers)?;
    policy.wait_after(safety, &failed, 1, 0.5)
}
