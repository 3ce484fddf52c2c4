//! What carries jobs out.

mod builder;

use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub use builder::WorkerBuilder;

use fastrand::Rng;
use futures_util::{StreamExt as _, stream};

use super::clock::Clock;
use super::drive::Drive;
use super::entry::Entry;
use super::guard;
use super::job::Task;
use super::journal::Journal;
use super::mark::Observer;
use super::name_tag::WORD_LENGTH;
use super::pace::Pace;
use super::plan::Plan;
use super::providers::Providers;
use super::report::{Report, RowOutcome, RowReport};
use crate::error::Result;
use crate::sink::Known;

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

impl Worker {
    /// Starts with the providers to call and the journal to write.
    pub fn builder(providers: Providers, journal: Journal) -> WorkerBuilder {
        WorkerBuilder::new(providers, journal)
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
