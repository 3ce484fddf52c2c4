//! The sandbox's time, which tests may freeze and advance.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// Where the time comes from.
pub(crate) type Source = Box<dyn Fn() -> Timestamp + Send + Sync>;

/// A source of time plus the stretch by which tests moved it on.
pub(crate) struct Clock {
    source: Source,
    ahead: SignedDuration,
}

impl Clock {
    pub(crate) fn new(source: Source) -> Self {
        Self { source, ahead: SignedDuration::ZERO }
    }

    pub(crate) fn now(&self) -> Timestamp {
        after((self.source)(), self.ahead)
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
        self.ahead = self.ahead.saturating_add(by);
    }

    /// Forgets every advance.
    pub(crate) fn reset(&mut self) {
        self.ahead = SignedDuration::ZERO;
    }
}

/// The moment `by` after `start`, or the end of time.
pub(crate) fn after(start: Timestamp, by: SignedDuration) -> Timestamp {
    start.checked_add(by).unwrap_or(Timestamp::MAX)
}
