//! What reading a date or a timestamp can fail with.

use std::error::Error;
use std::fmt;

/// Text that is not a date or a timestamp; never says what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseTimestampError {
    what: &'static str,
}

impl ParseTimestampError {
    pub(super) const DATE: Self = Self { what: "not a date such as 2015-02-12" };
    pub(super) const TIMESTAMP: Self =
        Self { what: "not a timestamp such as 2015-02-12T09:58:20Z" };
}

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }
}

impl Error for ParseTimestampError {}
