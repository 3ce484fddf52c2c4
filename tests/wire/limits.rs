//! A body of exactly the limit is read, one byte more is refused, whether its length is declared or not.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use keymint_senderwiz::{Client, Credential, Outcome};

use crate::support::text;

/// Serves one answer to one connection.
fn serving(answer: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        let (mut connection, _) = listener.accept().expect("a connection");
        let mut request = [0; 4096];
        let read = connection.read(&mut request).expect("a request");
        assert!(read > 0);
        // Whoever refuses the answer may hang up early.
        let _sent = connection.write_all(&answer);
    });
    format!("http://{address}")
}

/// The body with its length before it.
fn declared(body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// The body in two chunks, whose sum nobody is told before.
fn chunked(body: &str) -> Vec<u8> {
    let (first, second) = body.split_at(body.len() / 2);
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{}{}0\r\n\r\n",
        chunk(first),
        chunk(second)
    )
    .into_bytes()
}

#[tokio::test]
async fn the_limit_of_a_body_is_its_last_byte() {
    let body = text("senderwiz/create_api_key.200.json");
    let create = async |answer: Vec<u8>, limit: usize| {
        let credential = Credential::admin_api_key("k").expect("a credential");
        let client = Client::builder(credential, serving(answer)).body_limit(limit).build();
        client.expect("a client").create_api_key().customer_uid("c").send().await
    };
    for form in [declared, chunked] {
        let whole = create(form(&body), body.len()).await.expect("a key");
        assert_eq!(whole.api_key.key_id, "31");

        let error = create(form(&body), body.len() - 1).await.expect_err("too large");
        assert_eq!(error.outcome(), Outcome::Unreadable, "a key exists");
        assert!(error.to_string().contains("larger"), "{error}");
    }
}

#[tokio::test]
async fn an_error_in_pieces_is_read_whole() {
    let body = text("senderwiz/create_api_key.404.json");
    let answer =
        String::from_utf8(chunked(&body)).expect("text").replacen("200 OK", "404 Not Found", 1);
    let credential = Credential::admin_api_key("k").expect("a credential");
    let client =
        Client::builder(credential, serving(answer.into_bytes())).build().expect("a client");

    let error = client.create_api_key().customer_uid("c").send().await.expect_err("refused");

    assert_eq!(error.expose_body(), Some(body.as_bytes()));
    assert!(error.provider_message().is_some(), "{error:?}");
}
