//! What became of the jobs of a run.

use keymint_core::DateTime;

use super::entry::{Entry, EntryId};
use crate::error::Error;
use crate::owner::{ApiKeyId, Owner};

/// What became of the jobs of a run, row by row.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// The rows, in the order of the journal.
    pub rows: Vec<RowReport>,
}

/// What became of a job.
#[derive(Debug)]
#[non_exhaustive]
pub struct RowReport {
    /// The journal's number for it.
    pub entry: EntryId,
    /// Its place in its plan, counted from 0.
    pub row: usize,
    /// The provider's name.
    pub provider: String,
    /// Whose key it is.
    pub owner: Owner,
    /// Whether it is finished, and if not, why.
    pub outcome: RowOutcome,
    /// The new key, once it is made.
    pub new_key: Option<ApiKeyId>,
    /// The fingerprint of the new key's secret.
    pub new_fingerprint: Option<String>,
    /// The key that is replaced.
    pub old_key: Option<ApiKeyId>,
    /// What a person must look at.
    pub attention: Vec<String>,
}

/// Whether a job is finished, and if not, why.
#[derive(Debug)]
#[non_exhaustive]
pub enum RowOutcome {
    /// It is finished.
    Done,
    /// The new key is in its place, and the old one works until then; resume after it.
    Waiting(DateTime),
    /// It was not gone on with, since the worker was [stopped](crate::Worker::stop); resume.
    Left,
    /// It stopped; resume when the reason is gone.
    Failed(Error),
}

impl Report {
    /// Whether every job is finished.
    pub fn is_complete(&self) -> bool {
        self.rows.iter().all(|row| matches!(row.outcome, RowOutcome::Done))
    }

    /// The jobs that stopped, with the reason.
    pub fn failures(&self) -> impl Iterator<Item = (&RowReport, &Error)> {
        self.rows.iter().filter_map(|row| match &row.outcome {
            RowOutcome::Failed(error) => Some((row, error)),
            RowOutcome::Done | RowOutcome::Waiting(_) | RowOutcome::Left => None,
        })
    }
}

impl RowReport {
    pub(super) fn of(entry: &Entry, outcome: RowOutcome) -> Self {
        let status = entry.status();
        Self {
            entry: status.id,
            row: entry.row,
            provider: status.job.provider,
            owner: status.job.owner,
            outcome,
            new_key: status.new_key,
            new_fingerprint: status.new_fingerprint,
            old_key: status.old_key,
            attention: status.attention,
        }
    }
}
