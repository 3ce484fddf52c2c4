//! One exchange per test: an answer that waits, and the request that came for it.

#![expect(clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]
#![allow(
    clippy::allow_attributes,
    dead_code,
    reason = "which of it is used depends on the documents"
)]

use keymint_core::api::CredentialPlace;
use keymint_core::{ClientBuilder, Credential, GeneratedClient};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// A server that gives one answer to everything.
pub(crate) struct Exchange {
    server: MockServer,
}

/// The request that came.
pub(crate) struct Sent(Request);

impl Exchange {
    pub(crate) async fn answering(status: u16, media: &str, body: &str) -> Self {
        let server = MockServer::start().await;
        let answer = ResponseTemplate::new(status);
        let answer =
            if media.is_empty() { answer } else { answer.set_body_raw(body.to_owned(), media) };
        Mock::given(any()).respond_with(answer).mount(&server).await;
        Self { server }
    }

    /// A client with a credential of the scheme.
    pub(crate) fn client<C: GeneratedClient>(&self, scheme: Option<&str>) -> C {
        let credential = scheme.map(|scheme| {
            let known = C::api().schemes.iter().find(|known| known.name == scheme);
            let basic = known.is_some_and(|known| known.place == CredentialPlace::Basic);
            let made = if basic {
                Credential::basic(C::api(), scheme, "user", "pw-CANARY")
            } else {
                Credential::new(C::api(), scheme, "sk_test_CANARY")
            };
            made.expect("a credential")
        });
        ClientBuilder::new(credential).base_url(self.server.uri()).build().expect("a client")
    }

    /// The only request that came, with this method and path.
    pub(crate) async fn saw(&self, method: &str, path: &str) -> Sent {
        let mut requests = self.server.received_requests().await.expect("recording is on");
        assert_eq!(requests.len(), 1, "exactly one request was expected");

        let sent = requests.remove(0);
        assert_eq!(sent.method.as_str(), method);
        let decoded = percent_decode_str(sent.url.path()).decode_utf8().expect("UTF-8");
        assert_eq!(decoded, path);
        Sent(sent)
    }

    pub(crate) async fn saw_nothing(&self) {
        let requests = self.server.received_requests().await.expect("recording is on");
        assert_eq!(requests.len(), 0, "no request was expected");
    }
}

impl Sent {
    pub(crate) fn has_query(&self, name: &str, value: &str) {
        let found = self.0.url.query_pairs().any(|(key, given)| key == name && given == value);
        assert!(found, "the query has no {name}={value}: {:?}", self.0.url.query());
    }

    pub(crate) fn has_header(&self, name: &str, value: &str) {
        let given = self.0.headers.get(name).and_then(|given| given.to_str().ok());
        assert_eq!(given, Some(value), "header {name}");
    }

    pub(crate) fn has_no_body(&self) {
        assert_eq!(self.0.body.len(), 0);
        assert!(!self.0.headers.contains_key("content-type"));
    }

    /// A body of this media type; of this value where it is JSON.
    pub(crate) fn has_body(&self, media: &str, json: Option<&str>) {
        let given = self.0.headers.get("content-type").and_then(|given| given.to_str().ok());
        let essence = given.unwrap_or_default().split(';').next().unwrap_or_default();
        assert_eq!(essence, media);
        assert!(!self.0.body.is_empty(), "the body is empty");

        if let Some(json) = json {
            let given: Value = serde_json::from_slice(&self.0.body).expect("JSON");
            assert_eq!(given, read::<Value>(json));
        }
    }
}

/// A value of any type of a client, from its JSON.
pub(crate) fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}
