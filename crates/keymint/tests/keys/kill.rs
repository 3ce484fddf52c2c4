//! A process killed at every entry that it makes in its journal, for every strategy, with faults before and after.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use keymint::{
    EntryStatus, FileSink, Holding, Job, Journal, KeyRequest, Owner, ProviderKind, Sink as _,
    SinkSpec, Strategy,
};
use keymint_sandbox::{Fault, KeyRecord, Plan, Rule, Sandbox};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::child::{End, Mission, worker};
use crate::support::{base_urls, long_tests, owners, sandboxed};

const STRATEGIES: [(Strategy, ProviderKind); 5] = [
    (Strategy::Issue, ProviderKind::SenderWiz),
    (Strategy::Overlap, ProviderKind::SenderWiz),
    (Strategy::ServerOverlap, ProviderKind::Infobip),
    (Strategy::Replace, ProviderKind::SendKit),
    (Strategy::ExpiryOnly, ProviderKind::BitGpt),
];

/// What goes wrong with the call that makes the key, besides the death of its caller.
const FAULTS: [Option<Fault>; 5] = [
    None,
    Some(Fault::ResetBefore),
    Some(Fault::ResetAfter),
    Some(Fault::LateCommitMs(150)),
    Some(Fault::GarbageBody),
];

/// What was counted while children were killed, for the line that tells of it.
#[derive(Debug, Default)]
struct Tally {
    /// Moments at which a child was to be killed.
    points: usize,
    /// Children that were.
    kills: usize,
    /// Owners with one live key, the one in the file.
    in_place: usize,
    /// Other live keys that the journal names, at the provider where nothing ends a key.
    told: usize,
    /// Live keys that nobody knows of.
    orphans: usize,
    /// Owners for whom no key worked at some moment, though the provider allows two.
    gaps: usize,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.points += other.points;
        self.kills += other.kills;
        self.in_place += other.in_place;
        self.told += other.told;
        self.orphans += other.orphans;
        self.gaps += other.gaps;
    }

    /// One line that a program can read, and the verdict.
    #[track_caller]
    fn prove(&self, name: &str, started: Instant) {
        let held = self.in_place > 0 && self.orphans + self.gaps == 0;
        println!(
            "\nproof: name={name} counted={} result={} kills={} one_key_in_place={} known_leftovers={} orphans={} gaps={} seconds={}",
            self.points,
            if held { "held" } else { "broken" },
            self.kills,
            self.in_place,
            self.told,
            self.orphans,
            self.gaps,
            started.elapsed().as_secs(),
        );
        assert!(held, "{self:?}");
    }
}

/// How many children live at once.
const WAVE: usize = 6;
const OVERLAP: Duration = Duration::from_secs(1);

/// One owner with everything around it.
struct Case {
    sandbox: Sandbox,
    base_urls: BTreeMap<String, String>,
    folder: TempDir,
    strategy: Strategy,
    kind: ProviderKind,
    owner: Owner,
    old: Option<String>,
}

impl Case {
    async fn new(strategy: Strategy, kind: ProviderKind, fault: Option<&Fault>) -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let owner = owners(&sandbox, kind, 1).remove(0);
        let folder = tempfile::tempdir().unwrap();
        let mut case = Self {
            base_urls: base_urls(&sandbox),
            sandbox,
            folder,
            strategy,
            kind,
            owner,
            old: None,
        };
        if strategy != Strategy::Issue {
            let old =
                sandboxed(&case.sandbox, kind).create(&case.owner, &case.request()).await.unwrap();
            std::fs::write(case.place(), format!("{}\n", old.secret.expose())).unwrap();
            case.old = Some(old.fingerprint);
        }
        if let Some(fault) = fault {
            case.sandbox.chaos(Plan::new().rule(Rule::new(fault.clone()).method("POST").nth(1)));
        }
        case
    }

    fn place(&self) -> PathBuf {
        self.folder.path().join("secret")
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("journal")
    }

    fn request(&self) -> KeyRequest {
        let end = Timestamp::now().checked_add(Duration::from_secs(90 * 86_400)).unwrap();
        match self.kind {
            ProviderKind::SendKit => KeyRequest::new(),
            ProviderKind::SenderWiz => KeyRequest::new().name("killed"),
            ProviderKind::BitGpt => {
                KeyRequest::new().name("killed").scopes(["invoices.read"]).expires(end.into())
            }
            _ => KeyRequest::new().name("killed").expires(end.into()),
        }
    }

    fn job(&self) -> Job {
        let (name, owner, sink) =
            (self.kind.name(), self.owner.clone(), SinkSpec::file(self.place()));
        let job = match self.strategy {
            Strategy::Issue => Job::issue(name, owner, sink),
            Strategy::Overlap | Strategy::ServerOverlap => {
                Job::rotate(name, owner, sink).overlap(OVERLAP)
            }
            _ => Job::rotate(name, owner, sink),
        };
        job.request(self.request())
    }

    fn mission(&self, jobs: Option<Vec<Job>>, stand_still_at: usize) -> Mission {
        Mission { base_urls: self.base_urls.clone(), journal: self.journal(), jobs, stand_still_at }
    }

    /// Takes up what the dead left, until it is done.
    async fn resume(&self) -> keymint::Report {
        let worker = worker(&self.base_urls, &self.journal()).build();
        let mut report = worker.resume().await.unwrap();
        for _ in 0..3 {
            if report.is_complete() {
                break;
            }
            report = worker.resume().await.unwrap();
        }
        report
    }

    /// One live key, and it is the one in the file; no gap, and no copy left about.
    async fn check(&self, what: &str) -> Tally {
        let report = self.resume().await;
        assert!(report.is_complete(), "{what}: {report:?}");
        self.sandbox.advance(OVERLAP);
        let keys = self.sandbox.keys();
        let live: Vec<_> = keys.iter().filter(|key| key.live).collect();
        let in_place = self.in_place(&live).await;
        assert_eq!(in_place.len(), 1, "{what}: the file holds no live key: {keys:#?}");
        let mut tally = Tally { points: 1, in_place: 1, ..Tally::default() };
        let entries = Journal::peek(self.journal()).unwrap();
        for key in live.iter().filter(|key| key.fingerprint != in_place[0]) {
            if self.strategy == Strategy::ExpiryOnly && is_told(&entries, key) {
                tally.told += 1;
            } else {
                println!("{what}: nobody knows of {key:#?}");
                tally.orphans += 1;
            }
        }
        if matches!(self.strategy, Strategy::Overlap | Strategy::ServerOverlap) && has_gap(&keys) {
            println!("{what}: at some moment no key worked: {keys:#?}");
            tally.gaps += 1;
        }
        self.assert_tidy(&keys, what);
        tally
    }

    async fn in_place(&self, live: &[&KeyRecord]) -> Vec<String> {
        let sink = FileSink::new(self.place());
        let mut found = Vec::new();
        for key in live {
            if sink.holds(&key.fingerprint).await.unwrap() == Holding::Current {
                found.push(key.fingerprint.clone());
            }
        }
        found
    }

    /// Nothing is left beside the file that holds a secret, and the journal holds none.
    fn assert_tidy(&self, keys: &[KeyRecord], what: &str) {
        let names: Vec<_> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert!(!names.iter().any(|name| name.contains(".keymint-")), "{what}: {names:?}");
        let secret = std::fs::read_to_string(self.place()).unwrap();
        assert!(keys.iter().any(|key| key.live));
        for name in names.iter().filter(|name| name.starts_with("journal")) {
            let bytes = std::fs::read(self.folder.path().join(name)).unwrap();
            let leaks =
                bytes.windows(secret.trim().len()).any(|window| window == secret.trim().as_bytes());
            assert!(!leaks, "{what}: {name} holds the secret");
        }
    }
}

/// Whether the journal names a key: as one that was replaced, or as one that a person must look at.
fn is_told(entries: &[EntryStatus], key: &KeyRecord) -> bool {
    entries.iter().any(|entry| {
        entry.old_key.as_ref().is_some_and(|old| old.as_str() == key.id)
            || entry.attention.iter().any(|text| text.contains(&key.id))
    })
}

/// Whether there was a moment since the first key at which none worked.
fn has_gap(keys: &[KeyRecord]) -> bool {
    let mut covered = keys[0].created_at;
    for key in keys {
        let end = key.ended_at.or(key.expires_at).unwrap_or(Timestamp::MAX);
        if key.created_at <= covered {
            covered = covered.max(end);
        }
    }
    covered <= Timestamp::now()
}

/// Kills a child at every entry, from the first to the one that it no longer makes; tells what came of it.
async fn kill_everywhere(strategy: Strategy, kind: ProviderKind, fault: Option<Fault>) -> Tally {
    let mut tally = Tally::default();
    for wave in (0..).step_by(WAVE) {
        let mut children = JoinSet::new();
        for moment in wave..wave + WAVE {
            let fault = fault.clone();
            children.spawn(async move { kill_at(strategy, kind, fault.as_ref(), moment).await });
        }
        let ends = children.join_all().await;
        let survived = ends.iter().any(|one| one.kills == 0);
        // A child that lived beyond its last entry was no moment of its own.
        ends.iter().filter(|one| one.kills > 0).for_each(|one| tally.add(one));
        if survived {
            return tally;
        }
    }
    unreachable!("a child makes a finite number of entries");
}

async fn kill_at(
    strategy: Strategy,
    kind: ProviderKind,
    fault: Option<&Fault>,
    moment: usize,
) -> Tally {
    let case = Case::new(strategy, kind, fault).await;
    let mission = case.mission(Some(vec![case.job()]), moment);

    let end = tokio::task::spawn_blocking(move || mission.run()).await.unwrap();

    let mut tally = case.check(&format!("{strategy} with {fault:?}, killed at {moment}")).await;
    tally.kills += usize::from(end == End::Killed);
    tally
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_at_any_entry_leaves_one_key_in_its_place() {
    let (started, mut tally) = (Instant::now(), Tally::default());
    for (strategy, kind) in STRATEGIES {
        let killed = kill_everywhere(strategy, kind, None).await;

        // Seven steps; most are written before and after, and each writing is seen from both sides.
        assert!(killed.points >= 20, "{strategy}: only {killed:?}");
        tally.add(&killed);
    }
    tally.prove("kill_points", started);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_around_a_fault_leaves_one_key_in_its_place() {
    let (started, mut tally) = (Instant::now(), Tally::default());
    for (index, (strategy, kind)) in STRATEGIES.into_iter().enumerate() {
        for (nth, fault) in FAULTS.iter().flatten().enumerate() {
            // In the short form each strategy meets one fault, and three entries around the call that it strikes.
            if long_tests() {
                tally.add(&kill_everywhere(strategy, kind, Some(fault.clone())).await);
            } else if nth == index % 4 {
                for moment in [2, 3, 5] {
                    tally.add(&kill_at(strategy, kind, Some(fault), moment).await);
                }
            }
        }
    }
    tally.prove("kill_points_around_faults", started);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resumed_process_can_be_killed_again() {
    let (started, mut tally) = (Instant::now(), Tally::default());
    let count = if long_tests() { 40 } else { 1 };
    let mut rng = fastrand::Rng::with_seed(4);
    for (strategy, kind) in STRATEGIES {
        for _ in 0..count {
            let fault = FAULTS[rng.usize(..FAULTS.len())].clone();
            let case = Case::new(strategy, kind, fault.as_ref()).await;
            let moments = [rng.usize(..24), rng.usize(..16), rng.usize(..8)];
            let mut jobs = Some(vec![case.job()]);

            for moment in moments {
                let mission = case.mission(jobs.take(), moment);
                let end = tokio::task::spawn_blocking(move || mission.run()).await.unwrap();
                tally.kills += usize::from(end == End::Killed);
            }

            let what = format!("{strategy} with {fault:?}, killed at {moments:?}");
            tally.add(&case.check(&what).await);
        }
    }
    tally.prove("kill_again_and_again", started);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_before_the_answer_arrives_leaves_one_key_in_its_place() {
    let (started, mut tally) = (Instant::now(), Tally::default());
    for (strategy, kind) in STRATEGIES {
        let case = Case::new(strategy, kind, Some(&Fault::LatencyMs(3_000))).await;
        let mission = case.mission(Some(vec![case.job()]), usize::MAX);
        let posts =
            || case.sandbox.requests().iter().filter(|request| request.method == "POST").count();
        let before = posts();

        // The request is executed when it arrives; its answer is three seconds late.
        tokio::task::block_in_place(|| mission.run_until(|| posts() > before));

        tally.kills += 1;
        tally.add(&case.check(&format!("{strategy}, killed while it waits")).await);
    }
    tally.prove("kill_before_the_answer", started);
}
