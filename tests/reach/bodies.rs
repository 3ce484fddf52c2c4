//! Bodies that may be left out, and bodies that are text.

use wiremock::ResponseTemplate;

use crate::generated::types::Note;
use crate::server::{answering, client, header, seen, silent};

#[tokio::test]
async fn an_optional_body_that_is_not_given_is_not_sent() {
    let server = silent().await;

    client(&server).write_note().send().await.expect("an answer");

    let request = seen(&server).await;
    assert!(request.body.is_empty());
    assert_eq!(header(&request, "content-type"), None);
    assert_eq!(header(&request, "content-length"), Some("0"));
}

#[tokio::test]
async fn an_optional_body_that_is_given_is_sent() {
    let server = silent().await;

    let client = client(&server);
    let call = client.write_note().body(Note::builder().text("hello"));
    call.send().await.expect("an answer");

    let request = seen(&server).await;
    assert_eq!(request.body, br#"{"text":"hello"}"#);
    assert_eq!(header(&request, "content-type"), Some("application/json"));
}

#[tokio::test]
async fn an_optional_body_can_be_made_piece_by_piece() {
    let server = silent().await;

    let client = client(&server);
    let call = client.write_note().body_map(|note| note.text("hello"));
    call.send().await.expect("an answer");

    assert_eq!(seen(&server).await.body, br#"{"text":"hello"}"#);
}

#[tokio::test]
async fn an_optional_body_that_lacks_a_property_is_refused() {
    let server = silent().await;

    let error = client(&server).write_note().body_map(|note| note).send().await;

    let error = error.expect_err("refused").to_string();
    assert!(error.contains("`text` is required"), "{error}");
}

#[tokio::test]
async fn an_optional_list_is_left_out_or_sent() {
    let server = silent().await;
    let client = client(&server);

    client.write_notes().send().await.expect("an answer");
    client.write_notes().body(vec![Note { text: "a".to_owned() }]).send().await.expect("an answer");

    let requests = server.received_requests().await.expect("recording is on");
    let bodies: Vec<_> = requests.iter().map(|request| request.body.as_slice()).collect();
    assert_eq!(bodies, [&b""[..], br#"[{"text":"a"}]"#]);
}

#[tokio::test]
async fn text_is_sent_and_read_as_it_is() {
    let answer =
        ResponseTemplate::new(200).set_body_raw("\"quoted\" äöü", "text/plain; charset=utf-8");
    let server = answering(answer).await;

    let echo = client(&server).send_text().body("\"quoted\"\n").send().await.expect("an answer");

    let request = seen(&server).await;
    assert_eq!(request.body, b"\"quoted\"\n");
    assert_eq!(header(&request, "content-type"), Some("text/plain"));
    assert_eq!(echo.into_inner(), "\"quoted\" äöü");
}
