//! How a worker is set up.

use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fastrand::Rng;

use super::{Settings, Worker};
use crate::rotation::clock::{Clock, SystemClock};
use crate::rotation::journal::Journal;
use crate::rotation::mark::{Nobody, Observer};
use crate::rotation::pace::Pace;
use crate::rotation::providers::Providers;
use crate::sink::{Known, Sink};

/// Sets up a [`Worker`].
#[must_use]
pub struct WorkerBuilder {
    worker: Worker,
}

impl WorkerBuilder {
    pub(super) fn new(providers: Providers, journal: Journal) -> Self {
        let settings = Settings {
            concurrency: CONCURRENCY,
            quiet_period: QUIET_PERIOD,
            patience: Duration::ZERO,
            verify_for: VERIFY_FOR,
            caller: None,
        };
        let worker = Worker {
            providers,
            journal,
            sinks: Known::default(),
            clock: Arc::new(SystemClock),
            observer: Arc::new(Nobody),
            settings,
            pace: Pace::default(),
            stopping: AtomicBool::new(false),
            random: Mutex::new(Rng::new()),
        };
        Self { worker }
    }

    /// Sets how many jobs are under way at once: 8 unless set.
    pub fn concurrency(mut self, jobs: usize) -> Self {
        self.worker.settings.concurrency = jobs.max(1);
        self
    }

    /// Sets how long to wait before looking for what a lost call left behind: 35 seconds unless set.
    ///
    /// It must be longer than a provider may take to execute a call whose connection broke. The clients give a call up
    /// after 30 seconds unless they are set up otherwise.
    pub fn quiet_period(mut self, period: Duration) -> Self {
        self.worker.settings.quiet_period = period;
        self
    }

    /// Sets how long to sit out the time in which two keys work; a longer one ends the run: 0 unless set.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.worker.settings.patience = patience;
        self
    }

    /// Sets how long a new key may take until it works: a minute unless set.
    pub fn verify_for(mut self, duration: Duration) -> Self {
        self.worker.settings.verify_for = duration;
        self
    }

    /// Tells the address that this program calls from, so that no list shuts it out unnoticed.
    pub fn caller(mut self, address: IpAddr) -> Self {
        self.worker.settings.caller = Some(address);
        self
    }

    /// Adds a sink of the application under the name that jobs know it by.
    pub fn sink(mut self, name: impl Into<String>, sink: Arc<dyn Sink>) -> Self {
        self.worker.sinks.named.insert(name.into(), sink);
        self
    }

    /// Keeps variables of the environment from the commands that secrets are delivered to: a credential's, say.
    pub fn hide_from_commands<S: Into<String>>(
        mut self,
        variables: impl IntoIterator<Item = S>,
    ) -> Self {
        self.worker.sinks.hidden.extend(variables.into_iter().map(Into::into));
        self
    }

    /// Sets who is told of everything that goes into the journal.
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.worker.observer = observer;
        self
    }

    /// Sets where the time comes from.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.worker.clock = clock;
        self
    }

    /// Sets where the tags of names come from, for tests that must repeat.
    pub fn seed(mut self, seed: u64) -> Self {
        self.worker.random = Mutex::new(Rng::with_seed(seed));
        self
    }

    /// Makes the worker.
    pub fn build(self) -> Worker {
        self.worker
    }
}

impl fmt::Debug for WorkerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WorkerBuilder").field(&self.worker).finish()
    }
}

/// Enough to hide the way to a provider, and far from any limit that is documented.
const CONCURRENCY: usize = 8;
/// An attempt's 30 seconds, and a little for the provider.
const QUIET_PERIOD: Duration = Duration::from_secs(35);
/// The longest that a provider was seen to take until a new key worked.
const VERIFY_FOR: Duration = Duration::from_secs(60);
