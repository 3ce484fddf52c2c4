//! What an answer, an error and a client tell of themselves: all that helps, and nothing that is secret.

use std::error::Error as _;
use std::time::Duration;

use keymint_core::{GeneratedClient as _, Secret, WireFormat};
use keymint_senderwiz::{Client, Credential, Error, ErrorKind};

use tokio::sync::Semaphore;

use crate::support::{Provider, answer};

fn client(url: impl Into<String>) -> Client {
    let credential = Credential::admin_api_key("sk_CANARY").expect("a credential");
    Client::builder(credential, url).build().expect("a client")
}

#[tokio::test]
async fn an_answer_tells_its_status_headers_and_request_id_and_shows_no_header() {
    let said = answer("senderwiz/list_api_keys.200.json")
        .insert_header("x-request-id", "req-1")
        .insert_header("set-cookie", "CANARY=1");
    let provider = Provider::answering(said).await;

    let listed = client(provider.url()).list_api_keys().customer_uid("c").send().await;

    let listed = listed.expect("a list");
    assert_eq!(listed.status().as_u16(), 200);
    assert_eq!(listed.headers()["set-cookie"], "CANARY=1");
    assert_eq!(listed.request_id().as_deref(), Some("req-1"));
    let shown = format!("{listed:?}");
    assert!(shown.starts_with("ResponseValue { status: 200, value: "), "{shown}");
    assert!(!shown.contains("CANARY"), "{shown}");
}

#[tokio::test]
async fn an_answer_without_a_request_id_has_none() {
    let provider = Provider::serving("senderwiz/list_api_keys.200.json").await;

    let listed = client(provider.url()).list_api_keys().customer_uid("c").send().await;

    assert_eq!(listed.expect("a list").request_id(), None);
}

#[tokio::test]
async fn an_error_shows_how_the_call_ended_down_to_its_first_cause() {
    // Nobody listens on a port that was just given back.
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = free.local_addr().expect("an address");
    drop(free);

    let failed =
        client(format!("http://{address}")).create_api_key().customer_uid("c").send().await;

    let error = failed.expect_err("nobody answers");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.elapsed() > Duration::ZERO);
    let shown = format!("{error:?}");
    assert!(
        shown.starts_with("Error { kind: Connect, outcome: NotSent, provider: \"senderwiz\""),
        "{shown}"
    );
    assert!(shown.contains("source: "), "{shown}");
    let cause = error.source().expect("a cause").to_string();
    let error = Error::from(error);
    assert_eq!(error.source().expect("a cause").to_string(), cause);
    assert_eq!(format!("{error:?}"), shown);
}

#[test]
fn a_client_shows_its_base_url_and_no_credential() {
    let client = client("https://keys.example/api/");

    assert_eq!(client.transport().base_url(), "https://keys.example/api");
    // Of the value alone: the scheme does not count.
    let fingerprint = Secret::new("sk_CANARY").fingerprint();
    assert_eq!(client.transport().credential_fingerprint(), Some(fingerprint));
    let shown = format!("{client:?}");
    assert!(shown.contains("keys.example") && !shown.contains("CANARY"), "{shown}");
}

#[test]
fn the_number_of_calls_at_once_has_two_ends() {
    let build = |requests: usize| {
        let credential = Credential::admin_api_key("k").expect("a credential");
        Client::builder(credential, "https://keys.example").max_in_flight(requests).build()
    };

    for impossible in [0, Semaphore::MAX_PERMITS + 1] {
        let why = build(impossible).expect_err("impossible").to_string();
        assert!(why.contains("`max_in_flight`"), "{why}");
    }
    assert!(build(1).is_ok() && build(Semaphore::MAX_PERMITS).is_ok());
}

#[test]
fn a_wire_format_that_no_operation_offers_is_refused_by_name() {
    let build = |format| {
        let credential =
            keymint_sendkit::Credential::platform_key("sk_user_k").expect("a credential");
        keymint_sendkit::Client::builder(credential).wire_format(format).build()
    };

    assert!(build(WireFormat::Json).is_ok());
    let why = build(WireFormat::Xml).expect_err("no XML here").to_string();
    assert!(why.contains("no operation offers XML"), "{why}");
}
