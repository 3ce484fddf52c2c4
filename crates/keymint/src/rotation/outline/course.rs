//! The steps of a job as the calls that they make, kept beside what the steps do.

use super::{Outline, PlannedCall};
use crate::capabilities::{Capabilities, SecretVisibility, Use, VerifyMeans};
use crate::provider::{Action, Provider};
use crate::rotation::guard::is_one_key;
use crate::rotation::job::{Job, Task};
use crate::rotation::mark::Step;
use crate::rotation::strategy::Strategy;
use crate::rotation::worker::Worker;
use crate::sink::SinkSpec;

/// The calls of a job, step by step.
pub(super) struct Course<'a> {
    worker: &'a Worker,
    provider: &'a dyn Provider,
    job: &'a Job,
    strategy: Strategy,
    /// Whether the old key was looked at, and the job says all that the new one takes from it.
    known: bool,
    /// Whether an answer was lost on the way, so that the new key is looked at once more in the end.
    shaken: bool,
    /// Whether the new key's secret is still in memory when it is tried.
    at_hand: bool,
    /// When the calls of the steps that follow are made, if not in the same run.
    later: Option<&'static str>,
    calls: Vec<PlannedCall>,
}

impl<'a> Course<'a> {
    pub(super) fn new(
        worker: &'a Worker,
        provider: &'a dyn Provider,
        job: &'a Job,
        strategy: Strategy,
    ) -> Self {
        Self {
            worker,
            provider,
            job,
            strategy,
            known: strategy == Strategy::Issue,
            shaken: false,
            at_hand: true,
            later: None,
            calls: Vec::new(),
        }
    }

    /// The job says all that the new key takes from the old one.
    pub(super) fn is_known(&mut self) {
        self.known = true;
    }

    /// An answer was lost on the way.
    pub(super) fn is_shaken(&mut self) {
        self.shaken = true;
    }

    /// Another process made the new key.
    pub(super) fn is_resumed(&mut self) {
        self.at_hand = false;
    }

    pub(super) fn outline(self) -> Outline {
        Outline { strategy: self.strategy, calls: self.calls }
    }

    /// Finding the old key, and what of it stands in the sink.
    pub(super) fn plan(&mut self) {
        let it = self.capabilities();
        let (get, masked) = (it.get, it.list == Some(SecretVisibility::Masked));
        let told = it.list == Some(SecretVisibility::Clear);
        let tries = it.verify != VerifyMeans::None;
        if !matches!(self.strategy, Strategy::Issue | Strategy::Replace) {
            if matches!(self.job.task, Task::Rotate { key: Some(_), .. }) {
                self.add(None, Action::Get, None);
                if masked {
                    let hidden = "if one key alone is shown without its secret";
                    self.add(None, Action::List, Some(hidden));
                }
            } else {
                self.add(None, Action::List, None);
                if get {
                    self.add(None, Action::Get, None);
                }
            }
        }
        if self.strategy != Strategy::Issue && !told && tries && self.can_be_recalled() {
            let there = "if the sink holds what may be the old key";
            self.add(None, Action::Verify, Some(there));
        }
    }

    /// Looking for what earlier attempts left behind.
    pub(super) fn settle(&mut self, made: u32, lost: u32) {
        let it = self.capabilities();
        let (ends, looks) = (it.revoke.is_some(), it.list.is_some());
        if is_one_key(it) {
            return;
        }
        for _ in 0..made {
            if ends {
                self.add(Some(Step::Create), Action::Revoke, None);
            }
        }
        for _ in 0..lost {
            if looks {
                self.add(Some(Step::Create), Action::Find, None);
            }
            if looks && ends {
                let found = "for each key that a lost call made";
                self.add(Some(Step::Create), Action::Revoke, Some(found));
            }
        }
    }

    /// Making the key.
    pub(super) fn create(&mut self, lost: u32, made: bool) {
        let it = self.capabilities();
        let asked = self.strategy == Strategy::Replace || (lost > 0 && self.job.replace_existing);
        if is_one_key(it) && it.rotate && (asked || made) {
            self.add(Some(Step::Create), Action::Rotate, None);
            self.add(Some(Step::Create), Action::Create, Some("if there is no key to replace"));
        } else {
            self.add(Some(Step::Create), Action::Create, None);
        }
    }

    /// Everything from a step on, for a job whose keys bear so many names.
    pub(super) fn go_on_from(&mut self, step: Step, names: u32) {
        if step <= Step::Verify {
            self.try_new_key(Step::Verify);
        }
        // Once it is in its place, the secret is forgotten.
        self.at_hand = false;
        if step < Step::Grace && self.strategy == Strategy::Overlap {
            let sat_out = self.job.overlap_time() <= self.worker.settings.patience;
            self.later = (!sat_out).then_some("when the overlap is over, by a run that resumes");
        }
        if step <= Step::Revoke {
            self.end_old_key();
        }
        self.confirm(names);
    }

    fn end_old_key(&mut self) {
        let step = Some(Step::Revoke);
        match self.strategy {
            Strategy::Issue | Strategy::Replace | Strategy::ExpiryOnly => {}
            Strategy::Overlap => self.add(step, Action::Revoke, None),
            Strategy::ServerOverlap if self.job.overlap_time().is_zero() => {
                self.add(step, Action::Revoke, None);
            }
            Strategy::ServerOverlap => {
                self.add(step, Action::Update, Some("unless the old key ends earlier by itself"));
            }
        }
    }

    fn confirm(&mut self, names: u32) {
        let it = self.capabilities();
        let looks = it.list.is_some() && it.name.create != Use::Never && !is_one_key(it);
        for _ in 0..names {
            if looks {
                self.add(Some(Step::Confirm), Action::Find, None);
            }
        }
        if matches!(self.strategy, Strategy::Overlap | Strategy::ServerOverlap) {
            self.add(Some(Step::Confirm), Action::Get, None);
        }
        if self.shaken || self.strategy != Strategy::Issue {
            self.try_new_key(Step::Confirm);
        }
    }

    /// Trying the new key: with its secret, where that is at hand and may be used from here, else by its record.
    fn try_new_key(&mut self, step: Step) {
        let it = self.capabilities();
        let (tries, looks) = (it.verify != VerifyMeans::None, it.list.is_some());
        let inherits = !self.known
            && it.allow_list.create != Use::Never
            && self.job.request.allow_list.is_absent();
        let usable = (self.at_hand || self.can_be_recalled()) && tries;
        if !usable || !self.worker.may_try_from_here(&self.job.request) {
            if looks {
                self.add(Some(step), Action::Get, None);
            }
        } else if inherits {
            self.add(Some(step), Action::Verify, Some("unless the old key is bound to addresses"));
            self.add(Some(step), Action::Get, Some("if the old key is bound to addresses"));
        } else {
            self.add(Some(step), Action::Verify, None);
        }
    }

    /// Whether the sink gives back what was delivered to it.
    fn can_be_recalled(&self) -> bool {
        !matches!(self.job.sink, SinkSpec::Stdout { .. } | SinkSpec::Command { .. })
    }

    fn capabilities(&self) -> &'a Capabilities {
        self.provider.capabilities()
    }

    fn add(&mut self, step: Option<Step>, action: Action, condition: Option<&'static str>) {
        let condition = condition.or(self.later);
        let planned = |call| PlannedCall { step, action, call, quota: None, condition };
        let calls = self.provider.calls(action);
        if calls.is_empty() {
            self.calls.push(planned(None));
        }
        for call in calls {
            let mut quotas = self.capabilities().quotas.iter();
            let quota = quotas.find(|quota| quota.operations.contains(&call.operation)).copied();
            self.calls.push(PlannedCall { quota, ..planned(Some(call)) });
        }
    }
}
