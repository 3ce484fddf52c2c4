//! Answers of several statuses and media types.

use std::collections::BTreeMap;

use keymint_core::ErrorKind;
use wiremock::ResponseTemplate;

use crate::generated::types::{GetAnswerError, GetAnswerResponse};
use crate::server::{answering, client, header, seen};

async fn answered(status: u16, media: &str, body: &str) -> GetAnswerResponse {
    let server = answering(ResponseTemplate::new(status).set_body_raw(body, media)).await;
    client(&server).get_answer().send().await.expect("an answer").into_inner()
}

#[tokio::test]
async fn each_status_has_its_type_whatever_carries_it() {
    let json = answered(200, "application/vnd.reach+json", r#"{"from":1}"#).await;
    let xml = answered(200, "application/xml", "<Range><from>1</from></Range>").await;
    let text = answered(202, "text/plain", "soon").await;
    let nothing = answered(204, "text/plain", "").await;

    assert!(matches!(json, GetAnswerResponse::Ok(range) if range.from == Some(1)));
    assert!(matches!(xml, GetAnswerResponse::Ok(range) if range.from == Some(1)));
    assert!(matches!(text, GetAnswerResponse::Accepted(text) if text == "soon"));
    assert!(matches!(nothing, GetAnswerResponse::NoContent));
}

#[tokio::test]
async fn a_request_says_which_answers_it_can_read() {
    let server = answering(ResponseTemplate::new(204)).await;

    client(&server).get_answer().send().await.expect("an answer");

    assert_eq!(
        header(&seen(&server).await, "accept"),
        Some("application/vnd.reach+json, text/plain")
    );
}

#[tokio::test]
async fn errors_are_found_by_status_by_range_and_by_default() {
    for (status, media) in [(418, "application/problem+json"), (500, "application/json")] {
        let server =
            answering(ResponseTemplate::new(status).set_body_raw(r#"{"title":"no"}"#, media)).await;

        let error = client(&server).get_answer().send().await.expect_err("refused");

        assert_eq!(error.kind(), ErrorKind::Api);
        let found = match error.body() {
            Some(GetAnswerError::Status4xx(problem)) => (418, problem.title),
            Some(GetAnswerError::Other(problem)) => (500, problem.title),
            _ => panic!("{error}"),
        };
        assert_eq!(found, (status, Some("no".to_owned())));
        let body: Option<BTreeMap<String, String>> = error.into_error().body();
        assert_eq!(body, Some(BTreeMap::from([("title".to_owned(), "no".to_owned())])));
    }
}
