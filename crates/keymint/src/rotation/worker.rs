//! What carries jobs out.

use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fastrand::Rng;
use futures_util::{StreamExt as _, stream};

use super::clock::{Clock, SystemClock};
use super::drive::Drive;
use super::entry::Entry;
use super::guard;
use super::job::Task;
use super::journal::Journal;
use super::mark::{Nobody, Observer};
use super::name_tag::WORD_LENGTH;
use super::pace::Pace;
use super::plan::Plan;
use super::providers::Providers;
use super::report::{Report, RowOutcome, RowReport};
use crate::error::Result;
use crate::sink::{Known, Sink};

/// Carries out jobs, so that they can be taken up again after a crash at any moment.
///
/// ```no_run
/// use keymint::{Job, Journal, KeyRequest, Owner, Providers, SinkSpec, Worker, senderwiz};
///
/// # async fn example(client: senderwiz::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let worker = Worker::builder(Providers::new().with(client), Journal::open("keymint.journal")?).build();
///
/// let sink = SinkSpec::dotenv("/srv/app/.env", "MAIL_KEY");
/// let plan = worker.plan(vec![Job::rotate("senderwiz", Owner::new("ab382plq98zr7")?, sink)]).await?;
/// let report = worker.run(plan).await?;
///
/// assert!(report.is_complete());
/// # Ok(())
/// # }
/// ```
///
/// After a crash, open the journal again and call [`Worker::resume`].
pub struct Worker {
    pub(super) providers: Providers,
    pub(super) journal: Journal,
    pub(super) sinks: Known,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) observer: Arc<dyn Observer>,
    pub(super) settings: Settings,
    pub(super) pace: Pace,
    stopping: AtomicBool,
    random: Mutex<Rng>,
}

/// How a worker goes about its work.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    pub(super) concurrency: usize,
    pub(super) quiet_period: Duration,
    pub(super) patience: Duration,
    pub(super) verify_for: Duration,
    pub(super) caller: Option<IpAddr>,
}

/// Sets up a [`Worker`].
#[must_use]
pub struct WorkerBuilder {
    worker: Worker,
}

impl Worker {
    /// Starts with the providers to call and the journal to write.
    pub fn builder(providers: Providers, journal: Journal) -> WorkerBuilder {
        let settings = Settings {
            concurrency: CONCURRENCY,
            quiet_period: QUIET_PERIOD,
            patience: Duration::ZERO,
            verify_for: VERIFY_FOR,
            caller: None,
        };
        WorkerBuilder {
            worker: Self {
                providers,
                journal,
                sinks: Known::default(),
                clock: Arc::new(SystemClock),
                observer: Arc::new(Nobody),
                settings,
                pace: Pace::default(),
                stopping: AtomicBool::new(false),
                random: Mutex::new(Rng::new()),
            },
        }
    }

    /// Carries a plan out. Every row gets its report, whatever becomes of the others.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Conflict`](crate::ErrorKind::Conflict) when another job about the same key was begun since the
    /// plan was made, [`ErrorKind::Journal`](crate::ErrorKind::Journal) when the plan could not be written down. Nothing
    /// was begun.
    pub async fn run(&self, plan: Plan) -> Result<Report> {
        let mut entries = plan.entries;
        let planned_at = entries.iter().map(|entry| entry.updated_at).min().unwrap_or_default();
        self.no_collision(&entries, &self.journal.rivals(planned_at)?)?;
        self.journal.insert(&mut entries)?;
        Ok(self.drive_all(entries).await)
    }

    /// Takes up whatever is unfinished: after a crash, a failure, or a time in which two keys worked.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`](crate::ErrorKind::Journal) when the journal cannot be read.
    pub async fn resume(&self) -> Result<Report> {
        Ok(self.drive_all(self.journal.unfinished()?).await)
    }

    /// Begins no other job, and lets go of those under way as soon as no secret of theirs is in memory alone.
    ///
    /// What is left is [`RowOutcome::Left`]; a new worker goes on with it.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// The journal that it writes.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Refuses work on what other jobs are about.
    pub(super) fn no_collision(&self, planned: &[Entry], rivals: &[Entry]) -> Result<()> {
        let one_key = |name: &str| {
            self.providers
                .named(name)
                .is_ok_and(|provider| guard::is_one_key(provider.capabilities()))
        };
        guard::no_collision(planned, rivals, one_key)
    }

    async fn drive_all(&self, entries: Vec<Entry>) -> Report {
        let mut rows: Vec<RowReport> = stream::iter(entries)
            .map(|entry| self.drive(entry))
            .buffer_unordered(self.settings.concurrency)
            .collect()
            .await;
        rows.sort_by_key(|row| row.entry);
        Report { rows }
    }

    async fn drive(&self, entry: Entry) -> RowReport {
        if self.is_stopping() {
            return RowReport::of(&entry, RowOutcome::Left);
        }
        let parts = self
            .providers
            .named(&entry.job.provider)
            .and_then(|provider| Ok((provider, entry.job.sink.open(&self.sinks)?)));
        let report = match parts {
            Ok((provider, sink)) => Drive::new(self, provider, sink, entry).run().await,
            Err(error) => RowReport::of(&entry, RowOutcome::Failed(error)),
        };
        self.observer.finished(&report);
        report
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// What a sink may hold and lose: this job's keys, and for a rotation the old key and every key of ours for its owner.
    pub(super) fn replaceable(&self, entry: &Entry) -> Result<Vec<String>> {
        let mut known = entry.own_fingerprints();
        if entry.job.task == Task::Issue {
            // A key that an earlier job issued would go on working, with nobody holding it.
            return Ok(known);
        }
        known.extend(self.journal.fingerprints(&entry.job.provider, &entry.job.owner.to_string())?);
        Ok(known)
    }

    /// A word that no other job has.
    pub(super) fn random_word(&self) -> String {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        let mut digit = || char::from_digit(random.u32(..16), 16).unwrap_or('0');
        std::iter::repeat_with(&mut digit).take(WORD_LENGTH).collect()
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker")
            .field("providers", &self.providers)
            .field("journal", &self.journal)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl WorkerBuilder {
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
