//! Files: in forms, as whole bodies, as streams.

use std::convert::Infallible;
use std::io::Error as IoError;

use futures_util::stream;
use keymint_core::{ClientBuilder, Upload};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::generated::Client;
use crate::generated::types::{Range, UploadFilesRequest};
use crate::server::{answering, client, credential, header, seen, silent};

/// The body with its boundary called `B`.
fn parts(request: &wiremock::Request) -> String {
    let content_type = header(request, "content-type").expect("a content type");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
    String::from_utf8(request.body.clone()).expect("text").replace(boundary, "B")
}

#[tokio::test]
async fn a_form_with_files_has_a_part_for_each_value() {
    let server = silent().await;

    let form = UploadFilesRequest::builder()
        .file(Upload::from("PNG").file_name("a \"b\".png"))
        .more(vec![
            Upload::from("one").media_type("text/plain").file_name("1.txt"),
            Upload::from("two"),
        ])
        .title("Häuser")
        .tags(vec!["x".to_owned(), "y".to_owned()])
        .size(3)
        .meta(Range { from: Some(1), to: None })
        .plain(Range { from: None, to: Some(2) });
    client(&server).upload_files().body(form).send().await.expect("an answer");

    let expected = [
        "--B",
        "Content-Disposition: form-data; name=\"file\"; filename=\"a %22b%22.png\"",
        "Content-Type: image/png",
        "",
        "PNG",
        "--B",
        "Content-Disposition: form-data; name=\"more\"; filename=\"1.txt\"",
        "Content-Type: text/plain",
        "",
        "one",
        "--B",
        "Content-Disposition: form-data; name=\"more\"; filename=\"more\"",
        "Content-Type: application/octet-stream",
        "",
        "two",
        "--B",
        "Content-Disposition: form-data; name=\"title\"",
        "",
        "Häuser",
        "--B",
        "Content-Disposition: form-data; name=\"tags\"",
        "",
        "x",
        "--B",
        "Content-Disposition: form-data; name=\"tags\"",
        "",
        "y",
        "--B",
        "Content-Disposition: form-data; name=\"size\"",
        "",
        "3",
        "--B",
        "Content-Disposition: form-data; name=\"meta\"",
        "Content-Type: application/vnd.meta+json",
        "",
        "{\"from\":1}",
        "--B",
        "Content-Disposition: form-data; name=\"plain\"",
        "Content-Type: application/json",
        "",
        "{\"to\":2}",
        "--B--",
        "",
    ];
    assert_eq!(parts(&seen(&server).await), expected.join("\r\n"));
}

#[tokio::test]
async fn no_two_forms_have_the_same_boundary() {
    let server = silent().await;
    let client = client(&server);

    for _ in 0..2 {
        let form = UploadFilesRequest::builder().file(Upload::from("PNG")).title("a");
        client.upload_files().body(form).send().await.expect("an answer");
    }

    let requests = server.received_requests().await.expect("recording is on");
    let types: Vec<_> = requests.iter().map(|sent| header(sent, "content-type")).collect();
    assert_ne!(types.first(), types.last());
}

#[tokio::test]
async fn a_download_arrives_while_it_is_still_being_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}", listener.local_addr().expect("an address"));
    let (go_on, wait) = oneshot::channel();
    let server = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.expect("a connection");
        let mut request = [0; 4096];
        assert!(connection.read(&mut request).await.expect("a request") > 0);
        let head =
            "HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\ncontent-length: 6\r\n\r\nabc";
        connection.write_all(head.as_bytes()).await.expect("sent");
        wait.await.expect("the first half was read");
        connection.write_all(b"def").await.expect("sent");
    });

    let credential = credential("Key", "CANARY-KEY");
    let client: Client =
        ClientBuilder::new(Some(credential)).base_url(base_url).build().expect("a client");
    let mut file = client.download().send().await.expect("an answer").into_inner();

    assert_eq!(file.chunk().await.expect("a half").as_deref(), Some(&b"abc"[..]));
    go_on.send(()).expect("a listener");
    assert_eq!(file.chunk().await.expect("a half").as_deref(), Some(&b"def"[..]));
    assert_eq!(file.chunk().await.expect("the end"), None);
    server.await.expect("a server");
}

fn chunks() -> impl futures_util::Stream<Item = Result<&'static str, Infallible>> {
    stream::iter(["abc", "def"].map(Ok))
}

#[tokio::test]
async fn a_stream_of_known_length_is_sent_with_that_length() {
    let server = silent().await;

    let upload = Upload::stream(chunks()).length(6).media_type("image/png");
    client(&server).upload_bytes().body(upload).send().await.expect("an answer");

    let request = seen(&server).await;
    assert_eq!(request.body, b"abcdef");
    assert_eq!(header(&request, "content-length"), Some("6"));
    assert_eq!(header(&request, "content-type"), Some("image/png"));
}

#[tokio::test]
async fn a_stream_of_unknown_length_is_sent_in_chunks() {
    let server = silent().await;

    client(&server).upload_bytes().body(Upload::stream(chunks())).send().await.expect("an answer");

    let request = seen(&server).await;
    assert_eq!(request.body, b"abcdef");
    assert_eq!(header(&request, "transfer-encoding"), Some("chunked"));
    assert_eq!(header(&request, "content-type"), Some("application/octet-stream"));
}

#[tokio::test]
async fn a_stream_of_another_length_breaks_the_request_off() {
    for length in [5, 7] {
        let server = silent().await;

        let upload = Upload::stream(chunks()).length(length);
        let error = client(&server).upload_bytes().body(upload).send().await;

        assert!(error.is_err(), "{length}");
    }
}

#[tokio::test]
async fn a_stream_that_fails_breaks_the_request_off() {
    let server = silent().await;

    let broken = stream::iter([Ok("abc"), Err(IoError::other("the disk is gone"))]);
    let error = client(&server).upload_bytes().body(Upload::stream(broken)).send().await;

    assert!(error.expect_err("refused").may_have_been_received());
}

/// A server that is busy at first.
async fn busy() -> MockServer {
    let server = MockServer::start().await;
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "0");
    Mock::given(any()).respond_with(busy).up_to_n_times(1).mount(&server).await;
    Mock::given(any()).respond_with(ResponseTemplate::new(204)).mount(&server).await;
    server
}

#[tokio::test]
async fn a_stream_that_was_read_is_not_sent_again() {
    let server = busy().await;

    let error = client(&server).upload_bytes().body(Upload::stream(chunks())).send().await;

    assert_eq!(error.expect_err("busy").status().map(|status| status.as_u16()), Some(429));
    assert_eq!(server.received_requests().await.expect("recording is on").len(), 1);
}

#[tokio::test]
async fn bytes_and_replayable_streams_are_sent_again_whole() {
    for upload in [Upload::from("abcdef"), Upload::replayable(chunks)] {
        let server = busy().await;

        client(&server).upload_bytes().body(upload).send().await.expect("an answer");

        let requests = server.received_requests().await.expect("recording is on");
        assert_eq!(requests.len(), 2);
        assert!(requests.iter().all(|request| request.body == b"abcdef"));
    }
}

#[tokio::test]
async fn an_optional_upload_may_be_left_out_and_a_range_is_no_media_type() {
    let server = silent().await;
    let client = client(&server);

    client.upload_image().send().await.expect("an answer");
    client.upload_image().body("GIF").send().await.expect("an answer");

    let requests = server.received_requests().await.expect("recording is on");
    assert_eq!(header(&requests[0], "content-type"), None);
    assert_eq!(header(&requests[1], "content-type"), Some("application/octet-stream"));
}

#[tokio::test]
async fn a_download_is_read_piece_by_piece_or_up_to_a_cap() {
    let answer = ResponseTemplate::new(200).set_body_raw(vec![7_u8; 100_000], "application/pdf");
    let server = answering(answer).await;
    let client = client(&server);

    let mut size = 0;
    let mut file = client.download().send().await.expect("an answer").into_inner();
    while let Some(chunk) = file.chunk().await.expect("a chunk") {
        size += chunk.len();
    }
    let whole = client.download().send().await.expect("an answer").into_inner().read(100_000).await;
    let capped = client.download().send().await.expect("an answer").into_inner().read(99_999).await;

    assert_eq!(size, 100_000);
    assert_eq!(whole.expect("all").len(), 100_000);
    assert!(capped.is_err());
}

#[tokio::test]
async fn a_download_that_is_refused_is_a_typed_error() {
    let answer = ResponseTemplate::new(404).set_body_raw(r#"{"title":"gone"}"#, "application/json");
    let server = answering(answer).await;

    let error = client(&server).download().send().await.expect_err("refused");

    assert!(matches!(error.body(), Some(crate::generated::types::DownloadError::NotFound(_))));
}
