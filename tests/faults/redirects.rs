//! Nothing follows a redirect: a credential goes to the host that was named, and to no other.

use keymint_core::{ErrorKind, Outcome};

use crate::alone::{FIGURES, alone};
use crate::dialect::{Dialect, Kind, Limits};
use crate::server::tls::{Authority, Flaw, TlsServer};
use crate::server::{Act, FaultServer, Step};
use crate::trust::certificate_file;

const CODES: [u16; 5] = [301, 302, 303, 307, 308];

fn redirect(code: u16, location: &str) -> String {
    format!("HTTP/1.1 {code} Elsewhere\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n")
}

#[test]
fn no_redirect_is_followed_and_no_credential_leaves() {
    let (file, environment) = certificate_file("redirects");
    let name = "redirects::no_redirect_is_followed_and_no_credential_leaves";
    alone(name, &[("SSL_CERT_FILE", &environment)], async {
        let authority = Authority::new();
        std::fs::write(&file, authority.pem()).expect("a file");
        let second = FaultServer::always(Step::After(vec![Act::Write(
            b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".into(),
        )]))
        .await;
        let mut answers = 0;
        for code in CODES {
            for dialect in Dialect::ALL {
                for kind in [Kind::Create, Kind::Read] {
                    for location in [
                        format!("{}/other", second.url()),
                        format!("http://localhost:{}/other", second.port()),
                        "/elsewhere".to_owned(),
                        format!("//localhost:{}/other", second.port()),
                    ] {
                        let first = FaultServer::always(Step::After(vec![Act::Write(
                            redirect(code, &location).into(),
                        )]))
                        .await;
                        check(&first.url(), dialect, kind, code).await;
                        assert_eq!(first.request_count(), 1, "{code} to {location}");
                        answers += 1;
                    }
                    let downgrade = redirect(code, &format!("{}/other", second.url()));
                    let first = TlsServer::start(&authority, Flaw::None, downgrade).await;
                    check(&first.url(), dialect, kind, code).await;
                    assert!(first.byte_count() > 0, "the first server was asked");
                    answers += 1;
                }
            }
        }
        let followed = second.request_count();
        println!("{FIGURES}proof: redirects={answers} requests_at_second_server={followed}");
        assert_eq!((followed, second.connection_count()), (0, 0));
    });
    drop(std::fs::remove_file(&environment));
}

async fn check(url: &str, dialect: Dialect, kind: Kind, code: u16) {
    let error = dialect.client(url, Limits::default()).call(kind).await.expect_err("a redirect");

    let outcome = if code == 303 { Outcome::Unknown } else { Outcome::Rejected };
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Api, outcome), "{error:?}");
    assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(code), 1));
    let text = error.to_string();
    assert!(text.contains("redirects are not followed") && !text.contains("other"), "{text}");
}
