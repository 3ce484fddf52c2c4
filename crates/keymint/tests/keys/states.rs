//! Random sequences of crashes, lost answers, late executions and duplicates, each run to its end.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use fastrand::Rng;
use keymint::{
    EntryState, Job, Journal, KeyRequest, Mark, Observer, Owner, Providers, Report, SinkSpec,
    Worker,
};

use crate::support::{Fake, Faults, MemorySink, Profile, VirtualClock, long_tests};

/// How many sequences are run, and how many when `KEYMINT_LONG_TESTS` is set.
const SEQUENCES: (u64, u64) = (400, 20_000);
/// After so many runs nothing goes wrong any more, so that a job can end.
const WILD_RUNS: u32 = 12;
/// A healthy provider lets a job end within so many runs.
const CALM_RUNS: u32 = 6;

/// Ends the run at random marks, as a killed process would: whatever was in memory is gone.
#[derive(Debug)]
struct Killer {
    rng: Mutex<Rng>,
    probability: Mutex<f64>,
    fake: Arc<Fake>,
    sink: Arc<MemorySink>,
    /// Whether the key in the sink must work at every moment.
    always_usable: AtomicBool,
    broken: Mutex<Option<String>>,
}

struct Killed;

impl Killer {
    fn strike(&self, mark: &Mark) {
        self.watch(mark);
        let (mut rng, probability) = (self.rng.lock().unwrap(), *self.probability.lock().unwrap());
        if rng.f64() < probability {
            drop(rng);
            std::panic::resume_unwind(Box::new(Killed));
        }
    }

    /// Whoever reads the sink must find a key that works.
    fn watch(&self, mark: &Mark) {
        let Some(current) = self.sink.fingerprint() else { return };
        let works = self.fake.live().iter().any(|key| key.fingerprint() == current);
        if self.always_usable.load(Ordering::Relaxed) && !works {
            self.broken
                .lock()
                .unwrap()
                .get_or_insert(format!("the sink's key was dead at {mark:?}"));
        }
    }
}

impl Observer for Killer {
    fn writing(&self, mark: &Mark) {
        self.strike(mark);
    }

    fn written(&self, mark: &Mark) {
        self.strike(mark);
    }
}

/// One sequence, and what it needs.
struct Sequence {
    profile: Profile,
    rng: Rng,
    clock: Arc<VirtualClock>,
    fake: Arc<Fake>,
    sink: Arc<MemorySink>,
    journal: Journal,
    killer: Arc<Killer>,
}

impl Sequence {
    fn new(seed: u64, blind: bool) -> Self {
        let mut rng = Rng::with_seed(seed);
        let profile = Profile::ALL[rng.usize(..4)];
        let clock = Arc::new(VirtualClock::new());
        let fake = Arc::new(
            Fake::new(profile.capabilities().clone(), Arc::clone(&clock), Faults::none())
                .blind(blind),
        );
        let sink = Arc::new(MemorySink::seeded(rng.u64(..)));
        let killer = Killer {
            rng: Mutex::new(Rng::with_seed(rng.u64(..))),
            probability: Mutex::new(0.08),
            fake: Arc::clone(&fake),
            sink: Arc::clone(&sink),
            always_usable: AtomicBool::new(profile != Profile::SendKit),
            broken: Mutex::new(None),
        };
        let (journal, killer) = (Journal::in_memory().unwrap(), Arc::new(killer));
        Self { profile, rng, clock, fake, sink, journal, killer }
    }

    fn owner(&self) -> Owner {
        if self.profile == Profile::BitGpt { Owner::own() } else { Owner::new("owner-1").unwrap() }
    }

    /// A job that fits the provider, and the old key if it has one.
    fn job(&mut self) -> Job {
        let (name, owner, sink) = (self.profile.name(), self.owner(), SinkSpec::named("memory"));
        if self.rng.bool() {
            let request = self.fake.fitting_request();
            let job = Job::issue(name, owner, sink).request(request);
            return if self.profile == Profile::SendKit { job.replace_existing() } else { job };
        }
        let request = if self.profile == Profile::SendKit {
            KeyRequest::new()
        } else {
            self.fake.fitting_request()
        };
        let old = self.fake.plant(&owner.to_string(), &request);
        self.sink.put(old.secret);
        let job = Job::rotate(name, owner, sink);
        let overlaps = matches!(self.profile, Profile::SenderWiz | Profile::Infobip);
        let job =
            if overlaps && self.rng.bool() { job.overlap(Duration::from_secs(3_600)) } else { job };
        if self.rng.u8(..4) == 0 { job.leaked() } else { job }
    }

    fn worker(&mut self) -> Worker {
        Worker::builder(Providers::new().with_shared(self.fake.clone()), self.journal.clone())
            .clock(self.clock.clone())
            .sink("memory", self.sink.clone())
            .observer(self.killer.clone())
            .seed(self.rng.u64(..))
            .build()
    }

    /// Runs the work as a process of its own would: to its end, or to its death.
    fn run<T>(work: impl Future<Output = T>) -> Option<T> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let result = catch_unwind(AssertUnwindSafe(|| runtime.block_on(work)));
        result.map_err(|death| assert!(death.is::<Killed>(), "a panic of our own")).ok()
    }

    fn play(&mut self) -> Report {
        let job = self.job();
        let worker = self.worker();
        let plan = Self::run(worker.plan(vec![job])).unwrap().expect("a plan");
        self.sink.fail(0.05);
        self.fake.set_faults(Faults::random(self.rng.u64(..), 0.25));
        let mut report = Self::run(worker.run(plan)).and_then(Result::ok);
        for run in 0..WILD_RUNS + CALM_RUNS {
            if run == WILD_RUNS {
                self.fake.set_faults(Faults::none());
                self.sink.fail(0.0);
                *self.killer.probability.lock().unwrap() = 0.0;
            }
            if report.as_ref().is_some_and(Report::is_complete) {
                break;
            }
            self.clock.advance(Duration::from_secs(self.rng.u64(..7_200)));
            let worker = self.worker();
            report = Self::run(worker.resume()).and_then(Result::ok);
        }
        report.expect("a report")
    }

    /// One live key, the one in the sink; and nothing that nobody knows of.
    fn check(&mut self, report: &Report) {
        assert!(report.is_complete(), "{report:?}");
        assert_eq!(*self.killer.broken.lock().unwrap(), None);
        let status = self.journal.status().unwrap().remove(0);
        assert_eq!(status.state, EntryState::Done);
        assert_eq!(self.sink.fingerprint(), status.new_fingerprint);
        assert_eq!(self.sink.staged(), 0);
        // The time in which both may work, where the provider ends it.
        self.clock.advance(Duration::from_secs(3_600));
        let live = self.fake.live();
        assert!(
            live.iter().any(|key| Some(key.fingerprint()) == self.sink.fingerprint()),
            "{live:?}"
        );
        let others = live.iter().filter(|key| Some(key.fingerprint()) != self.sink.fingerprint());
        if self.profile != Profile::BitGpt {
            assert_eq!(others.count(), 0, "{live:?}");
            return;
        }
        for key in others {
            let old = status.old_key.as_ref().is_some_and(|old| old.as_str() == key.id);
            let told = status.attention.iter().any(|text| text.contains(&key.id));
            assert!(old || told, "nobody knows of {key:?}");
        }
    }
}

/// Plays a sequence; tells whether all was as it should be.
fn is_well(seed: u64, blind: bool) -> bool {
    catch_unwind(|| {
        let mut sequence = Sequence::new(seed, blind);
        let report = sequence.play();
        sequence.check(&report);
    })
    .is_ok()
}

#[test]
fn whatever_happens_one_key_works_and_it_is_the_one_in_its_place() {
    let started = Instant::now();
    let count = if long_tests() { SEQUENCES.1 } else { SEQUENCES.0 };
    for seed in 0..count {
        assert!(is_well(seed, false), "sequence {seed} went wrong, see above");
    }
    println!(
        "\nproof: name=random_sequences counted={count} result=held seconds={}",
        started.elapsed().as_secs()
    );
}

/// Shows that the test above can see: with a provider that does not find lost keys, it fails.
#[test]
fn where_lost_keys_cannot_be_found_the_same_sequences_go_wrong() {
    let gone_wrong = (0..SEQUENCES.0).find(|seed| !is_well(*seed, true));

    assert!(gone_wrong.is_some());
}
