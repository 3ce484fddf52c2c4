//! How a job is done, chosen from what the provider can do.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::job::Task;
use crate::capabilities::{Capabilities, Overlap};
use crate::error::{Error, ErrorKind, Result};

/// How a job is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Strategy {
    /// A key is made, and none is replaced.
    Issue,
    /// Both keys work until we revoke the old one.
    Overlap,
    /// Both keys work until the moment that we set on the old one; the provider ends it.
    ServerOverlap,
    /// One call replaces the key; the old one dies with it.
    Replace,
    /// Both keys work until the old one expires; nothing ends it earlier.
    ExpiryOnly,
}

impl Strategy {
    /// Chooses the strategy for a task.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] when the provider has no way to replace a key.
    pub fn of(task: &Task, capabilities: &Capabilities) -> Result<Self> {
        let Task::Rotate { .. } = task else { return Ok(Self::Issue) };
        match (capabilities.overlap, capabilities.revoke) {
            _ if capabilities.rotate => Ok(Self::Replace),
            (Overlap::ServerEnforced, _) => Ok(Self::ServerOverlap),
            (Overlap::Ours, Some(_)) => Ok(Self::Overlap),
            (Overlap::UntilExpiry, _) => Ok(Self::ExpiryOnly),
            (Overlap::None, _) | (Overlap::Ours, None) => {
                let what = "has no way to replace a key; create one and end the old one by hand";
                Err(Error::new(ErrorKind::Unsupported, what).of(capabilities.provider))
            }
        }
    }
}

impl fmt::Display for Strategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Issue => "issue",
            Self::Overlap => "overlap",
            Self::ServerOverlap => "server-enforced overlap",
            Self::Replace => "replace",
            Self::ExpiryOnly => "expiry only",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capabilities::{BITGPT, INFOBIP, SENDERWIZ, SENDKIT};

    #[test]
    fn each_provider_has_its_strategy() {
        let rotate = Task::Rotate { key: None, overlap_seconds: 0, leaked: false };
        let of = |capabilities| Strategy::of(&rotate, capabilities).unwrap();

        assert_eq!(of(&SENDERWIZ), Strategy::Overlap);
        assert_eq!(of(&BITGPT), Strategy::ExpiryOnly);
        assert_eq!(of(&INFOBIP), Strategy::ServerOverlap);
        assert_eq!(of(&SENDKIT), Strategy::Replace);
        assert_eq!(Strategy::of(&Task::Issue, &SENDKIT).unwrap(), Strategy::Issue);
    }
}
