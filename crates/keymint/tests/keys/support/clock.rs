use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;
use keymint::{BoxFuture, Clock};

/// A clock that stands still until somebody waits.
#[derive(Debug)]
pub(crate) struct VirtualClock(Mutex<Timestamp>);

impl VirtualClock {
    pub(crate) fn new() -> Self {
        Self(Mutex::new("2026-06-01T00:00:00Z".parse().unwrap()))
    }

    pub(crate) fn advance(&self, by: Duration) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }
}

impl VirtualClock {
    /// Sets it back, as somebody may set a system's clock.
    pub(crate) fn set_back(&self, by: Duration) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_sub(by).unwrap();
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.advance(duration);
        Box::pin(tokio::task::yield_now())
    }
}
