//! A server that answers everything alike and keeps what it saw, and a client of it.

use keymint_core::{ClientBuilder, Credential, GeneratedClient as _, RetryPolicy};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::generated::Client;

/// Starts a server that gives one answer.
pub(crate) async fn answering(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

/// Starts a server that has nothing to say.
pub(crate) async fn silent() -> MockServer {
    answering(ResponseTemplate::new(204)).await
}

/// A client with the document's default credential.
pub(crate) fn client(server: &MockServer) -> Client {
    client_with(server, Some(credential("Key", "CANARY-KEY")))
}

/// A client with another credential, or none.
pub(crate) fn client_with(server: &MockServer, credential: Option<Credential>) -> Client {
    let builder = ClientBuilder::<Client>::new(credential).base_url(server.uri());
    builder.retry(RetryPolicy::default().max_attempts(3)).build().expect("a client")
}

/// A credential of the document.
pub(crate) fn credential(scheme: &str, value: &str) -> Credential {
    Credential::new(Client::api(), scheme, value.to_owned()).expect("a credential")
}

/// The only request that arrived.
pub(crate) async fn seen(server: &MockServer) -> Request {
    let mut requests = server.received_requests().await.expect("recording is on");
    assert_eq!(requests.len(), 1, "exactly one request was expected");
    requests.remove(0)
}

/// The method and the target of a request, as they went over the wire.
pub(crate) fn line(request: &Request) -> String {
    let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{} {}{query}", request.method, request.url.path())
}

/// A header, if it was sent once.
pub(crate) fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let mut values = request.headers.get_all(name).iter();
    let value = values.next()?.to_str().expect("text");
    assert!(values.next().is_none(), "{name} was sent twice");
    Some(value)
}
