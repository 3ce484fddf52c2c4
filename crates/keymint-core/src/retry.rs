//! Whether, and after how long, a request is sent again.

mod budget;
mod jitter;
mod wait;

use std::time::Duration;

use http::StatusCode;

use crate::api::Safety;
use crate::error::{ErrorKind, Outcome};

pub(crate) use budget::Budget;
pub(crate) use jitter::Jitter;
pub(crate) use wait::requested_wait;

/// How a client repeats what may be repeated.
///
/// What may be repeated is not a setting: it follows from the operation and from what is known of the attempt.
/// Reading and idempotent operations are sent again after a failed connection, a broken one, 429, 502, 503 and 504.
/// An operation that creates a key is sent again only when the attempt surely was not executed: no connection came
/// about, or the provider answered 429.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    attempts: u32,
    base: Duration,
    cap: Duration,
    longest_wait: Duration,
    creates_after_503: bool,
}

/// What is known of an attempt that failed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failed {
    pub(crate) kind: ErrorKind,
    pub(crate) outcome: Outcome,
    pub(crate) status: Option<StatusCode>,
    pub(crate) retry_after: Option<Duration>,
    /// No repetition mends it.
    pub(crate) permanent: bool,
}

impl Failed {
    pub(crate) fn may_have_been_received(&self) -> bool {
        self.outcome.may_have_been_received()
    }
}

impl Default for RetryPolicy {
    /// Three attempts; waits of up to half a second, doubling up to 8 seconds; up to 60 seconds if the provider asks.
    fn default() -> Self {
        Self {
            attempts: 3,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(8),
            longest_wait: Duration::from_secs(60),
            creates_after_503: false,
        }
    }
}

impl RetryPolicy {
    /// Sends every request once.
    pub fn off() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// Sets how many requests a call may send; 0 counts as 1.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the bound of the first wait and the bound that doubling ends at.
    ///
    /// The wait itself is random below its bound, so that clients that failed together do not return together.
    pub fn backoff(mut self, base: Duration, cap: Duration) -> Self {
        self.base = base;
        self.cap = cap.max(base);
        self
    }

    /// Sets the longest wait that a provider may ask for; beyond it the call fails and its error tells the wait.
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// Whether an operation that creates a key is sent again after a 503 that carries `Retry-After`: not unless set.
    ///
    /// Only for a provider that promises that such an answer means nothing was executed.
    pub fn repeat_creates_after_503(mut self, repeat: bool) -> Self {
        self.creates_after_503 = repeat;
        self
    }

    /// How long to wait before the next attempt, or `None` to give up.
    ///
    /// `attempt` counts from 1; `random` is in `0.0..1.0`.
    pub(crate) fn wait_after(
        &self,
        safety: Safety,
        failed: &Failed,
        attempt: u32,
        random: f64,
    ) -> Option<Duration> {
        if attempt >= self.attempts || !self.may_repeat(safety, failed) {
            return None;
        }
        if let Some(asked) = failed.retry_after {
            // Up to a tenth more, so that all who were told the same do not return at once.
            let wait = asked.checked_add(asked.min(self.longest_wait).mul_f64(random / 10.0));
            return wait.filter(|_| asked <= self.longest_wait);
        }
        let doubled = self.base.saturating_mul(1_u32.checked_shl(attempt - 1).unwrap_or(u32::MAX));
        Some(doubled.min(self.cap).mul_f64(random))
    }

    fn may_repeat(&self, safety: Safety, failed: &Failed) -> bool {
        if failed.permanent {
            return false;
        }
        let status = failed.status.map(|status| status.as_u16());
        let nothing_sent = failed.kind == ErrorKind::Connect && failed.outcome == Outcome::NotSent;
        let refused_for_now = failed.kind == ErrorKind::Api && status == Some(429);
        if nothing_sent || refused_for_now {
            return true;
        }
        match safety {
            Safety::Safe | Safety::Idempotent => match failed.kind {
                ErrorKind::Timeout | ErrorKind::Transport => true,
                ErrorKind::Api => matches!(status, Some(502..=504)),
                ErrorKind::Request | ErrorKind::Connect | ErrorKind::Decode => false,
            },
            Safety::CreatesSecret | Safety::Once => {
                self.creates_after_503
                    && failed.kind == ErrorKind::Api
                    && status == Some(503)
                    && failed.retry_after.is_some()
            }
        }
    }
}

#[cfg(test)]
mod tests;
