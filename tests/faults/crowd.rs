//! F61 and F62: more calls than a process may have files, and a process that has none left.

use std::fs::File;
use std::time::{Duration, Instant};

use keymint_core::{ErrorKind, Outcome};
use rlimit::{Resource, setrlimit};
use tokio::task::JoinSet;

use crate::alone::{FIGURES, alone};
use crate::dialect::{Dialect, Kind, Limits};
use crate::server::{Act, FaultServer, Request, Step};

const CALLS: usize = 10_000;

/// Answers with a secret that is made of the name asked for.
fn echo(request: &Request, _: usize) -> Vec<u8> {
    let asked: serde_json::Value = serde_json::from_slice(&request.body).expect("JSON");
    let name = asked["name"].as_str().expect("a name");
    let body = format!(r#"{{"key":"k1","name":"{name}","publicApiKey":"secret of {name}"}}"#);
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}").into()
}

#[test]
fn ten_thousand_calls_at_once_fit_into_a_thousand_files() {
    alone("crowd::ten_thousand_calls_at_once_fit_into_a_thousand_files", &[], async {
        setrlimit(Resource::NOFILE, 1_024, 1_024).expect("a limit");
        let server = FaultServer::always(Step::After(vec![Act::Reply(echo)])).await;
        let minutes = Duration::from_secs(300);
        let limits = Limits {
            connect: minutes / 3,
            attempt: minutes / 2,
            deadline: minutes,
            ..Limits::default()
        };
        let client = Dialect::Infobip.client(&server.url(), limits);
        let started = Instant::now();
        let mut calls = JoinSet::new();
        for number in 0..CALLS {
            let client = client.clone();
            calls.spawn(async move {
                let name = format!("call {number}");
                let secret = client.create(&name).await.ok().and_then(|made| made.secret);
                secret == Some(format!("secret of {name}"))
            });
        }

        let right = calls.join_all().await.into_iter().filter(|right| *right).count();

        println!(
            "{FIGURES}proof: concurrent_creates={CALLS} files=1024 got_their_own_key={right} requests={} seconds={:.1}",
            server.request_count(),
            started.elapsed().as_secs_f64()
        );
        assert_eq!((right, server.request_count()), (CALLS, CALLS));
    });
}

#[test]
fn a_process_without_files_sends_nothing_and_recovers() {
    alone("crowd::a_process_without_files_sends_nothing_and_recovers", &[], async {
        setrlimit(Resource::NOFILE, 256, 256).expect("a limit");
        let server = FaultServer::always(Step::After(vec![Act::Reply(echo)])).await;
        let client = Dialect::Infobip.client(&server.url(), Limits::default());
        let files: Vec<File> = std::iter::from_fn(|| File::open("/dev/null").ok()).collect();

        let error = client.call(Kind::Create).await.expect_err("no file for a connection");
        drop(files);
        let made = client.call(Kind::Create).await;

        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Connect, Outcome::NotSent),
            "{error:?}"
        );
        assert_eq!(error.attempts(), 3);
        assert!(made.is_ok(), "{made:?}");
        assert_eq!(server.request_count(), 1);
    });
}
