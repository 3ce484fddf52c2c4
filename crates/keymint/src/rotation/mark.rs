//! What is written to the journal, step by step.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::entry::EntryId;
use super::report::RowReport;

/// The steps of a job, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Step {
    /// The new key is made; what earlier attempts left behind is looked for first.
    Create,
    /// Its secret is put beside the old one.
    Deliver,
    /// It is tried.
    Verify,
    /// It becomes the current one.
    CutOver,
    /// Both keys work.
    Grace,
    /// The old key is ended.
    Revoke,
    /// It is looked for what should not be there.
    Confirm,
}

/// What is known of a step when it is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Phase {
    /// The job was planned.
    Planned,
    /// The step is about to be taken.
    Before,
    /// The step was taken.
    After,
    /// Whether the step was taken is unknown.
    Unknown,
    /// What an unknown step left behind was dealt with.
    Settled,
    /// The step was not taken, or has to be taken again.
    Failed,
}

/// One entry about to be written to the journal, or just written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mark {
    /// The journal's number for the job.
    pub entry: EntryId,
    /// The job's place in its plan, counted from 0.
    pub row: usize,
    /// The provider's name.
    pub provider: String,
    /// Whose key it is.
    pub owner: String,
    /// The step.
    pub step: Step,
    /// What is known of it.
    pub phase: Phase,
    /// Which attempt at making a key it belongs to, counted from 1; 0 before the first.
    pub attempt: u32,
}

/// Is told of everything that goes into the journal: for progress bars, logs and tests.
///
/// Its methods are called between the steps of a job, so they must not block.
pub trait Observer: fmt::Debug + Send + Sync {
    /// The mark is about to be written.
    fn writing(&self, mark: &Mark) {
        let _ = mark;
    }

    /// The mark has been written, durably.
    fn written(&self, mark: &Mark) {
        let _ = mark;
    }

    /// The worker lets go of a job, finished or not.
    fn finished(&self, row: &RowReport) {
        let _ = row;
    }
}

/// Observes nothing.
#[derive(Debug)]
pub(super) struct Nobody;

impl Observer for Nobody {}

impl Step {
    /// All of them, in their order.
    pub const ALL: [Self; 7] = [
        Self::Create,
        Self::Deliver,
        Self::Verify,
        Self::CutOver,
        Self::Grace,
        Self::Revoke,
        Self::Confirm,
    ];

    /// Its name in journals and reports: `cut_over`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Deliver => "deliver",
            Self::Verify => "verify",
            Self::CutOver => "cut_over",
            Self::Grace => "grace",
            Self::Revoke => "revoke",
            Self::Confirm => "confirm",
        }
    }
}

impl Phase {
    /// Its name in journals and reports: `before`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Before => "before",
            Self::After => "after",
            Self::Unknown => "unknown",
            Self::Settled => "settled",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
