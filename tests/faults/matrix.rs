//! The fault matrix: 62 faults, what each must end as, and what the server must have seen.
//!
//! F04, F47 and F48 are shown to be impossible in `impossible`, F60 to F62 have tests of their own in `crowd` and `cancelled`.
//! Rows whose number starts with S are strange answers beyond the 62.

mod answers;
mod below;
mod bodies;
mod expected;
mod strange;
pub(crate) mod world;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::dialect::{Dialect, Kind, Limits, SECRET};
use crate::server::Step;
use expected::Ends;
use world::World;

/// One way in which a fault shows itself.
pub(crate) struct Row {
    /// The fault's number in the matrix.
    pub(crate) id: &'static str,
    pub(crate) what: String,
    pub(crate) on: On,
    pub(crate) ends: Ends,
}

impl Row {
    /// Whether a call ends only when its time is up.
    pub(crate) fn is_slow(&self) -> bool {
        matches!(self.ends, Ends::Late | Ends::Stalled)
    }
}

type Make = Arc<dyn Fn(Dialect, Kind) -> Step + Send + Sync>;

/// Where the fault is.
#[derive(Clone)]
pub(crate) enum On {
    /// A server that does this with every request.
    Server(Make),
    NoSuchHost,
    ClosedPort,
    FullBacklog,
    UntrustedCertificate,
    PlainOnTlsPort,
}

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = below::rows();
    rows.extend(answers::rows());
    rows.extend(bodies::rows());
    rows.extend(strange::rows());
    rows
}

fn row(
    id: &'static str,
    what: impl Into<String>,
    ends: Ends,
    make: impl Fn(Dialect, Kind) -> Step + Send + Sync + 'static,
) -> Row {
    Row { id, what: what.into(), on: On::Server(Arc::new(make)), ends }
}

/// So many calls at once keep two cores busy, and leave time-outs their meaning.
const AT_ONCE: usize = 40;
/// A call may be late by what a busy machine takes to notice.
const SLACK: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_ends_as_the_matrix_says() {
    let world = Arc::new(World::new().await);
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut calls = JoinSet::new();
    let mut faults = BTreeSet::new();
    for row in rows() {
        faults.insert(row.id);
        let row = Arc::new(row);
        for dialect in Dialect::ALL {
            for kind in [Kind::Create, Kind::Read] {
                let (world, turns, row) =
                    (Arc::clone(&world), Arc::clone(&turns), Arc::clone(&row));
                calls.spawn(async move {
                    let _turn = turns.acquire().await.expect("a turn");
                    check(&world, &row, dialect, kind).await
                });
            }
        }
    }
    let (mut count, mut wrong) = (0, Vec::new());
    while let Some(ended) = calls.join_next().await {
        count += 1;
        wrong.extend(ended.expect("no panic").err());
    }
    wrong.sort();
    let strange = faults.iter().filter(|id| id.starts_with('S')).count();
    let faults = faults.len() - strange;
    println!("proof: faults={faults} strange={strange} calls={count} wrong={}", wrong.len());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(faults, 62 - 3 - 3);
}

/// Makes the call and compares all that can be seen with what is expected.
async fn check(world: &World, row: &Row, dialect: Dialect, kind: Kind) -> Result<(), String> {
    // Long enough for a machine that has more to do than this.
    let limits = Limits {
        connect: Duration::from_secs(2),
        attempt: Duration::from_secs(4),
        deadline: Duration::from_secs(20),
        ..Limits::default()
    };
    let place = world.place(&row.on, dialect, kind).await;
    let client = dialect.client(&place.url, limits);
    let started = Instant::now();

    let ended = client.call(kind).await;

    let took = started.elapsed();
    let fail = |why: String| Err(format!("{} {} ({dialect:?}, {kind:?}): {why}", row.id, row.what));
    if took > limits.deadline + SLACK {
        return fail(format!("took {took:?}"));
    }
    let expected = row.ends.expected(dialect, kind);
    let seen = place.request_count();
    if seen.is_some_and(|seen| seen != expected.requests) {
        return fail(format!("the server saw {seen:?}, expected {}", expected.requests));
    }
    match (&ended, expected.error) {
        (Ok(received), None) => match &received.secret {
            Some(secret) if secret != SECRET => fail("another secret arrived".to_owned()),
            _ => Ok(()),
        },
        (Err(error), Some((errors, outcomes))) => {
            let fits = errors.contains(&error.kind()) && outcomes.contains(&error.outcome());
            if fits && (expected.attempts.0..=expected.attempts.1).contains(&error.attempts()) {
                Ok(())
            } else {
                fail(format!("{error:?}, expected {expected:?}"))
            }
        }
        (ended, _) => fail(format!("{ended:?}, expected {expected:?}")),
    }
}
