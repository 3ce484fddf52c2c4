//! The one loop of the project: attempts, until one succeeds, cannot be repeated, or nothing more fits.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::answer::{Answer, Record};
use crate::api::Safety;
use crate::error::Error;
use crate::retry::{Budget, Failed, Jitter, RetryPolicy};
use crate::transport::trace;

/// What bounds the attempts of one call.
pub(super) struct Bounds<'a> {
    pub(super) policy: &'a RetryPolicy,
    pub(super) safety: Safety,
    pub(super) deadline: Instant,
    /// An attempt that cannot even connect in what is left is not begun.
    pub(super) connect_timeout: Duration,
    pub(super) budget: &'a Budget,
    pub(super) jitter: &'a Jitter,
}

/// How an attempt ended.
pub(super) trait Ended {
    /// What failed, or `None` for a success.
    fn failed(&self) -> Option<Failed>;
}

/// A call, as the loop sees it.
pub(super) trait Attempt {
    type End: Ended;

    /// Tries once.
    fn attempt(&mut self) -> impl Future<Output = Self::End> + Send;
}

impl Ended for Result<Box<Answer>, Error> {
    fn failed(&self) -> Option<Failed> {
        match self {
            Ok(answer) => answer.failed(),
            Err(error) => Some(error.failed()),
        }
    }
}

/// Runs attempts and gives the last one's end, with what they all came to.
pub(super) async fn repeat<C: Attempt>(bounds: Bounds<'_>, call: &mut C) -> (C::End, Record) {
    let started = Instant::now();
    let mut record = Record::default();
    bounds.budget.call();
    loop {
        let ended = call.attempt().await;
        record.attempts += 1;
        record.elapsed = started.elapsed();
        let failed = ended.failed();
        trace::attempt(&record, failed.as_ref());
        let Some(failed) = failed else { return (ended, record) };
        let random = bounds.jitter.next();
        let wait = bounds.policy.wait_after(bounds.safety, &failed, record.attempts, random);
        let Some(wait) = wait.filter(|wait| bounds.are_wide_enough_for(*wait)) else {
            return (ended, record);
        };
        record.ambiguous |= failed.may_have_been_received();
        sleep(wait).await;
    }
}

impl Bounds<'_> {
    /// Whether another attempt still fits before the deadline, and into the budget.
    fn are_wide_enough_for(&self, wait: Duration) -> bool {
        let left = self.deadline.saturating_duration_since(Instant::now());
        wait.saturating_add(self.connect_timeout) < left && self.budget.take()
    }
}

#[cfg(test)]
mod tests;
