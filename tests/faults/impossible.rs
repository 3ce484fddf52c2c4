//! Faults that cannot happen, because nothing is set up in a way in which they could.

use std::time::Duration;

use keymint_core::{CallOptions, ErrorKind, Outcome, RetryPolicy};
use tokio::task::JoinSet;

use crate::dialect::{CREDENTIAL, Dialect, Kind, Limits};
use crate::matrix::world::FullBacklog;
use crate::server::tls::{Authority, Flaw, TlsServer};
use crate::server::{Act, FaultServer, Request, Step};

/// F04: a time-out that strikes while connecting is known as one.
#[test]
fn an_attempt_always_outlasts_its_connecting() {
    let build = |connect, attempt| {
        let credential =
            keymint_bitgpt::Credential::access_token(CREDENTIAL).expect("a credential");
        keymint_bitgpt::Client::builder(credential)
            .connect_timeout(Duration::from_secs(connect))
            .attempt_timeout(Duration::from_secs(attempt))
            .build()
    };

    assert!(build(15, 15).is_err() && build(16, 15).is_err() && build(0, 15).is_err());
    assert!(build(5, 15).is_ok());
}

#[tokio::test]
async fn a_call_s_own_bounds_outlast_connecting_too() {
    let server = FaultServer::always(Step::CloseAtOnce).await;
    let limits = Limits::default();
    let credential = keymint_bitgpt::Credential::access_token(CREDENTIAL).expect("a credential");
    let client = keymint_bitgpt::Client::builder(credential)
        .base_url(server.url())
        .build()
        .expect("a client");
    let default_connect_timeout = Duration::from_secs(5);
    for options in [
        CallOptions::new().attempt_timeout(default_connect_timeout),
        CallOptions::new().deadline(default_connect_timeout),
        CallOptions::new().attempt_timeout(Duration::ZERO),
    ] {
        let error =
            client.with_options(&options).list_api_keys().send().await.expect_err("a refusal");

        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Request, Outcome::NotSent));
    }
    assert_eq!(server.connection_count(), 0, "{limits:?}");
}

#[tokio::test]
async fn a_bound_beyond_all_time_is_only_a_long_one() {
    let server = FaultServer::always(Step::After(vec![Act::Write(whole(
        &Dialect::Bitgpt.answer(Kind::Create, "sk_test_1"),
        "application/json",
    ))]))
    .await;
    let for_ever = Limits { attempt: Duration::MAX, deadline: Duration::MAX, ..Limits::default() };

    let made = Dialect::Bitgpt.client(&server.url(), for_ever).call(Kind::Create).await;

    assert!(made.is_ok(), "{made:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_whose_turn_comes_too_late_to_connect_is_known_not_to_be_sent() {
    let full = FullBacklog::new();
    let limits = Limits {
        connect: Duration::from_millis(400),
        attempt: Duration::from_millis(500),
        deadline: Duration::from_secs(1),
        in_flight: 1,
        retry: RetryPolicy::off(),
        ..Limits::default()
    };
    let client = Dialect::Bitgpt.client(&format!("http://{}", full.address), limits);
    let mut calls = JoinSet::new();
    for _ in 0..4 {
        let client = client.clone();
        calls.spawn(async move { client.call(Kind::Create).await });
    }

    for ended in calls.join_all().await {
        let error = ended.expect_err("no connection");
        assert_eq!(error.outcome(), Outcome::NotSent, "{error:?}");
    }
}

/// F47: a create never meets the end of a connection that an earlier call left behind.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_create_uses_a_connection_that_was_used_before() {
    for dialect in Dialect::ALL {
        // The answer invites to keep the connection, which is then closed under the next call's hands.
        let answer = whole(&dialect.answer(Kind::Create, "sk_test_1"), dialect.media());
        let server = FaultServer::always(Step::After(vec![
            Act::Write(answer),
            Act::Wait(Duration::from_millis(1)),
            Act::Close,
        ]))
        .await;
        let client = dialect.client(&server.url(), Limits::default());

        for _ in 0..100 {
            client.call(Kind::Create).await.expect("a key");
        }

        assert_eq!((server.connection_count(), server.request_count()), (100, 100), "{dialect:?}");
    }
}

/// F48: an answer that nobody asked for is nobody's answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_create_takes_the_answer_to_another() {
    /// The request's own answer, and at once the one for a request that is still to come.
    fn two_answers(_: &Request, number: usize) -> Vec<u8> {
        let answer = |secret: &str| {
            whole(&Dialect::Sendkit.answer(Kind::Create, secret), "application/json")
        };
        [answer(&format!("sk_test_{number}")), answer("sk_test_of_another")].concat()
    }
    let server = FaultServer::always(Step::After(vec![Act::Reply(two_answers)])).await;
    let client = Dialect::Sendkit.client(&server.url(), Limits::default());

    for number in 0..100 {
        let made = client.call(Kind::Create).await.expect("a key");

        assert_eq!(made.secret, Some(format!("sk_test_{number}")));
    }
}

/// F49: nobody speaks HTTP/2, so nobody is told to send a request again.
#[tokio::test]
async fn http_2_is_not_offered() {
    let server = TlsServer::start(&Authority::new(), Flaw::SelfSigned, String::new()).await;
    for dialect in Dialect::ALL {
        dialect
            .client(&server.url(), Limits::default())
            .call(Kind::Create)
            .await
            .expect_err("an untrusted certificate");
    }

    assert_eq!(server.connection_count(), Dialect::ALL.len());
    let offered = server.protocols();
    assert!(offered.iter().all(|protocol| protocol.as_slice() == b"http/1.1"), "{offered:?}");
}

fn whole(body: &str, media: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {media}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
