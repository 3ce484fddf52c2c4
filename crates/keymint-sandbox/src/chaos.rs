//! Faults on request: what goes wrong, and when.

mod fault;
mod rule;

use std::time::Duration;

use fastrand::Rng;

use crate::exchange::Request;

pub use self::{
    fault::Fault,
    rule::{Plan, Rule, When},
};

/// The plan in force, and how often each of its rules has been met and has struck.
pub(crate) struct Chaos {
    rules: Vec<Counted>,
    rng: Rng,
}

/// What the plan has in store for one request.
#[derive(Default)]
pub(crate) struct Verdict {
    pub(crate) delay: Duration,
    /// Any fault but latency; the first rule that strikes decides.
    pub(crate) fault: Option<Fault>,
}

struct Counted {
    rule: Rule,
    met: u64,
    struck: u64,
}

impl Chaos {
    pub(crate) fn new(seed: u64) -> Self {
        // Another stream than the one that ids come from.
        Self { rules: Vec::new(), rng: Rng::with_seed(!seed) }
    }

    /// Replaces the plan; counting begins anew.
    pub(crate) fn set(&mut self, plan: Plan) {
        self.rules = plan.into_rules().map(|rule| Counted { rule, met: 0, struck: 0 }).collect();
    }

    /// Counts the request for every rule that it matches, and picks the faults.
    pub(crate) fn judge(&mut self, request: &Request) -> Verdict {
        let mut verdict = Verdict::default();

        for counted in &mut self.rules {
            if !counted.rule.when.concerns(request) {
                continue;
            }
            counted.met += 1;
            let taken =
                verdict.fault.is_some() && !matches!(counted.rule.fault, Fault::LatencyMs(_));
            if taken
                || counted.is_used_up()
                || !counted.rule.when.strikes(counted.met, &mut self.rng)
            {
                continue;
            }
            counted.struck += 1;
            if let Fault::LatencyMs(ms) = counted.rule.fault {
                verdict.delay = verdict.delay.saturating_add(Duration::from_millis(ms));
            } else {
                verdict.fault = Some(counted.rule.fault.clone());
            }
        }
        verdict
    }
}

impl Counted {
    fn is_used_up(&self) -> bool {
        self.rule.times.is_some_and(|times| self.struck >= times)
    }
}
