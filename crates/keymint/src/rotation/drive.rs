//! One job on its way: from the step that the journal names to the next.

use std::sync::Arc;

use keymint_core::DateTime;

use super::clock::{after, until};
use super::entry::{Attempt, AttemptState, Entry};
use super::journal::mark_of;
use super::mark::{Mark, Phase, Step};
use super::pace::{LONGEST_PAUSE, patience};
use super::report::{RowOutcome, RowReport};
use super::worker::Worker;
use crate::api_key::IssuedKey;
use crate::error::{Error, ErrorKind, Result};
use crate::owner::{ApiKeyId, Owner};
use crate::provider::Provider;
use crate::sink::Sink;

/// A job under way.
///
/// Everything that decides what comes next is in the entry, which is in the journal; only the secret of a key that was
/// made and not yet delivered is in memory alone. So a job goes on after a crash as it goes on after a failure.
pub(super) struct Drive<'a> {
    pub(super) worker: &'a Worker,
    pub(super) provider: Arc<dyn Provider>,
    pub(super) sink: Arc<dyn Sink>,
    pub(super) entry: Entry,
    /// The new key, while its secret is at hand.
    pub(super) key: Option<IssuedKey>,
    /// How many keys this run has tried to make.
    pub(super) creations: u32,
    /// How often this run has found the old key alive after it was ended.
    pub(super) survivals: u32,
}

/// What comes after a step.
pub(super) enum Flow {
    /// The step that the entry names now.
    On,
    /// Nothing, until then.
    Wait(jiff::Timestamp),
    /// Nothing.
    Done,
}

impl<'a> Drive<'a> {
    pub(super) fn new(
        worker: &'a Worker,
        provider: Arc<dyn Provider>,
        sink: Arc<dyn Sink>,
        entry: Entry,
    ) -> Self {
        Self { worker, provider, sink, entry, key: None, creations: 0, survivals: 0 }
    }

    /// Goes from step to step until there is none, or until one fails for good.
    pub(super) async fn run(mut self) -> RowReport {
        let mut failures = 0;
        let outcome = loop {
            if self.worker.is_stopping() && self.can_be_left() {
                break RowOutcome::Left;
            }
            match self.take_step().await {
                Ok(Flow::On) => failures = 0,
                Ok(Flow::Wait(moment)) => break RowOutcome::Waiting(DateTime::from(moment)),
                Ok(Flow::Done) => break RowOutcome::Done,
                Err(error) => {
                    self.worker.pace.note(
                        &self.entry.job.provider,
                        &error,
                        self.worker.clock.now(),
                    );
                    let Some(pause) = patience(&error, failures) else {
                        break RowOutcome::Failed(self.stopped(error).await);
                    };
                    failures += 1;
                    self.worker.clock.sleep(pause).await;
                }
            }
        };
        RowReport::of(&self.entry, outcome)
    }

    /// Whether another process could go on from here: no secret is in memory alone.
    fn can_be_left(&self) -> bool {
        self.key.is_none() || self.entry.step > Step::Deliver
    }

    async fn take_step(&mut self) -> Result<Flow> {
        match self.entry.step {
            Step::Create => self.create().await,
            Step::Deliver => self.deliver().await,
            Step::Verify => self.verify().await,
            Step::CutOver => self.cut_over().await,
            Step::Grace => self.grace().await,
            Step::Revoke => self.revoke().await,
            Step::Confirm => self.confirm().await,
        }
    }

    /// Writes down why the job stops here.
    async fn stopped(&mut self, error: Error) -> Error {
        let note = error.to_string();
        self.entry.note = Some(note.clone());
        match self.write(Phase::Failed, Some(note)).await {
            Ok(()) => error,
            // That nothing can be written down is worse than what should have been.
            Err(journal) => journal,
        }
    }

    /// Writes the entry and what is known of its step.
    pub(super) async fn write(&mut self, phase: Phase, note: Option<String>) -> Result<()> {
        self.write_mark(mark_of(&self.entry, phase), note).await
    }

    /// Writes that the step was taken, and names the next.
    pub(super) async fn on_to(&mut self, next: Step, note: Option<String>) -> Result<Flow> {
        let mark = mark_of(&self.entry, Phase::After);
        self.entry.step = next;
        self.write_mark(mark, note).await?;
        Ok(Flow::On)
    }

    /// Goes back to making a key, because the one that was made cannot be used.
    pub(super) async fn start_over(&mut self, why: &str) -> Result<()> {
        let mark = mark_of(&self.entry, Phase::Failed);
        self.key = None;
        self.entry.step = Step::Create;
        self.write_mark(mark, Some(why.to_owned())).await
    }

    /// Waits while the provider wants to be left alone.
    pub(super) async fn paced(&self) {
        while let Some(moment) = self.worker.pace.held_until(&self.entry.job.provider) {
            let wait = until(self.worker.clock.now(), moment);
            // A clock that was set back makes no pause longer than what was noted.
            if wait.is_zero() || wait > LONGEST_PAUSE {
                return;
            }
            self.worker.clock.sleep(wait).await;
        }
    }

    pub(super) fn owner(&self) -> &Owner {
        &self.entry.job.owner
    }

    /// The key on its way into its place; without one there is nothing to deliver, verify or cut over to.
    pub(super) fn made(&self) -> Result<(ApiKeyId, String)> {
        let made = self
            .entry
            .current()
            .and_then(|attempt| attempt.key.clone().zip(attempt.fingerprint.clone()));
        made.ok_or_else(|| Error::new(ErrorKind::Journal, "the journal names no key for this step"))
    }

    /// Begins an attempt at making a key, under a name of its own.
    pub(super) fn begin_attempt(&mut self, name: Option<String>) {
        let number = self.entry.attempt_number().saturating_add(1);
        self.entry.attempts.push(Attempt {
            number,
            name,
            state: AttemptState::Open,
            key: None,
            fingerprint: None,
            begun_at: self.worker.clock.now(),
            lost_at: None,
        });
        self.creations += 1;
    }

    /// Notes what a person must look at, once.
    pub(super) fn attention(&mut self, text: String) {
        if !self.entry.attention.contains(&text) {
            self.entry.attention.push(text);
        }
    }

    /// The moment until which both keys may work.
    pub(super) fn end_of_overlap(&self) -> jiff::Timestamp {
        after(self.worker.clock.now(), self.entry.job.overlap_time())
    }

    /// Writes the entry as it is now, and tells the observer before and after.
    async fn write_mark(&mut self, mark: Mark, note: Option<String>) -> Result<()> {
        self.entry.updated_at = self.worker.clock.now();
        self.worker.observer.writing(&mark);
        let (journal, entry, written) =
            (self.worker.journal.clone(), self.entry.clone(), mark.clone());
        let work = move || journal.write(&entry, &written, note.as_deref());
        let result = tokio::task::spawn_blocking(work).await;
        result.unwrap_or_else(|source| {
            Err(Error::new(ErrorKind::Journal, "the journal was interrupted").because(source))
        })?;
        self.worker.observer.written(&mark);
        Ok(())
    }
}
