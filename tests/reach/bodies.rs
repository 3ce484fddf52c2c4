//! Bodies that may be left out, and bodies that are text.

use wiremock::ResponseTemplate;

use crate::generated::types::{Mark, Note};
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

#[tokio::test]
async fn names_that_differ_by_their_namespace_stay_apart() {
    const ECHO: &str = "<mark xmlns:a=\"urn:ours\" xmlns:b=\"urn:theirs\" id=\"3\" b:id=\"2\" a:id=\"1\">\
                        <note>plain</note><a:note>ours</a:note></mark>";
    let echo = ResponseTemplate::new(200).set_body_raw(ECHO, "application/xml");
    let server = answering(echo).await;

    let mark = Mark::builder()
        .ours(1)
        .theirs(2)
        .plain(3)
        .note("ours".to_owned())
        .other("plain".to_owned());
    let answer = client(&server).send_mark().body(mark).send().await.expect("an answer");

    let sent = String::from_utf8(seen(&server).await.body).expect("text");
    assert!(
        sent.ends_with(
            "<mark xmlns:ns1=\"urn:ours\" ns1:id=\"1\" xmlns:t=\"urn:theirs\" t:id=\"2\" id=\"3\">\
             <o:note xmlns:o=\"urn:ours\">ours</o:note><note>plain</note></mark>"
        ),
        "{sent}"
    );
    let read = answer.into_inner();
    assert_eq!((read.ours, read.theirs, read.plain), (Some(1), Some(2), Some(3)));
    assert_eq!((read.note.as_deref(), read.other.as_deref()), (Some("ours"), Some("plain")));
}
