//! Which credentials go with a request.

use crate::server::{client, client_with, credential, header, line, seen, silent};

#[tokio::test]
async fn an_operation_that_wants_no_credential_gets_none() {
    let server = silent().await;

    client(&server).call_open().send().await.expect("an answer");

    assert_eq!(header(&seen(&server).await, "x-key"), None);
}

#[tokio::test]
async fn two_credentials_go_together_where_both_are_wanted() {
    let server = silent().await;
    let both = credential("Key", "CANARY-KEY").and(credential("Session", "CANARY-SESSION"));

    client_with(&server, Some(both)).call_both().send().await.expect("an answer");

    let request = seen(&server).await;
    assert_eq!(header(&request, "x-key"), Some("CANARY-KEY"));
    assert_eq!(header(&request, "cookie"), Some("session=CANARY-SESSION"));
}

#[tokio::test]
async fn one_of_two_credentials_is_not_enough() {
    let server = silent().await;

    let error = client(&server).call_both().send().await.expect_err("refused").to_string();

    assert!(error.contains("it accepts Key with Session"), "{error}");
    assert!(server.received_requests().await.unwrap_or_default().is_empty());
}

#[tokio::test]
async fn the_first_alternative_that_is_held_is_sent_and_no_other() {
    let server = silent().await;
    let several = credential("Session", "CANARY-SESSION").and(credential("Token", "CANARY-TOKEN"));

    client_with(&server, Some(several)).call_either().send().await.expect("an answer");

    let request = seen(&server).await;
    assert_eq!(header(&request, "authorization"), Some("Bearer CANARY-TOKEN"));
    assert_eq!(header(&request, "cookie"), None);
}

#[tokio::test]
async fn a_credential_goes_into_the_query_where_the_document_says_so() {
    let server = silent().await;
    let key = credential("InQuery", "a+b&c");

    client_with(&server, Some(key)).call_query().send().await.expect("an answer");

    assert_eq!(line(&seen(&server).await), "GET /secured/query?key=a%2Bb%26c");
}

#[tokio::test]
async fn a_credential_in_a_cookie_stands_beside_other_cookies() {
    let server = silent().await;
    let session = credential("Session", "CANARY-SESSION");

    client_with(&server, Some(session))
        .call_cookie()
        .theme("dark")
        .send()
        .await
        .expect("an answer");

    assert_eq!(header(&seen(&server).await, "cookie"), Some("theme=dark; session=CANARY-SESSION"));
}

#[tokio::test]
async fn what_no_credential_of_ours_opens_is_refused_and_never_sent_unsigned() {
    for credential in [None, Some(credential("Key", "CANARY-KEY"))] {
        let server = silent().await;

        let error = client_with(&server, credential).call_tls().send().await;

        let error = error.expect_err("refused").to_string();
        assert!(error.contains("accepts Certificate only"), "{error}");
        assert!(server.received_requests().await.unwrap_or_default().is_empty());
    }
}
