//! F60: a call that is dropped leaves nothing behind in the client, and may have been executed.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::alone::{FIGURES, alone};
use crate::dialect::{Dialect, Kind, Limits, SECRET};
use crate::random::Random;
use crate::server::{Act, FaultServer, Step};

const CALLS: usize = 1_000;
const IN_FLIGHT: usize = 8;

#[test]
fn dropping_calls_at_any_point_gives_back_every_turn_and_file() {
    alone("cancelled::dropping_calls_at_any_point_gives_back_every_turn_and_file", &[], async {
        let body = Dialect::Sendkit.answer(Kind::Create, SECRET);
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let (head, tail) = answer.split_at(40);
        let slow = Step::After(vec![
            Act::Wait(Duration::from_millis(3)),
            Act::Write(head.into()),
            Act::Wait(Duration::from_millis(3)),
            Act::Write(tail.into()),
            Act::Close,
        ]);
        let server = FaultServer::always(slow).await;
        let limits = Limits { in_flight: IN_FLIGHT, ..Limits::default() };
        let client = Dialect::Sendkit.client(&server.url(), limits);
        client.call(Kind::Create).await.expect("a key");
        let files = settled_files(usize::MAX).await;
        let mut random = Random::new(60);
        let (mut calls, mut dropped) = (JoinSet::new(), 0);
        for _ in 0..CALLS {
            while calls.len() > 2 * IN_FLIGHT {
                let ended = calls.join_next().await;
                dropped += usize::from(ended.is_some_and(|ended| ended.expect("no panic")));
            }
            let client = client.clone();
            let point = Duration::from_micros(random.below(12_000));
            calls.spawn(async move { timeout(point, client.call(Kind::Create)).await.is_err() });
        }
        dropped += calls.join_all().await.into_iter().filter(|dropped| *dropped).count();
        let after = settled_files(files).await;

        // As many at once as there are turns: if one were lost, these could not overlap.
        let started = Instant::now();
        let mut calls = JoinSet::new();
        for _ in 0..IN_FLIGHT {
            let client = client.clone();
            calls.spawn(async move { client.call(Kind::Create).await });
        }
        let made = calls.join_all().await.into_iter().flatten().count();
        println!(
            "{FIGURES}proof: calls={CALLS} dropped={dropped} executed={} files_before={files} files_after={after}",
            server.request_count()
        );

        assert_eq!(made, IN_FLIGHT);
        assert!(started.elapsed() < Duration::from_secs(1));
        assert!(after <= files, "{after} files of {files}");
        assert!(server.request_count() <= CALLS + 1 + IN_FLIGHT, "no call was sent twice");
    });
}

/// The number of open files, once it is no more than `wanted`, or after a second.
async fn settled_files(wanted: usize) -> usize {
    let mut open = 0;
    for _ in 0..20 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        open = std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
        if open <= wanted && wanted != usize::MAX {
            break;
        }
    }
    open
}
