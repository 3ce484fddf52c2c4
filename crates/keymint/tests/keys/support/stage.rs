use std::sync::Arc;
use std::time::Duration;

use keymint::{
    ApiKeyId, Capabilities, FieldRule, Job, Journal, Owner, Providers, Report, RowOutcome,
    SinkSpec, Worker,
};

use super::{Fake, FakeKey, Faults, MemorySink, Profile, VirtualClock};

/// Everything that a job needs, in memory.
pub(crate) struct Stage {
    pub(crate) fake: Arc<Fake>,
    pub(crate) sink: Arc<MemorySink>,
    pub(crate) clock: Arc<VirtualClock>,
    pub(crate) journal: Journal,
    pub(crate) worker: Worker,
}

pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Stage {
    pub(crate) fn new(profile: Profile) -> Self {
        Self::with_sink(profile, MemorySink::new())
    }

    pub(crate) fn with_sink(profile: Profile, sink: MemorySink) -> Self {
        Self::with(profile.capabilities().clone(), sink)
    }

    pub(crate) fn with(capabilities: Capabilities, sink: MemorySink) -> Self {
        let clock = Arc::new(VirtualClock::new());
        let fake = Arc::new(Fake::new(capabilities, Arc::clone(&clock), Faults::none()));
        let (sink, journal) = (Arc::new(sink), Journal::in_memory().unwrap());
        let worker = Worker::builder(Providers::new().with_shared(fake.clone()), journal.clone())
            .clock(clock.clone())
            .sink("memory", sink.clone())
            .seed(7)
            .build();
        Self { fake, sink, clock, journal, worker }
    }

    /// With a provider whose keys have no names.
    pub(crate) fn blind_to_names() -> Self {
        let mut capabilities = Profile::SenderWiz.capabilities().clone();
        capabilities.name = FieldRule::NEVER;
        Self::with(capabilities, MemorySink::new())
    }

    pub(crate) fn owner(&self) -> Owner {
        match self.profile() {
            Profile::BitGpt => Owner::own(),
            _ => Owner::new("owner-1").unwrap(),
        }
    }

    pub(crate) fn profile(&self) -> Profile {
        keymint::Provider::capabilities(&*self.fake).provider.parse().unwrap()
    }

    pub(crate) fn issue(&self) -> Job {
        let job = Job::issue(self.profile().name(), self.owner(), SinkSpec::named("memory"));
        job.request(self.fake.fitting_request())
    }

    pub(crate) fn rotate(&self) -> Job {
        Job::rotate(self.profile().name(), self.owner(), SinkSpec::named("memory"))
    }

    /// Puts a key in its place as if an earlier run had done it.
    pub(crate) fn plant(&self) -> ApiKeyId {
        let key = self.fake.plant(&self.owner().to_string(), &self.fake.fitting_request());
        self.sink.put(key.secret.clone());
        ApiKeyId::new(key.id).unwrap()
    }

    pub(crate) async fn run(&self, job: Job) -> Report {
        let plan = self.worker.plan(vec![job]).await.expect("a plan");
        self.worker.run(plan).await.expect("a report")
    }

    pub(crate) async fn refused(&self, job: Job) -> keymint::Error {
        self.worker.plan(vec![job]).await.expect_err("refused")
    }

    /// Exactly one key works, and it is the one in the sink.
    #[track_caller]
    pub(crate) fn assert_one_key(&self) {
        let live: Vec<_> = self.fake.live().iter().map(FakeKey::fingerprint).collect();
        assert_eq!(live, Vec::from_iter(self.sink.fingerprint()));
        assert_eq!(self.sink.staged(), 0);
    }
}

#[track_caller]
pub(crate) fn done(report: &Report) {
    assert!(report.is_complete(), "{report:?}");
}

#[track_caller]
pub(crate) fn failure(report: &Report) -> &keymint::Error {
    match &report.rows[0].outcome {
        RowOutcome::Failed(error) => error,
        other => panic!("{other:?}"),
    }
}
