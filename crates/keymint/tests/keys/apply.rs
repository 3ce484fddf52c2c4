//! A plan of many rows, under faults, killed three times: in the end everybody has one key, the one in its place.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use fastrand::Rng;
use keymint::{Holding, Job, KeyRequest, Owner, ProviderKind, Sink as _, SinkSpec};
use keymint_sandbox::{Fault, KeyRecord, Plan, Rule, Sandbox};

use crate::child::{End, Mission, worker};
use crate::support::{base_urls, long_tests, owners, sandboxed};

/// How many rows there are, and how many when `KEYMINT_LONG_TESTS` is set.
const ROWS: (usize, usize) = (100, 1_000);
/// What each row's kind of work is, in turn.
const WORK: [(ProviderKind, bool); 4] = [
    (ProviderKind::SenderWiz, false),
    (ProviderKind::SenderWiz, true),
    (ProviderKind::Infobip, true),
    (ProviderKind::SendKit, true),
];

/// One row: whose key it is, and where it goes.
struct Row {
    kind: ProviderKind,
    owner: Owner,
    sink: SinkSpec,
    rotates: bool,
}

impl Row {
    fn job(&self) -> Job {
        let (name, owner, sink) = (self.kind.name(), self.owner.clone(), self.sink.clone());
        let job = if self.rotates {
            Job::rotate(name, owner, sink)
        } else {
            Job::issue(name, owner, sink)
        };
        match self.kind {
            ProviderKind::SendKit => job,
            _ => job.request(KeyRequest::new().name("applied")),
        }
    }
}

/// Makes owners, and the old keys of those whose key is to be rotated.
async fn set_out(sandbox: &Sandbox, folder: &Path, count: usize) -> Vec<Row> {
    let mut waiting: BTreeMap<ProviderKind, Vec<Owner>> =
        ProviderKind::ALL.map(|kind| (kind, owners(sandbox, kind, count))).into();
    let mut rows = Vec::new();
    for number in 0..count {
        let (kind, rotates) = WORK[number % WORK.len()];
        let owner = waiting.get_mut(&kind).unwrap().pop().unwrap();
        let place = folder.join(format!("secret-{number}"));
        // Half of the secrets share a few dotenv files.
        let sink = if number % 2 == 0 {
            SinkSpec::file(&place)
        } else {
            SinkSpec::dotenv(folder.join(format!("env-{}", number % 7)), format!("KEY_{number}"))
        };
        if rotates {
            let request = if kind == ProviderKind::SendKit {
                KeyRequest::new()
            } else {
                KeyRequest::new().name("old")
            };
            sandboxed(sandbox, kind).create(&owner, &request).await.unwrap();
        }
        rows.push(Row { kind, owner, sink, rotates });
    }
    rows
}

/// One call in ten goes wrong, in one of ten ways.
fn chaos() -> Plan {
    let faults = [
        Fault::RateLimited { retry_after: 1 },
        Fault::ResetBefore,
        Fault::ResetAfter,
        Fault::CloseBefore,
        Fault::CloseAfter,
        Fault::TruncatedBody,
        Fault::GarbageBody,
        Fault::BadGatewayAfter,
        Fault::UnavailableBefore,
        Fault::LateCommitMs(150),
    ];
    faults
        .into_iter()
        .fold(Plan::new(), |plan, fault| plan.rule(Rule::new(fault).probability(0.012)))
}

async fn send(mission: Mission) -> End {
    tokio::task::spawn_blocking(move || mission.run()).await.unwrap()
}

/// Every owner has exactly one live key, and it is the one in the owner's place.
async fn check(rows: &[Row], keys: &[KeyRecord]) {
    let mut live: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in keys.iter().filter(|key| key.live) {
        live.entry(&key.owner).or_default().push(&key.fingerprint);
    }
    for row in rows {
        let owner = row.owner.as_str().unwrap();
        let [fingerprint] = live.remove(owner).unwrap_or_default()[..] else {
            let keys: Vec<_> = keys.iter().filter(|key| key.owner == owner).collect();
            panic!("{} has not one live key: {keys:#?}", row.owner);
        };
        let holding = match &row.sink {
            SinkSpec::File { path, .. } => keymint::FileSink::new(path).holds(fingerprint).await,
            SinkSpec::Dotenv { path, variable, .. } => {
                keymint::DotenvSink::new(path, variable).unwrap().holds(fingerprint).await
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(holding.unwrap(), Holding::Current, "{}", row.owner);
    }
    assert!(live.is_empty(), "keys that nobody asked for: {live:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_of_many_rows_survives_faults_and_three_deaths() {
    let count = if long_tests() { ROWS.1 } else { ROWS.0 };
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let sandbox = Sandbox::builder().seed(11).start().await.unwrap();
    let rows = set_out(&sandbox, folder.path(), count).await;
    let jobs: Vec<_> = rows.iter().map(Row::job).collect();
    let mission = |jobs, stand_still_at| Mission {
        base_urls: base_urls(&sandbox),
        journal: journal.clone(),
        jobs,
        stand_still_at,
    };
    let mut rng = Rng::with_seed(5);
    let (started, before) = (Instant::now(), sandbox.keys().len());

    // About 28 calls of the observer a row: the deaths come after a quarter, a half and three quarters of the work.
    sandbox.chaos(chaos());
    let mut jobs = Some(jobs);
    let mut deaths = 0;
    while deaths < 3 {
        let moment = count * 6 + rng.usize(..count * 2);
        assert_eq!(send(mission(jobs.take(), moment)).await, End::Killed);
        deaths += 1;
    }
    let worker = worker(&base_urls(&sandbox), &journal).build();
    let mut report = worker.resume().await.unwrap();
    let mut resumed = 1;
    while !report.is_complete() && resumed < 10 {
        report = worker.resume().await.unwrap();
        resumed += 1;
    }

    let failures: Vec<_> =
        report.failures().map(|(row, error)| format!("{}: {error}", row.owner)).collect();
    assert_eq!(failures, Vec::<String>::new());
    // What a lost call may still do, and what the providers end by themselves.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let requests = sandbox.requests();
    sandbox.chaos(Plan::new());
    check(&rows, &sandbox.keys()).await;
    let keys = sandbox.keys();
    let faults = requests.iter().filter(|request| request.fault.is_some()).count();
    println!(
        "\nproof: name=apply_under_chaos counted={count} result=held keys_made={} live_keys={} requests={} faults={faults} kills={deaths} resumes={resumed} seconds={}",
        keys.len() - before,
        keys.iter().filter(|key| key.live).count(),
        requests.len(),
        started.elapsed().as_secs(),
    );
}
