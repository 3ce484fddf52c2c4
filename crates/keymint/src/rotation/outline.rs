//! What a job comes down to, before anything is sent.

mod course;

use course::Course;

use super::entry::EntryStatus;
use super::job::Job;
use super::mark::Step;
use super::strategy::Strategy;
use super::worker::Worker;
use crate::capabilities::Quota;
use crate::error::Result;
use crate::provider::{Action, Call, Provider};
use crate::sink::Holding;

/// The calls that a job makes when all goes well, without having asked the provider anything.
///
/// What is still unknown is told as a [condition](PlannedCall::condition); a call without one is surely made.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Outline {
    /// How the job is done.
    pub strategy: Strategy,
    /// The calls, in order.
    pub calls: Vec<PlannedCall>,
}

/// One call of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlannedCall {
    /// The step that it belongs to; `None` for what is asked while the job is planned.
    pub step: Option<Step>,
    /// What is done.
    pub action: Action,
    /// The operation, where the provider tells.
    pub call: Option<Call>,
    /// The quota that it counts against.
    pub quota: Option<Quota>,
    /// When it is made, where that depends on what is found on the way.
    pub condition: Option<&'static str>,
}

impl Worker {
    /// Tells what a job comes down to, for showing before it is planned. Nothing is sent.
    ///
    /// # Errors
    ///
    /// As [`Strategy::of`] and [`Capabilities::admit_owner`](crate::Capabilities::admit_owner).
    pub fn outline(&self, job: &Job) -> Result<Outline> {
        let provider = self.providers.named(&job.provider)?;
        provider.capabilities().admit_owner(&job.owner)?;
        let strategy = Strategy::of(&job.task, provider.capabilities())?;
        let mut course = Course::new(self, &*provider, job, strategy);
        course.plan();
        course.create(0, false);
        course.go_on_from(Step::Verify, 1);
        Ok(course.outline())
    }

    /// What a job comes down to that was looked at, and says all that its key takes from the old one.
    pub(super) fn outline_of_planned(
        &self,
        provider: &dyn Provider,
        job: &Job,
        strategy: Strategy,
    ) -> Outline {
        let mut course = Course::new(self, provider, job, strategy);
        course.is_known();
        course.create(0, false);
        course.go_on_from(Step::Verify, 1);
        course.outline()
    }

    /// Tells what is left of a job that a journal knows, for showing before it is resumed. Nothing is sent.
    ///
    /// The sink is asked whether it holds the secret, where what comes next depends on it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) when the provider or the sink is not set up,
    /// [`ErrorKind::Sink`](crate::ErrorKind::Sink) when the sink cannot be asked.
    pub async fn outline_of(&self, entry: &EntryStatus) -> Result<Outline> {
        let provider = self.providers.named(&entry.job.provider)?;
        let mut course = Course::new(self, &*provider, &entry.job, entry.strategy);
        course.is_known();
        if self.is_waiting(entry) {
            return Ok(course.outline());
        }
        let step = if self.has_lost_the_secret(entry).await? { Step::Create } else { entry.step };
        if entry.attempts > 1 {
            course.is_shaken();
        }
        match step {
            Step::Create => {
                if entry.attempts > 0 {
                    course.is_shaken();
                }
                course.settle(entry.made, entry.lost);
                course.create(entry.lost, entry.made > 0);
                course.go_on_from(Step::Verify, entry.attempts.saturating_add(1));
            }
            Step::Deliver | Step::Verify => {
                course.is_resumed();
                course.go_on_from(Step::Verify, entry.attempts);
            }
            Step::CutOver | Step::Grace | Step::Revoke | Step::Confirm => {
                course.go_on_from(step, entry.attempts);
            }
        }
        Ok(course.outline())
    }

    /// Whether the time in which both keys work goes on, and is not sat out.
    fn is_waiting(&self, entry: &EntryStatus) -> bool {
        let due =
            entry.due.filter(|_| entry.step == Step::Grace && entry.strategy == Strategy::Overlap);
        let left = |due| super::clock::until(self.clock.now(), due);
        due.is_some_and(|due| left(due.instant()) > self.settings.patience)
    }

    /// Whether the new key must be made again, since its secret was in the memory of a process that is gone.
    async fn has_lost_the_secret(&self, entry: &EntryStatus) -> Result<bool> {
        let Some(fingerprint) = &entry.new_fingerprint else { return Ok(false) };
        let holding = match entry.step {
            Step::Deliver | Step::CutOver => {
                entry.job.sink.open(&self.sinks)?.holds(fingerprint).await?
            }
            Step::Create | Step::Verify | Step::Grace | Step::Revoke | Step::Confirm => {
                return Ok(false);
            }
        };
        Ok(match holding {
            Holding::Current | Holding::Staged => false,
            Holding::Absent => true,
            Holding::Unknown => entry.step == Step::Deliver,
        })
    }
}
