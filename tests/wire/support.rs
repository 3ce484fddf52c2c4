//! One mock server per test, fixtures by name, and the request that it saw.

pub(crate) mod calls;
pub(crate) mod document;
pub(crate) mod xml;

use std::path::{Path, PathBuf};

use serde_json::Value;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// Headers that differ from run to run or say nothing about us.
const UNSTABLE_HEADERS: [&str; 1] = ["host"];
/// Headers whose values are credentials; the tests assert them apart from the snapshot.
const CREDENTIAL_HEADERS: [&str; 3] = ["authorization", "x-admin-api-key", "x-api-key"];

/// A provider's mock server that gives one answer to everything.
pub(crate) struct Provider {
    pub(crate) server: MockServer,
}

impl Provider {
    pub(crate) async fn answering(answer: ResponseTemplate) -> Self {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(answer).mount(&server).await;
        Self { server }
    }

    /// Answers with a fixture: the status is the second part of its name.
    pub(crate) async fn serving(fixture: &str) -> Self {
        Self::answering(answer(fixture)).await
    }

    pub(crate) fn url(&self) -> String {
        self.server.uri()
    }

    /// The only request that arrived.
    pub(crate) async fn request(&self) -> Request {
        let mut requests = self.requests().await;
        assert_eq!(requests.len(), 1, "exactly one request was expected");
        requests.remove(0)
    }

    pub(crate) async fn requests(&self) -> Vec<Request> {
        self.server.received_requests().await.expect("recording is on")
    }
}

/// A fixture as an answer, with the media type of its extension.
pub(crate) fn answer(fixture: &str) -> ResponseTemplate {
    let status = fixture
        .split('.')
        .nth(1)
        .and_then(|part| part.parse::<u16>().ok())
        .expect("a status in the name");
    let media = if is_xml(fixture) { "application/xml;charset=UTF-8" } else { "application/json" };
    ResponseTemplate::new(status).set_body_raw(text(fixture), media)
}

/// The text of a fixture, `infobip/create_api_key.200.json` for instance.
pub(crate) fn text(fixture: &str) -> String {
    let path = root().join("tests/fixtures").join(fixture);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn is_xml(fixture: &str) -> bool {
    Path::new(fixture).extension().is_some_and(|extension| extension == "xml")
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A request as a person would write it down: sorted headers, pretty JSON, no credential.
pub(crate) fn written(request: &Request) -> String {
    let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut lines = vec![format!("{} {}{query} HTTP/1.1", request.method, request.url.path())];
    let mut headers: Vec<_> = request
        .headers
        .iter()
        .filter(|(name, _)| !UNSTABLE_HEADERS.contains(&name.as_str()))
        .map(|(name, value)| {
            let value = value.to_str().expect("an ASCII header");
            let hidden = CREDENTIAL_HEADERS.contains(&name.as_str());
            (name.as_str(), if hidden { redact(value) } else { value.to_owned() })
        })
        .collect();
    headers.sort();
    lines.extend(headers.into_iter().map(|(name, value)| format!("{name}: {value}")));
    if !request.body.is_empty() {
        lines.push(String::new());
        lines.push(body(&request.body));
    }
    lines.join("\n")
}

/// Keeps the word of a scheme.
fn redact(value: &str) -> String {
    value
        .split_once(' ')
        .map_or_else(|| "[redacted]".to_owned(), |(word, _)| format!("{word} [redacted]"))
}

fn body(bytes: &[u8]) -> String {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(value) => serde_json::to_string_pretty(&value).expect("JSON"),
        Err(_) => String::from_utf8(bytes.to_vec()).expect("text"),
    }
}

/// Holds a request against its snapshot and against the document's schema.
macro_rules! assert_sent {
    ($provider:expr, $name:expr, $request:expr) => {{
        let request = $request;
        crate::support::document::Document::read($provider).check_request(&request);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            insta::assert_snapshot!(
                format!("{}__{}", $provider, $name),
                crate::support::written(&request)
            )
        });
    }};
}
pub(crate) use assert_sent;
