//! Waiting as long as a provider asked, all rows together.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use super::clock::after;
use crate::error::{Error, ErrorKind};

/// Until when each provider wants to be left alone.
#[derive(Debug, Default)]
pub(super) struct Pace(Mutex<BTreeMap<String, Timestamp>>);

impl Pace {
    /// Until when nothing should be sent to the provider.
    pub(super) fn held_until(&self, provider: &str) -> Option<Timestamp> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(provider).copied()
    }

    /// Notes that the provider asked for a pause; a very long one is the row's own, not everybody's.
    pub(super) fn note(&self, provider: &str, error: &Error, now: Timestamp) {
        if error.status() != Some(429) {
            return;
        }
        let pause = error.retry_after().unwrap_or(UNSAID_PAUSE);
        if pause <= LONGEST_PAUSE {
            let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let until = held.entry(provider.to_owned()).or_insert(Timestamp::MIN);
            *until = (*until).max(after(now, pause));
        }
    }
}

/// How long to wait before the next try after so many failures, or `None` to give up.
pub(super) fn patience(error: &Error, failures: u32) -> Option<Duration> {
    let asked = worth_repeating(error).filter(|_| failures < MOST_FAILURES)?;
    Some(asked.max(FIRST_PAUSE.saturating_mul(1 << failures)))
}

/// Whether the same call may succeed in a while, and how long that is at least.
fn worth_repeating(error: &Error) -> Option<Duration> {
    let asked = error.retry_after().unwrap_or(Duration::ZERO);
    let passes = match (error.kind(), error.status()) {
        (ErrorKind::Call, Some(408 | 425 | 429 | 500..)) => true,
        // A success that could not be read, of a call that may be made again.
        (ErrorKind::Call, Some(status)) => status < 300,
        (ErrorKind::Call, None) => error.call().is_none_or(|call| is_of_the_line(call.kind())),
        _ => false,
    };
    (passes && asked <= LONGEST_PAUSE).then_some(asked)
}

/// Whether the failure is one of the line, or of an answer that arrived broken.
fn is_of_the_line(kind: keymint_core::ErrorKind) -> bool {
    use keymint_core::ErrorKind::{Connect, Decode, Timeout, Transport};
    matches!(kind, Connect | Timeout | Transport | Decode)
}

/// Whether the provider says that there is no such thing.
pub(super) fn is_not_found(error: &Error) -> bool {
    error.kind() == ErrorKind::NotFound || error.status() == Some(404)
}

/// Repetitions beyond those that the client makes by itself.
const MOST_FAILURES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// Beyond this a row gives up for now, as the clients do.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// For a provider that refuses for now and does not say until when.
const UNSAID_PAUSE: Duration = Duration::from_secs(1);
