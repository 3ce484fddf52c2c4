//! What a job comes down to, before anything is sent.

use super::job::Job;
use super::mark::Step;
use super::strategy::Strategy;
use crate::capabilities::{Overlap, Quota, VerifyMeans};
use crate::error::Result;
use crate::provider::{Action, Call, Provider};

/// The calls that a job makes when all goes well, without having asked the provider anything.
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
}

impl Job {
    /// Tells what the job comes down to, for showing before it is done. Nothing is sent.
    ///
    /// # Errors
    ///
    /// As [`Strategy::of`] and [`Capabilities::admit_owner`](crate::Capabilities::admit_owner).
    pub fn outline(&self, provider: &dyn Provider) -> Result<Outline> {
        let capabilities = provider.capabilities();
        capabilities.admit_owner(&self.owner)?;
        let strategy = Strategy::of(&self.task, capabilities)?;
        let make = if strategy == Strategy::Replace { Action::Rotate } else { Action::Create };
        let mut calls = Vec::new();
        let replaces = !matches!(strategy, Strategy::Issue | Strategy::Replace);
        if replaces {
            calls.push((None, if capabilities.get { Action::Get } else { Action::List }));
        }
        calls.push((Some(Step::Create), make));
        if capabilities.verify != VerifyMeans::None {
            calls.push((Some(Step::Verify), Action::Verify));
        }
        match strategy {
            Strategy::Overlap => calls.push((Some(Step::Revoke), Action::Revoke)),
            Strategy::ServerOverlap => {
                let end = if self.is_leaked() { Action::Revoke } else { Action::Update };
                calls.push((Some(Step::Revoke), end));
            }
            Strategy::Issue | Strategy::Replace | Strategy::ExpiryOnly => {}
        }
        if replaces && capabilities.overlap != Overlap::UntilExpiry {
            calls.push((
                Some(Step::Confirm),
                if capabilities.get { Action::Get } else { Action::List },
            ));
        }
        let planned = |(step, action)| {
            let call = provider.call(action);
            let counts = |quota: &&Quota| {
                call.is_some_and(|call| quota.operations.contains(&call.operation))
            };
            PlannedCall {
                step,
                action,
                call,
                quota: capabilities.quotas.iter().find(counts).copied(),
            }
        };
        Ok(Outline { strategy, calls: calls.into_iter().map(planned).collect() })
    }
}
