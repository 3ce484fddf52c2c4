use std::time::Duration;

use fastrand::Rng;

/// What goes wrong with one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No connection comes about.
    NotSent,
    /// The provider refuses for now.
    Throttled,
    /// The provider fails, having done nothing or everything.
    ServerError { executed: bool },
    /// The request is lost on its way.
    LostBefore,
    /// The answer is lost on its way.
    LostAfter,
    /// The answer is lost, and the request is executed so much later.
    Late(Duration),
    /// The answer cannot be read.
    Unreadable,
    /// A proxy sends the request twice.
    Duplicate,
}

/// Which calls go wrong, by chance or by order.
#[derive(Debug)]
pub(crate) struct Faults {
    rng: Rng,
    probability: f64,
    /// Faults of the calls to come, before chance decides.
    pub(crate) ordered: Vec<Option<Fault>>,
}

impl Faults {
    pub(crate) fn none() -> Self {
        Self::random(0, 0.0)
    }

    pub(crate) fn random(seed: u64, probability: f64) -> Self {
        Self { rng: Rng::with_seed(seed), probability, ordered: Vec::new() }
    }

    pub(crate) fn next(&mut self, writes: bool) -> Option<Fault> {
        if !self.ordered.is_empty() {
            return self.ordered.remove(0);
        }
        if self.rng.f64() >= self.probability {
            return None;
        }
        let all = [
            Fault::NotSent,
            Fault::Throttled,
            Fault::ServerError { executed: false },
            Fault::LostBefore,
            Fault::Unreadable,
            Fault::ServerError { executed: true },
            Fault::LostAfter,
            Fault::Late(Duration::from_secs(self.rng.u64(1..30))),
            Fault::Duplicate,
        ];
        let kinds = if writes { all.len() } else { 5 };
        all.get(self.rng.usize(..kinds)).copied()
    }
}
