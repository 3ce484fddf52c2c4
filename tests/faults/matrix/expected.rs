//! The classes in which a call can end, and what each means for a create and for a read.

use keymint_core::{ErrorKind, Outcome};

use crate::dialect::{Dialect, Kind};

/// How a call ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ends {
    Well,
    /// No connection, which anything may try again.
    Unreached,
    /// No connection, and none tomorrow.
    Untrusted,
    /// The connection broke before the server had read the request.
    BrokenUnread,
    /// It was reset so early that either may be seen.
    ResetEarly,
    /// It broke after the server had read the request.
    Broken,
    Late,
    /// The answer began as a success, and broke off.
    CutOff,
    /// The answer began as a success, and did not end in time.
    Stalled,
    /// The answer is a success that says nothing.
    Unreadable,
    /// Unreadable for JSON, fine for XML.
    UnreadableUnlessXml,
    /// The other way round.
    UnreadableIfXml,
    Refused,
    /// A status that leaves the effect open, and is not tried again.
    Unclear,
    /// One that a read tries again.
    Overloaded,
    /// Too many requests: anything may try again.
    Limited,
    /// Too many requests, for longer than anybody waits.
    LimitedForLong,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected {
    /// The kinds and outcomes that the error may have; `None` for a success.
    pub(crate) error: Option<(&'static [ErrorKind], &'static [Outcome])>,
    /// The complete requests that the server saw.
    pub(crate) requests: usize,
    /// The fewest and the most.
    pub(crate) attempts: (u32, u32),
}

impl Ends {
    pub(crate) fn expected(self, dialect: Dialect, kind: Kind) -> Expected {
        use ErrorKind::{Api, Connect, Decode, Timeout, Transport};
        use Outcome::{NotSent, Rejected, Unknown, Unreadable};

        let (kinds, outcomes): (&[ErrorKind], &[Outcome]) = match self {
            Self::Well => return Expected { error: None, requests: 1, attempts: (1, 1) },
            Self::UnreadableUnlessXml if dialect.is_xml() => {
                return Self::Well.expected(dialect, kind);
            }
            Self::UnreadableIfXml if !dialect.is_xml() => {
                return Self::Well.expected(dialect, kind);
            }
            Self::Unreached | Self::Untrusted => (&[Connect], &[NotSent]),
            Self::BrokenUnread | Self::Broken => (&[Transport], &[Unknown]),
            Self::ResetEarly => (&[Connect, Transport], &[NotSent, Unknown]),
            Self::Late => (&[Timeout], &[Unknown]),
            Self::CutOff => (&[Transport], &[Unreadable]),
            Self::Stalled => (&[Timeout], &[Unreadable]),
            Self::Unreadable | Self::UnreadableUnlessXml | Self::UnreadableIfXml => {
                (&[Decode], &[Unreadable])
            }
            Self::Refused | Self::Limited | Self::LimitedForLong => (&[Api], &[Rejected]),
            Self::Unclear | Self::Overloaded => (&[Api], &[Unknown]),
        };
        let repeats = match self {
            Self::Unreached | Self::Limited => true,
            Self::BrokenUnread
            | Self::Broken
            | Self::ResetEarly
            | Self::Late
            | Self::CutOff
            | Self::Stalled
            | Self::Overloaded => kind == Kind::Read,
            Self::Well
            | Self::Untrusted
            | Self::Unreadable
            | Self::UnreadableUnlessXml
            | Self::UnreadableIfXml
            | Self::Refused
            | Self::Unclear
            | Self::LimitedForLong => false,
        };
        let attempts = match self {
            // As whatever it is classified.
            Self::ResetEarly => (1, 3),
            _ if repeats => (3, 3),
            _ => (1, 1),
        };
        let requests = match self {
            Self::Unreached | Self::Untrusted | Self::BrokenUnread | Self::ResetEarly => 0,
            _ if repeats => 3,
            _ => 1,
        };
        Expected { error: Some((kinds, outcomes)), requests, attempts }
    }
}
