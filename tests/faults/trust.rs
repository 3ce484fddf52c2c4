//! Nothing is said to a server that cannot prove who it is.

use std::path::PathBuf;

use keymint_core::{ErrorKind, Outcome};

use crate::alone::{FIGURES, alone};
use crate::dialect::{Dialect, Kind, Limits, SECRET};
use crate::server::tls::{Authority, Flaw, TlsServer};
use crate::server::{FaultServer, Step};

/// A file that the platform's roots are read from, for one test; the path is the same in parent and child.
pub(crate) fn certificate_file(test: &str) -> (PathBuf, String) {
    let from_parent = std::env::var_os("SSL_CERT_FILE").filter(|_| crate::alone::is_child());
    let file = from_parent.map_or_else(
        || std::env::temp_dir().join(format!("keymint-{test}-{}.pem", std::process::id())),
        PathBuf::from,
    );
    let environment = file.to_str().expect("a path of text").to_owned();
    (file, environment)
}

#[test]
fn no_request_reaches_a_server_that_is_not_trusted() {
    let (file, environment) = certificate_file("trust");
    alone(
        "trust::no_request_reaches_a_server_that_is_not_trusted",
        &[("SSL_CERT_FILE", &environment)],
        async {
            let authority = Authority::new();
            std::fs::write(&file, authority.pem()).expect("a file");
            let mut bytes = 0;
            for dialect in Dialect::ALL {
                for kind in [Kind::Create, Kind::Read] {
                    let body = dialect.answer(kind, SECRET);
                    let (media, length) = (dialect.media(), body.len());
                    let answer = format!(
                        "HTTP/1.1 200 OK\r\ncontent-type: {media}\r\ncontent-length: {length}\r\n\r\n{body}"
                    );

                    let trusted = TlsServer::start(&authority, Flaw::None, answer.clone()).await;
                    let made = dialect.client(&trusted.url(), Limits::default()).call(kind).await;
                    assert!(
                        made.is_ok() && trusted.byte_count() > 0,
                        "the control is trusted: {made:?}"
                    );

                    for flaw in
                        [Flaw::SelfSigned, Flaw::OtherHost, Flaw::Expired, Flaw::NotYetValid]
                    {
                        let server = TlsServer::start(&authority, flaw, answer.clone()).await;
                        let error = dialect
                            .client(&server.url(), Limits::default())
                            .call(kind)
                            .await
                            .expect_err("no trust");

                        assert_eq!(
                            (error.kind(), error.outcome()),
                            (ErrorKind::Connect, Outcome::NotSent),
                            "{flaw:?}"
                        );
                        assert_eq!(
                            (error.attempts(), server.connection_count()),
                            (1, 1),
                            "{flaw:?}: {error:?}"
                        );
                        bytes += server.byte_count();
                    }
                    // Plain HTTP on the TLS port: all it gets is the start of a handshake, and never a request.
                    let plain = FaultServer::always(Step::Say(answer.into())).await;
                    let url = plain.url().replace("http:", "https:");
                    let error = dialect
                        .client(&url, Limits::default())
                        .call(kind)
                        .await
                        .expect_err("no TLS");
                    assert_eq!(
                        (error.kind(), error.outcome(), error.attempts()),
                        (ErrorKind::Connect, Outcome::NotSent, 1)
                    );
                    bytes += plain.requests().len();
                }
            }
            println!(
                "{FIGURES}proof: flaws=5 dialects={} request_bytes={bytes}",
                Dialect::ALL.len()
            );
            assert_eq!(bytes, 0);
        },
    );
    drop(std::fs::remove_file(&environment));
}
