//! No secret shows where nobody asked for it: neither our credential, nor the key in an answer, however it fails.
//!
//! Canaries are forced through every fault and into every field, header and reason phrase; then everything that a
//! program might print is searched for them. Not searched is what is documented to give the server's own text:
//! `provider_message`, `provider_code`, `violations`, `request_id`, `body` and `expose_body`.

mod log;
mod places;
mod search;
mod sinks;

use std::panic::set_hook;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::alone::{FIGURES, alone};
use crate::dialect::{CREDENTIAL, Client, Dialect, Kind, Limits, SECRET};
use crate::matrix::world::World;
use crate::matrix::{On, Row, rows};
use crate::server::tls::Authority;
use crate::server::{FaultServer, Step};
use crate::trust::certificate_file;
use log::Log;
use places::{Place, canaried, places};
use search::Needle;
use sinks::{Shown, of_error, of_received, of_setup};

const AT_ONCE: usize = 40;

fn needles() -> Arc<[Needle]> {
    // The start of a key is public: it says what kind of key it is.
    let core = |canary: &str| {
        Needle::new(canary.trim_start_matches("sk_user_").trim_start_matches("sk_test_"))
    };
    Arc::new([core(CREDENTIAL), core(SECRET)])
}

#[test]
fn no_fault_shows_a_secret_anywhere() {
    alone("leaks::no_fault_shows_a_secret_anywhere", &[], async {
        set_hook(Box::new(|_| {}));
        let log = Log::start();
        let (world, needles) = (Arc::new(World::new().await), needles());
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        let mut calls = JoinSet::new();
        for row in rows() {
            let row = Arc::new(row);
            for (dialect, kind) in everybody() {
                let (row, world, turns, needles) = (
                    Arc::clone(&row),
                    Arc::clone(&world),
                    Arc::clone(&turns),
                    Arc::clone(&needles),
                );
                calls.spawn(async move {
                    let _turn = turns.acquire().await.expect("a turn");
                    leaks(&needles, &through(&world, &row, dialect, kind).await)
                });
            }
        }
        let faulted = calls.len();
        for (dialect, kind) in everybody() {
            for place in places(dialect, kind) {
                let (turns, needles) = (Arc::clone(&turns), Arc::clone(&needles));
                calls.spawn(async move {
                    let _turn = turns.acquire().await.expect("a turn");
                    leaks(&needles, &at(&place, dialect, kind).await)
                });
            }
        }
        let placed = calls.len() - faulted;
        let (mut sinks, mut found) = (0, Vec::new());
        for (searched, leaks) in calls.join_all().await {
            sinks += searched;
            found.extend(leaks);
        }
        let (searched, leaks) = leaks(&needles, &of_setup());
        sinks += searched;
        found.extend(leaks);
        let text = log.text();
        found.extend(
            needles
                .iter()
                .flat_map(|needle| needle.found_in(&text))
                .map(|how| format!("log: {how}")),
        );

        println!(
            "{FIGURES}proof: leaks={} calls_through_faults={faulted} calls_with_a_canary_in_one_place={placed} \
             sinks={sinks} log_bytes={}",
            found.len(),
            text.len()
        );
        for leak in found.iter().take(20) {
            println!("{FIGURES}{leak}");
        }
        assert!(found.is_empty());
        assert!(
            text.contains("keymint.call") && text.contains("hyper_util"),
            "the log was written"
        );
    });
}

#[test]
fn no_answer_over_tls_shows_a_secret_either() {
    // The platform's roots are another authority's: what is trusted is what the client was given.
    let (file, environment) = certificate_file("leaks");
    let name = "leaks::no_answer_over_tls_shows_a_secret_either";
    alone(name, &[("SSL_CERT_FILE", &environment)], async {
        std::fs::write(&file, Authority::new().pem()).expect("a file");
        set_hook(Box::new(|_| {}));
        let log = Log::start();
        let (authority, needles) = (Arc::new(Authority::new()), needles());
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        let mut calls = JoinSet::new();
        // The short form: each fault in one of the dialects, and every fourth place.
        let is_long = std::env::var_os("KEYMINT_LONG_TESTS").is_some();
        for (turn, dialect) in Dialect::ALL.into_iter().enumerate() {
            // What the slow ones show they have shown without TLS.
            let quick = rows().into_iter().filter(|row| !row.is_slow()).enumerate();
            let chosen = quick.filter(|(index, _)| is_long || index % Dialect::ALL.len() == turn);
            let faults = chosen.filter_map(|(_, row)| {
                let On::Server(make) = &row.on else { return None };
                Some((format!("{} {}", row.id, row.what), make(dialect, Kind::Create), true))
            });
            let step = if is_long { 1 } else { 4 };
            let places = places(dialect, Kind::Create).into_iter().step_by(step);
            for (what, step, is_secret) in
                faults.chain(places.map(|place| (place.name, place.step, place.is_secret)))
            {
                let (authority, turns, needles) =
                    (Arc::clone(&authority), Arc::clone(&turns), Arc::clone(&needles));
                calls.spawn(async move {
                    let _turn = turns.acquire().await.expect("a turn");
                    let (shown, reached) =
                        over_tls(&authority, dialect, step, &what, is_secret).await;
                    (leaks(&needles, &shown), reached)
                });
            }
        }
        let count = calls.len();
        let (mut sinks, mut reached, mut found) = (0, 0, Vec::new());
        for ((searched, leaks), is_reached) in calls.join_all().await {
            sinks += searched;
            reached += usize::from(is_reached);
            found.extend(leaks);
        }
        let text = log.text();
        found.extend(needles.iter().flat_map(|needle| needle.found_in(&text)).map(str::to_owned));

        println!(
            "{FIGURES}proof: over=tls leaks={} calls={count} calls_with_a_request={reached} sinks={sinks} log_bytes={}",
            found.len(),
            text.len()
        );
        for leak in found.iter().take(20) {
            println!("{FIGURES}{leak}");
        }
        assert!(found.is_empty());
        assert!(reached > count / 2, "only {reached} of {count} got past the handshake");
        for logged in ["keymint.call", "hyper_util", "rustls", "reqwest"] {
            assert!(text.contains(logged), "{logged} wrote to the log");
        }
    });
    drop(std::fs::remove_file(&environment));
}

#[test]
fn a_type_and_a_log_that_leak_are_found_out() {
    alone("leaks::a_type_and_a_log_that_leak_are_found_out", &[], async {
        #[derive(Debug)]
        #[expect(dead_code, reason = "it is printed")]
        struct Leaky {
            key: String,
            bytes: Vec<u8>,
        }
        let log = Log::start();
        let needle = Needle::new("5f0cANARYkey77d2e9b1aa30");
        let leaky = Leaky { key: String::new(), bytes: SECRET.into() };
        let mut found = 0;
        for (text, how) in [
            (format!("{:?}", Leaky { key: SECRET.to_owned(), bytes: Vec::new() }), "raw"),
            (format!("no such key: {}...", &SECRET[8..18]), "raw"),
            (format!("{leaky:?}"), "decimal"),
            (format!("{leaky:#?}"), "decimal"),
            (search::base64(&format!("user:{SECRET}")), "base64"),
            (search::base64(&format!("users:{SECRET}")), "base64"),
            (search::base64(&format!("u:{SECRET}")), "base64"),
            (search::percent(SECRET), "percent"),
            (search::hex(SECRET), "hex"),
            (SECRET.bytes().map(|byte| format!("\\x{byte:02X}")).collect(), "escaped"),
        ] {
            let seen = needle.found_in(&text);
            assert!(seen.contains(&how), "{how}: {text}: {seen:?}");
            found += 1;
        }
        tracing::trace!(key = SECRET, "a leak");
        assert_eq!(needle.found_in(&log.text()), ["raw"]);
        assert!(needle.found_in("5f0cANA and aa30 are too short to be one").is_empty());
        println!("{FIGURES}proof: control=deliberate leaks_found={} of=11", found + 1);
    });
}

fn everybody() -> impl Iterator<Item = (Dialect, Kind)> {
    Dialect::ALL.into_iter().flat_map(|dialect| [(dialect, Kind::Create), (dialect, Kind::Read)])
}

/// A call through a fault of the matrix, all of whose answers carry canaries.
async fn through(world: &World, row: &Row, dialect: Dialect, kind: Kind) -> Vec<Shown> {
    let on = match &row.on {
        On::Server(make) => {
            let make = Arc::clone(make);
            On::Server(Arc::new(move |dialect, kind| canaried(make(dialect, kind), dialect)))
        }
        elsewhere => elsewhere.clone(),
    };
    let place = world.place(&on, dialect, kind).await;
    shown_by(&place.url, dialect, kind, &format!("{} {}", row.id, row.what), true).await
}

async fn at(place: &Place, dialect: Dialect, kind: Kind) -> Vec<Shown> {
    let server = FaultServer::always(canaried(place.step.clone(), dialect)).await;
    shown_by(&server.url(), dialect, kind, &place.name, place.is_secret).await
}

/// Everything that can be printed after a create over TLS, and whether its request arrived.
async fn over_tls(
    authority: &Authority,
    dialect: Dialect,
    step: Step,
    what: &str,
    is_secret: bool,
) -> (Vec<Shown>, bool) {
    let server = FaultServer::secured(authority, canaried(step, dialect)).await;
    // Forty handshakes at once take their time on a busy machine.
    let limits = Limits {
        connect: Duration::from_secs(10),
        attempt: Duration::from_secs(12),
        deadline: Duration::from_secs(24),
        ..Limits::default()
    };
    let client = dialect.client_trusting(authority.pem(), &server.url(), limits);
    let shown = shown_after(&client, dialect, Kind::Create, what, is_secret).await;
    (shown, server.request_count() > 0)
}

/// Everything that can be printed after a call.
async fn shown_by(
    url: &str,
    dialect: Dialect,
    kind: Kind,
    what: &str,
    is_secret: bool,
) -> Vec<Shown> {
    let client = dialect.client(url, Limits::default());
    shown_after(&client, dialect, kind, what, is_secret).await
}

async fn shown_after(
    client: &Client,
    dialect: Dialect,
    kind: Kind,
    what: &str,
    is_secret: bool,
) -> Vec<Shown> {
    let mut shown = vec![Shown::new("client", format!("{client:?} {client:#?}"))];
    match client.call(kind).await {
        Err(error) => shown.extend(of_error(error)),
        // A field that is no secret may be shown, and whatever stands in it. An account has no secret at all.
        Ok(received) if is_secret && (dialect, kind) != (Dialect::Sendkit, Kind::Read) => {
            shown.extend(of_received(&received));
        }
        Ok(_) => {}
    }
    for sink in &mut shown {
        sink.within(&format!("{dialect:?} {kind:?} {what}"));
    }
    shown
}

/// How many sinks were searched, and what was found in them.
fn leaks(needles: &[Needle], shown: &[Shown]) -> (usize, Vec<String>) {
    let found = shown.iter().flat_map(|sink| {
        let all = needles.iter().flat_map(|needle| needle.found_in(&sink.text));
        all.map(|how| format!("{} ({how}): {}", sink.name, sink.text)).collect::<Vec<_>>()
    });
    (shown.len(), found.collect())
}
