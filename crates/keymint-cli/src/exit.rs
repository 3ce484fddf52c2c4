//! What the exit code says.

use std::process::ExitCode;

/// How the command ended; scripts rely on the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is done.
    Done = 0,
    /// Usage, bad input, or a field that the provider cannot honour. Nothing was sent.
    Refused = 2,
    /// The credential is missing, refused, or not permitted to do this.
    Credential = 3,
    /// There is no such thing.
    NotFound = 4,
    /// Something else is in the way: an API key that exists already, unfinished work.
    Conflict = 5,
    /// Too many calls, or a quota is used up.
    Limited = 6,
    /// The provider refused, or the network failed before anything was sent. Surely nothing was created.
    Rejected = 7,
    /// Whether it took effect is unknown: an API key may exist.
    Unknown = 8,
    /// Some of it is done; `keymint status` tells, `keymint resume` goes on.
    Partly = 9,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
