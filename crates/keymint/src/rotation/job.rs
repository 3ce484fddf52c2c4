//! One row of work: a key to be issued, or one to be rotated.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::key_request::KeyRequest;
use crate::owner::{ApiKeyId, Owner};
use crate::sink::SinkSpec;

/// One API key to be issued or rotated, and where its secret goes.
///
/// ```
/// use std::time::Duration;
///
/// use keymint::{Job, KeyRequest, Owner, SinkSpec};
///
/// let issue = Job::issue("bitgpt", Owner::own(), SinkSpec::file("/run/keys/shop"))
///     .request(KeyRequest::new().name("shop").scopes(["invoices.create"]).expires("2027-01-01".parse()?));
/// let rotate = Job::rotate("senderwiz", Owner::new("ab382plq98zr7")?, SinkSpec::dotenv("/srv/app/.env", "MAIL_KEY"))
///     .overlap(Duration::from_secs(24 * 60 * 60));
/// let at_once = Job::rotate("sendkit", Owner::new("664a1b2c3d4e5f6a7b8c9d0e")?, SinkSpec::file("/run/keys/mail")).leaked();
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[must_use]
pub struct Job {
    /// The provider's name.
    pub provider: String,
    /// Whose key it is.
    pub owner: Owner,
    /// What to do.
    pub task: Task,
    /// What the new key shall be like; a rotation takes what is not said from the old key.
    pub request: KeyRequest,
    /// Where the secret goes.
    pub sink: SinkSpec,
    /// Whether the lists may shut out the caller.
    pub confirm_lockout: bool,
    /// Whether a key that the owner may already have is ours to replace, where an owner has one.
    pub replace_existing: bool,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Task {
    /// Makes a key.
    Issue,
    /// Makes a key in place of another.
    Rotate {
        /// The key to replace; without it, the owner's only one.
        key: Option<ApiKeyId>,
        /// For how many seconds both may work.
        overlap_seconds: u64,
        /// Whether the old key is known to others, and so must end at once.
        leaked: bool,
    },
}

impl Job {
    /// Issues a key.
    pub fn issue(provider: impl Into<String>, owner: Owner, sink: SinkSpec) -> Self {
        Self::new(provider.into(), owner, sink, Task::Issue)
    }

    /// Rotates a key; without an overlap, the old one ends as soon as the new one is in its place.
    pub fn rotate(provider: impl Into<String>, owner: Owner, sink: SinkSpec) -> Self {
        let task = Task::Rotate { key: None, overlap_seconds: 0, leaked: false };
        Self::new(provider.into(), owner, sink, task)
    }

    /// Sets what the new key shall be like.
    pub fn request(mut self, request: KeyRequest) -> Self {
        self.request = request;
        self
    }

    /// Names the key to rotate.
    pub fn key(mut self, id: ApiKeyId) -> Self {
        if let Task::Rotate { key, .. } = &mut self.task {
            *key = Some(id);
        }
        self
    }

    /// Sets for how long both keys of a rotation may work.
    pub fn overlap(mut self, overlap: Duration) -> Self {
        if let Task::Rotate { overlap_seconds, .. } = &mut self.task {
            *overlap_seconds = overlap.as_secs();
        }
        self
    }

    /// Says that the old key of a rotation is known to others: there is no overlap.
    pub fn leaked(mut self) -> Self {
        if let Task::Rotate { leaked, .. } = &mut self.task {
            *leaked = true;
        }
        self
    }

    /// Confirms that the lists shut out the address that this program calls from.
    pub fn confirm_lockout(mut self) -> Self {
        self.confirm_lockout = true;
        self
    }

    /// Says that a key which the owner may already have can be replaced, where an owner has one at a time.
    ///
    /// Without it, a creation whose answer was lost cannot be told from a key that was there before, and a person has
    /// to look.
    pub fn replace_existing(mut self) -> Self {
        self.replace_existing = true;
        self
    }

    /// Whether the old key is known to others.
    pub(super) fn is_leaked(&self) -> bool {
        matches!(self.task, Task::Rotate { leaked: true, .. })
    }

    /// For how long both keys may work.
    pub(super) fn overlap_time(&self) -> Duration {
        match self.task {
            Task::Rotate { overlap_seconds, leaked: false, .. } => {
                Duration::from_secs(overlap_seconds)
            }
            Task::Rotate { leaked: true, .. } | Task::Issue => Duration::ZERO,
        }
    }

    fn new(provider: String, owner: Owner, sink: SinkSpec, task: Task) -> Self {
        let request = KeyRequest::new();
        Self {
            provider,
            owner,
            task,
            request,
            sink,
            confirm_lockout: false,
            replace_existing: false,
        }
    }
}
