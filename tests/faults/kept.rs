//! Of an answer that cannot be read, what arrived is kept: it may be the only copy of a key.

use keymint_core::{Error, Outcome};

use crate::dialect::{Dialect, Kind, Limits, SECRET};
use crate::server::{Act, FaultServer, Step};

/// Creates a key at a server that says this, and gives the error.
async fn failure(dialect: Dialect, headers: &str, body: &[u8]) -> Error {
    let media = dialect.media();
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-type: {media}\r\nx-request-id: req-1\r\n{headers}\r\n");
    let answer = [head.as_bytes(), body].concat();
    let server = FaultServer::always(Step::After(vec![Act::Write(answer), Act::Close])).await;
    let client = dialect.client(&server.url(), Limits::default());
    client.call(Kind::Create).await.expect_err("an answer that cannot be read")
}

fn assert_kept(error: &Error, body: &[u8]) {
    assert_eq!(error.outcome(), Outcome::Unreadable, "{error:?}");
    assert_eq!(error.expose_body(), Some(body), "{error:?}");
    assert_eq!(error.request_id(), Some("req-1"), "{error:?}");
}

#[tokio::test]
async fn what_came_before_the_answer_broke_off_is_kept() {
    for dialect in Dialect::ALL {
        let whole = dialect.answer(Kind::Create, SECRET).into_bytes();
        let part = &whole[..whole.len() - 1];

        let error = failure(dialect, &format!("content-length: {}\r\n", whole.len()), part).await;

        assert_kept(&error, part);
    }
}

#[tokio::test]
async fn an_answer_that_is_compressed_or_of_another_form_is_kept() {
    for dialect in Dialect::ALL {
        let (zipped, other) = (&b"\x1f\x8b\x08 and so on"[..], &b"[ or so"[..]);
        let longer_than_any_limit = 1 << 40;
        for (coding, body, length) in [
            ("gzip", zipped, zipped.len()),
            ("gzip", zipped, longer_than_any_limit),
            ("identity", other, other.len()),
        ] {
            let headers = format!("content-encoding: {coding}\r\ncontent-length: {length}\r\n");

            let error = failure(dialect, &headers, body).await;

            assert_kept(&error, body);
        }
    }
}
