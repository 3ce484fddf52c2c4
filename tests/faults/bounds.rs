//! Whatever a server sends, a call costs little memory and ends in time.

mod bomb;

use std::fs;
use std::time::{Duration, Instant};

use keymint_core::{Error, Outcome};

use crate::alone::{FIGURES, is_child, run_child, runtime};
use crate::dialect::{Dialect, Kind, Limits, Received};
use crate::server::{Act, FaultServer, Step};

/// What one call may add to the memory of a process, at its peak.
const GROWTH: usize = 4 << 20;
/// Where the child finds the servers, which must not count towards its memory.
const SERVERS: &str = "KEYMINT_TEST_SERVERS";

fn answer(media: &str, headers: &str, acts: impl IntoIterator<Item = Act>) -> Step {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {media}\r\n{headers}\r\n");
    Step::After([Act::Write(head.into())].into_iter().chain(acts).chain([Act::Close]).collect())
}

fn whole(media: &str, headers: &str, body: Vec<u8>) -> Step {
    answer(media, &format!("{headers}content-length: {}\r\n", body.len()), [Act::Write(body)])
}

fn attacks() -> Vec<(&'static str, Dialect, Step)> {
    let (json, xml) = ("application/json", "application/xml");
    let chunk =
        [format!("{:x}\r\n", 1 << 16).into_bytes(), vec![b' '; 1 << 16], b"\r\n".to_vec()].concat();
    let attributes = |count| {
        let all: String = (0..count).map(|number| format!(" a{number}=\"\"")).collect();
        format!("<apiKey{all}/>").into_bytes()
    };
    vec![
        (
            "400 MiB in chunks",
            Dialect::Bitgpt,
            answer(json, "transfer-encoding: chunked\r\n", [Act::Flood(chunk, 6_400)]),
        ),
        (
            "400 MiB announced",
            Dialect::Bitgpt,
            answer(json, "content-length: 419430400\r\n", [Act::Flood(vec![b' '; 1 << 16], 6_400)]),
        ),
        (
            "a bomb of 400 MiB",
            Dialect::Senderwiz,
            whole(json, "content-encoding: gzip\r\n", bomb::zeros(400 << 20)),
        ),
        ("a million lists in each other", Dialect::Sendkit, whole(json, "", vec![b'['; 1_000_000])),
        ("a million lists in an unknown field", Dialect::Sendkit, {
            let (open, close) = ("[".repeat(500_000), "]".repeat(500_000));
            let body = Dialect::Sendkit.answer_with(
                Kind::Create,
                "\"s\"",
                &format!(",\"x\":{open}{close}"),
            );
            whole(json, "", body.into())
        }),
        ("a million attributes", Dialect::InfobipXml, whole(xml, "", attributes(1_000_000))),
        ("all attributes that fit", Dialect::InfobipXml, whole(xml, "", attributes(90_000))),
        ("elements without end", Dialect::InfobipXml, whole(xml, "", "<a>".repeat(340_000).into())),
        (
            "a byte each second",
            Dialect::Infobip,
            answer(
                json,
                "content-length: 1000\r\n",
                [Act::Drip(vec![b' '; 1_000], Duration::from_secs(1))],
            ),
        ),
        ("interim answers without end", Dialect::Bitgpt, {
            // As fast as a network: as fast as loopback, reading them would keep the timer from its turn.
            let interim = b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(100);
            let pause = Act::Wait(Duration::from_millis(10));
            let acts = [Act::Write(interim), pause];
            Step::After(std::iter::repeat_n(acts, 1_000).flatten().collect())
        }),
        (
            "a header without end",
            Dialect::Bitgpt,
            Step::After(vec![
                Act::Write(b"HTTP/1.1 200 OK\r\nx-a: ".to_vec()),
                Act::Flood(vec![b'a'; 1 << 16], 6_400),
            ]),
        ),
        ("a chunk's extension without end", Dialect::Bitgpt, {
            let acts = [Act::Write(b"5;".to_vec()), Act::Flood(vec![b'a'; 1 << 16], 6_400)];
            answer(json, "transfer-encoding: chunked\r\n", acts)
        }),
        ("trailers without end", Dialect::Bitgpt, {
            let trailers = b"x-a: b\r\n".repeat(8_192);
            let acts = [Act::Write(b"0\r\n".to_vec()), Act::Flood(trailers, 6_400)];
            answer(json, "transfer-encoding: chunked\r\n", acts)
        }),
        ("an error of 400 MiB", Dialect::Bitgpt, {
            let head = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: 419430400\r\n\r\n";
            Step::After(vec![
                Act::Write(head.into()),
                Act::Flood(vec![b'x'; 1 << 16], 6_400),
                Act::Close,
            ])
        }),
    ]
}

#[test]
fn no_answer_costs_more_than_four_mebibytes_or_its_deadline() {
    let attacks = attacks();
    if !is_child() {
        let runtime = runtime();
        let servers: Vec<_> = attacks
            .into_iter()
            .map(|(_, _, step)| runtime.block_on(FaultServer::always(step)))
            .collect();
        let urls: Vec<_> = servers.iter().map(FaultServer::url).collect();
        run_child(
            "bounds::no_answer_costs_more_than_four_mebibytes_or_its_deadline",
            &[(SERVERS, &urls.join(" "))],
        );
        return;
    }
    let names: Vec<_> = attacks.into_iter().map(|(name, dialect, _)| (name, dialect)).collect();
    let urls = std::env::var_os(SERVERS).expect("servers").into_string().expect("text");
    let urls: Vec<_> = urls.split(' ').collect();
    runtime().block_on(async {
        let limits = Limits { attempt: Duration::from_secs(3), ..Limits::default() };
        warm_up(limits).await;
        for ((name, dialect), url) in names.iter().zip(&urls) {
            let (ended, growth, took) = measured(*dialect, url, limits).await;

            let (growth_kib, millis) = (growth >> 10, took.as_millis());
            println!("{FIGURES}proof: growth_kib={growth_kib} millis={millis} attack={name:?}");
            assert!(growth <= GROWTH, "{name}: {growth} bytes");
            assert!(took <= limits.attempt + Duration::from_millis(500), "{name}: {took:?}");
            if let Err(error) = ended {
                assert!(
                    error.may_have_been_received() || error.outcome() == Outcome::Rejected,
                    "{name}: {error:?}"
                );
                assert_eq!(error.attempts(), 1, "{name}");
            }
        }
        let (_, control, _) =
            measured(names[0].1, urls[0], Limits { body: 64 << 20, ..limits }).await;
        println!("{FIGURES}proof: control=limit_of_64_mib growth_kib={}", control >> 10);
        assert!(control > GROWTH, "growth is seen: {control} bytes");
    });
}

/// Makes every client call once, so that what is loaded at the first call is not counted.
async fn warm_up(limits: Limits) {
    for dialect in Dialect::ALL {
        let server = FaultServer::always(whole(
            dialect.media(),
            "",
            dialect.answer(Kind::Create, "s").into(),
        ))
        .await;
        dialect.client(&server.url(), limits).call(Kind::Create).await.expect("a key");
    }
}

/// Makes a call, and says by how much memory grew at its peak and how long it took.
async fn measured(
    dialect: Dialect,
    url: &str,
    limits: Limits,
) -> (Result<Received, Error>, usize, Duration) {
    let client = dialect.client(url, limits);
    let before = memory("VmRSS");
    fs::write("/proc/self/clear_refs", "5").expect("a peak that starts anew");
    let started = Instant::now();
    let ended = client.call(Kind::Create).await;
    (ended, memory("VmHWM").saturating_sub(before), started.elapsed())
}

/// A figure of this process's memory, in bytes.
fn memory(name: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("a status");
    let line = status.lines().find(|line| line.starts_with(name)).expect("a figure");
    line.split_whitespace()
        .nth(1)
        .and_then(|number| number.parse::<usize>().ok())
        .expect("a number")
        << 10
}
