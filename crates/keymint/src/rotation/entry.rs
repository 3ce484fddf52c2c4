//! A job with everything that has happened to it: what the journal remembers.

use std::fmt;

use jiff::Timestamp;
use keymint_core::DateTime;
use serde::{Deserialize, Serialize};

use super::job::Job;
use super::mark::Step;
use super::strategy::Strategy;
use crate::owner::ApiKeyId;

/// The journal's number for a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub(super) i64);

/// Whether a job is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EntryState {
    /// It is not.
    Open,
    /// It is: the new key is in its place, and nothing else is left of it.
    Done,
    /// A person took it out of the worker's hands.
    Abandoned,
}

/// What the journal says of a job.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct EntryStatus {
    /// The journal's number for it.
    pub id: EntryId,
    /// The run that it belongs to.
    pub run: String,
    /// Its place in its plan, counted from 0.
    pub row: usize,
    /// What was asked for.
    pub job: Job,
    /// How it is done.
    pub strategy: Strategy,
    /// Whether it is finished.
    pub state: EntryState,
    /// The step that it is at.
    pub step: Step,
    /// The new key, once it is made.
    pub new_key: Option<ApiKeyId>,
    /// The fingerprint of the new key's secret.
    pub new_fingerprint: Option<String>,
    /// The key that is replaced.
    pub old_key: Option<ApiKeyId>,
    /// How many keys it has tried to make.
    pub attempts: u32,
    /// How many of these may have made a key that is still to be looked for.
    pub lost: u32,
    /// How many of these made a key that may have to be taken back: the new one is among them.
    pub made: u32,
    /// When the old key may be ended, while both work.
    pub due: Option<DateTime>,
    /// Why it stopped, when it did.
    pub note: Option<String>,
    /// What a person must look at.
    pub attention: Vec<String>,
    /// When it was last written to.
    pub updated_at: DateTime,
}

/// A job as the journal keeps it. It holds fingerprints, and never a secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    #[serde(skip)]
    pub(super) id: i64,
    pub(super) run: String,
    pub(super) row: usize,
    pub(super) job: Job,
    pub(super) strategy: Strategy,
    pub(super) old: Option<OldKey>,
    /// The fingerprint of what stood in the sink and is to be replaced, where the provider tells none.
    pub(super) in_place: Option<String>,
    /// What stands in the names of this job's keys, and in no other.
    pub(super) tag: String,
    pub(super) state: EntryState,
    pub(super) step: Step,
    pub(super) attempts: Vec<Attempt>,
    pub(super) due: Option<Timestamp>,
    pub(super) note: Option<String>,
    pub(super) attention: Vec<String>,
    pub(super) updated_at: Timestamp,
}

/// The key that is to be replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct OldKey {
    pub(super) id: ApiKeyId,
    pub(super) fingerprint: Option<String>,
    pub(super) expires_at: Option<Timestamp>,
}

/// One attempt at making a key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Attempt {
    pub(super) number: u32,
    /// The name that the key bears, where the provider has names.
    pub(super) name: Option<String>,
    pub(super) state: AttemptState,
    pub(super) key: Option<ApiKeyId>,
    pub(super) fingerprint: Option<String>,
    pub(super) begun_at: Timestamp,
    /// When its outcome was found to be unknown.
    pub(super) lost_at: Option<Timestamp>,
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum AttemptState {
    /// Unknown: the call may have made a key.
    Open,
    /// It made a key.
    Made,
    /// It surely made none.
    Failed,
    /// Whatever it made is gone.
    Gone,
    /// It made a key that nobody holds and nothing can end before it expires.
    Left,
}

impl Entry {
    /// A job that was planned.
    pub(super) fn new(
        run: &str,
        row: usize,
        job: Job,
        strategy: Strategy,
        tag: String,
        now: Timestamp,
    ) -> Self {
        Self {
            id: 0,
            run: run.to_owned(),
            row,
            job,
            strategy,
            old: None,
            in_place: None,
            tag,
            state: EntryState::Open,
            step: Step::Create,
            attempts: Vec::new(),
            due: None,
            note: None,
            attention: Vec::new(),
            updated_at: now,
        }
    }

    /// The attempt whose key is on its way into its place.
    pub(super) fn current(&self) -> Option<&Attempt> {
        self.attempts.last().filter(|attempt| attempt.state == AttemptState::Made)
    }

    pub(super) fn last_attempt(&mut self) -> Option<&mut Attempt> {
        self.attempts.last_mut()
    }

    pub(super) fn attempt_number(&self) -> u32 {
        self.attempts.last().map_or(0, |attempt| attempt.number)
    }

    /// The fingerprint of the key that is to be replaced.
    pub(super) fn old_fingerprint(&self) -> Option<&String> {
        self.old.as_ref().and_then(|old| old.fingerprint.as_ref()).or(self.in_place.as_ref())
    }

    /// What may be in the sink without having been put there by somebody else.
    pub(super) fn own_fingerprints(&self) -> Vec<String> {
        let old = self.old_fingerprint().cloned().into_iter();
        old.chain(self.attempts.iter().filter_map(|attempt| attempt.fingerprint.clone())).collect()
    }

    fn count(&self, state: AttemptState) -> u32 {
        let found = self.attempts.iter().filter(|attempt| attempt.state == state);
        u32::try_from(found.count()).unwrap_or(u32::MAX)
    }

    pub(super) fn status(&self) -> EntryStatus {
        let current = self.current();
        EntryStatus {
            id: EntryId(self.id),
            run: self.run.clone(),
            row: self.row,
            job: self.job.clone(),
            strategy: self.strategy,
            state: self.state,
            step: self.step,
            new_key: current.and_then(|attempt| attempt.key.clone()),
            new_fingerprint: current.and_then(|attempt| attempt.fingerprint.clone()),
            old_key: self.old.as_ref().map(|old| old.id.clone()),
            attempts: u32::try_from(self.attempts.len()).unwrap_or(u32::MAX),
            lost: self.count(AttemptState::Open),
            made: self.count(AttemptState::Made),
            due: self.due.map(DateTime::from),
            note: self.note.clone(),
            attention: self.attention.clone(),
            updated_at: self.updated_at.into(),
        }
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
