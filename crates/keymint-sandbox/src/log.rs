//! Every request received, with the secrets taken out.

use std::collections::{BTreeMap, VecDeque};

use http::{
    HeaderMap,
    header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION},
};
use jiff::Timestamp;
use quick_xml::escape::escape;
use serde::Serialize;
use serde_json::Value;
use url::form_urlencoded;

use crate::{
    authorization::CREDENTIAL_HEADERS,
    body::{FORM, form, is_xml, xml::Element},
    chaos::Fault,
    exchange::Request,
    provider::Provider,
};

/// One request as received; credentials and secrets read `[redacted]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RequestRecord {
    /// When it arrived, by the sandbox's clock.
    pub at: Timestamp,
    /// Whose base path it was sent to.
    pub provider: Option<Provider>,
    /// The method.
    pub method: String,
    /// Path and query as sent.
    pub path: String,
    /// The headers by lower-case name; repeated ones are joined with commas.
    pub headers: BTreeMap<String, String>,
    /// How long the body was.
    pub body_bytes: usize,
    /// The body, where it was text.
    pub body: Option<String>,
    /// The fault that struck it, latency apart.
    pub fault: Option<Fault>,
    /// The status of the answer; none when the connection was cut instead.
    pub status: Option<u16>,
}

/// The latest requests, oldest first.
#[derive(Default)]
pub(crate) struct Log(VecDeque<RequestRecord>);

impl Log {
    pub(crate) fn add(&mut self, record: RequestRecord) {
        if self.0.len() >= LONGEST {
            self.0.pop_front();
        }
        self.0.push_back(record);
    }

    pub(crate) fn records(&self) -> Vec<RequestRecord> {
        self.0.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

impl RequestRecord {
    /// Keeps what a test may see: everything but the `secrets` and the fields that hold one.
    pub(crate) fn new(request: &Request, at: Timestamp, secrets: &[&str]) -> Self {
        let body = std::str::from_utf8(&request.body).ok().filter(|text| !text.is_empty());
        let in_fields = sensitive_values(request);
        let secrets: Vec<&str> =
            secrets.iter().copied().chain(in_fields.iter().map(String::as_str)).collect();

        Self {
            at,
            provider: request.provider,
            method: request.method.to_string(),
            path: redact(&request.target, &secrets),
            headers: headers(&request.headers, &secrets),
            body_bytes: request.body.len(),
            body: body.map(|text| redact(text, &secrets)),
            fault: None,
            status: None,
        }
    }
}

fn headers(headers: &HeaderMap, secrets: &[&str]) -> BTreeMap<String, String> {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in headers {
        let value = match name.as_str() {
            name if CREDENTIAL_HEADERS.contains(&name) || name == COOKIE.as_str() => {
                REDACTED.to_owned()
            }
            name if name == AUTHORIZATION.as_str() || name == PROXY_AUTHORIZATION.as_str() => {
                let value = String::from_utf8_lossy(value.as_bytes());
                // The scheme tells tests what they need to know.
                value
                    .split_once(' ')
                    .map_or(REDACTED.to_owned(), |(scheme, _)| format!("{scheme} {REDACTED}"))
            }
            _ => redact(&String::from_utf8_lossy(value.as_bytes()), secrets),
        };
        let entry = seen.entry(name.to_string()).or_default();
        if !entry.is_empty() {
            entry.push_str(", ");
        }
        entry.push_str(&value);
    }
    seen
}

fn redact(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| secret.len() >= SHORTEST_SECRET) {
        if text.contains(secret) {
            text = text.replace(secret, REDACTED);
        }
    }
    text
}

/// The values of fields and query parameters named after passwords and secrets, as sent.
fn sensitive_values(request: &Request) -> Vec<String> {
    let mut found = Vec::new();
    match request.media_type().as_deref() {
        Some(FORM) => collect(&form::parse(&request.body), false, &mut found),
        Some(media_type) if is_xml(media_type) => {
            let text = String::from_utf8_lossy(&request.body);
            if let Ok(element) = Element::parse(&text) {
                collect_elements(&element, &mut found);
            }
        }
        _ => {
            if let Ok(body) = serde_json::from_slice(&request.body) {
                collect(&body, false, &mut found);
            }
        }
    }
    let in_query = request.query.iter().filter(|(name, _)| is_sensitive(name));
    found.extend(in_query.map(|(_, value)| value.clone()));
    found.iter().flat_map(|value| spellings(value)).collect()
}

fn collect(value: &Value, sensitive: bool, found: &mut Vec<String>) {
    match value {
        Value::String(text) if sensitive => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, sensitive, found)),
        Value::Object(fields) => {
            for (name, value) in fields {
                collect(value, sensitive || is_sensitive(name), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn collect_elements(element: &Element, found: &mut Vec<String>) {
    if is_sensitive(&element.name) {
        found.push(element.text.clone());
    }
    element.children.iter().for_each(|child| collect_elements(child, found));
}

fn is_sensitive(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "secret", "publicapikey", "token"].iter().any(|word| name.contains(word))
}

/// How a value may stand in a body or a query: as it is, in a form, in JSON, in XML.
fn spellings(value: &str) -> [String; 4] {
    [
        value.to_owned(),
        form_urlencoded::byte_serialize(value.as_bytes()).collect(),
        Value::from(value).to_string().trim_matches('"').to_owned(),
        escape(value).into_owned(),
    ]
}

const REDACTED: &str = "[redacted]";

/// Shorter values turn up by accident everywhere.
const SHORTEST_SECRET: usize = 4;

/// More than any test looks back on; a sandbox that runs for days must not grow without end.
const LONGEST: usize = 20_000;
