//! What can go wrong with an attempt, what it does to the server, and what the client may do about it.
//!
//! `create_repeats` and `read_repeats` state the policy a second time, from the fault's side: they are written by
//! hand and not computed from the code under test.

use std::time::Duration;

use crate::error::{ErrorKind, Outcome};

/// One kind of fault.
#[derive(Clone, Copy)]
pub(super) struct Fault {
    pub(super) name: &'static str,
    /// When the server executes the request.
    pub(super) executes: Executes,
    /// How long the client waits for what it sees.
    pub(super) delay: Duration,
    pub(super) sees: Sees,
    /// Whether an operation that creates a key may be sent again after it.
    pub(super) create_repeats: bool,
    /// Whether a reading or idempotent operation may.
    pub(super) read_repeats: bool,
    /// Whether the client cannot know that nothing was executed.
    pub(super) is_ambiguous: bool,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Executes {
    Never,
    AtOnce,
    /// After the client has long given up.
    Late,
}

#[derive(Clone, Copy)]
pub(super) enum Sees {
    /// A failure below HTTP, as the HTTP client's failures are classified.
    Failure(ErrorKind, Outcome),
    /// A certificate that does not verify.
    Untrusted,
    /// A status, a `Retry-After` and a body.
    Answer(u16, Option<&'static str>, &'static str),
}

impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

use ErrorKind::{Connect, Decode, Timeout, Transport};
use Executes::{AtOnce, Late, Never};
use Outcome::{NotSent, Unknown, Unreadable};
use Sees::{Answer, Failure, Untrusted};

const NOT_SENT: Sees = Failure(Connect, NotSent);
const BROKEN: Sees = Failure(Transport, Unknown);
const TIMED_OUT: Sees = Failure(Timeout, Unknown);

/// Both kinds of operation may be sent again.
const BOTH: (bool, bool) = (true, true);
/// Only what is harmless to repeat.
const READS: (bool, bool) = (false, true);
const NOBODY: (bool, bool) = (false, false);

const fn fault(
    name: &'static str,
    executes: Executes,
    millis: u64,
    sees: Sees,
    repeats: (bool, bool),
) -> Fault {
    let is_ambiguous = match sees {
        Untrusted | Failure(_, NotSent | Outcome::Rejected) => false,
        Failure(_, Unknown | Unreadable) => true,
        Answer(status, _, _) => !matches!(status, 300..=302 | 304..=407 | 409..=424 | 426..=499),
    };
    let delay = Duration::from_millis(millis);
    let (create_repeats, read_repeats) = repeats;
    Fault { name, executes, delay, sees, create_repeats, read_repeats, is_ambiguous }
}

#[rustfmt::skip]
pub(super) const FAULTS: &[Fault] = &[
    fault("no such host",                 Never,  20,     NOT_SENT, BOTH),
    fault("connection refused",           Never,  1,      NOT_SENT, BOTH),
    fault("connect timeout",              Never,  5_000,  NOT_SENT, BOTH),
    fault("untrusted certificate",        Never,  30,     Untrusted, NOBODY),
    fault("closed, request unread",       Never,  1,      BROKEN, READS),
    fault("closed after the request",     AtOnce, 1,      BROKEN, READS),
    fault("reset after the request",      AtOnce, 5,      BROKEN, READS),
    fault("reset, then executed",         Late,   5,      BROKEN, READS),
    fault("no answer",                    Never,  30_000, TIMED_OUT, READS),
    fault("no answer, executed",          AtOnce, 30_000, TIMED_OUT, READS),
    fault("no answer, executed late",     Late,   30_000, TIMED_OUT, READS),
    fault("no turn in time",              Never,  10,     Failure(Timeout, NotSent), READS),
    fault("body cut short",               AtOnce, 10,     Failure(Transport, Unreadable), READS),
    fault("body stalls",                  AtOnce, 30_000, Failure(Timeout, Unreadable), READS),
    fault("body too large",               AtOnce, 10,     Failure(Decode, Unreadable), NOBODY),
    fault("empty success",                AtOnce, 10,     Answer(200, None, ""), NOBODY),
    fault("success with a page",          AtOnce, 10,     Answer(200, None, "<html></html>"), NOBODY),
    fault("success with half a body",     AtOnce, 10,     Answer(201, None, r#"{"secret":"#), NOBODY),
    fault("switch of protocols",          AtOnce, 10,     Answer(101, None, ""), NOBODY),
    fault("redirect",                     Never,  10,     Answer(307, None, ""), NOBODY),
    fault("see other, executed",          AtOnce, 10,     Answer(303, None, ""), NOBODY),
    fault("400",                          Never,  10,     Answer(400, None, "{}"), NOBODY),
    fault("401",                          Never,  10,     Answer(401, None, "{}"), NOBODY),
    fault("409",                          Never,  10,     Answer(409, None, "{}"), NOBODY),
    fault("408, executed",                AtOnce, 10,     Answer(408, None, ""), NOBODY),
    fault("425",                          Never,  10,     Answer(425, None, ""), NOBODY),
    fault("429",                          Never,  10,     Answer(429, None, "{}"), BOTH),
    fault("429 with a wait",              Never,  10,     Answer(429, Some("3"), "{}"), BOTH),
    fault("429 with too long a wait",     Never,  10,     Answer(429, Some("120"), "{}"), NOBODY),
    fault("500, executed",                AtOnce, 10,     Answer(500, None, "{}"), NOBODY),
    fault("502, executed late",           Late,   10,     Answer(502, None, "<html>"), READS),
    fault("503",                          Never,  10,     Answer(503, None, "{}"), READS),
    fault("503 with a wait",              Never,  10,     Answer(503, Some("1"), "{}"), READS),
    fault("503 with a wait, executed",    AtOnce, 10,     Answer(503, Some("1"), "{}"), READS),
    fault("504, executed",                AtOnce, 10,     Answer(504, None, ""), READS),
];
