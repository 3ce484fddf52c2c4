//! Ending the old key: grace, revoke, confirm.

use std::time::Duration;

use keymint_core::DateTime;

use crate::error::{Error, ErrorKind, Result};
use crate::key_request::KeyUpdate;
use crate::provider::Verification;
use crate::rotation::clock::{after, until};
use crate::rotation::drive::{Drive, Flow};
use crate::rotation::entry::{EntryState, OldKey};
use crate::rotation::guard;
use crate::rotation::mark::{Phase, Step};
use crate::rotation::pace::is_not_found;
use crate::rotation::strategy::Strategy;
use crate::sink::Holding;

impl Drive<'_> {
    /// Lets both keys work for as long as was asked; a provider that ends the old one by itself needs no waiting.
    pub(in crate::rotation) async fn grace(&mut self) -> Result<Flow> {
        let due = self.entry.due.filter(|_| self.entry.strategy == Strategy::Overlap);
        let left = due.map_or(Duration::ZERO, |due| until(self.worker.clock.now(), due));
        if let Some(due) = due.filter(|_| !left.is_zero()) {
            self.write(Phase::Before, None).await?;
            if left > self.worker.settings.patience {
                return Ok(Flow::Wait(due));
            }
            self.worker.clock.sleep(left).await;
        }
        self.on_to(Step::Revoke, None).await
    }

    /// Ends the old key, in the way of the strategy.
    pub(in crate::rotation) async fn revoke(&mut self) -> Result<Flow> {
        let Some(old) = self.entry.old.clone() else {
            return self.on_to(Step::Confirm, None).await;
        };
        self.guard_old(&old).await?;
        self.write(Phase::Before, None).await?;
        self.paced().await;
        match self.entry.strategy {
            Strategy::Issue | Strategy::Replace => {}
            Strategy::Overlap => self.end_old(&old).await?,
            Strategy::ServerOverlap if self.entry.job.is_leaked() => self.end_old(&old).await?,
            Strategy::ServerOverlap => self.shorten_old(&old).await?,
            Strategy::ExpiryOnly => self.leave_old(&old),
        }
        self.on_to(Step::Confirm, None).await
    }

    /// Looks whether all is as it should be: the old key ended, the new one working, nothing left over.
    pub(in crate::rotation) async fn confirm(&mut self) -> Result<Flow> {
        self.write(Phase::Before, None).await?;
        let lost_some = self.entry.attempts.len() > 1;
        self.sweep().await?;
        if let Some(old) = self.entry.old.clone()
            && self.old_survives(&old).await?
        {
            return self.end_again().await;
        }
        let worth_a_look = lost_some || self.entry.strategy != Strategy::Issue;
        if worth_a_look && self.try_new_key().await? == Verification::Invalid {
            self.start_over("the new key has ceased to work").await?;
            return Ok(Flow::On);
        }
        self.entry.state = EntryState::Done;
        self.entry.note = None;
        self.write(Phase::After, None).await?;
        Ok(Flow::Done)
    }

    /// Refuses to end a key that is, or may be, in use.
    async fn guard_old(&self, old: &OldKey) -> Result<()> {
        guard::not_in_use(&*self.provider, &self.entry)?;
        let (new_id, new_fingerprint) = self.made()?;
        let refuse = |what: &'static str| {
            Error::new(ErrorKind::Guarded, what).of(self.entry.job.provider.clone())
        };
        if old.id == new_id || self.entry.old_fingerprint() == Some(&new_fingerprint) {
            return Err(refuse("the old key and the new one are the same; it is not ended"));
        }
        let Some(fingerprint) = self.entry.old_fingerprint() else { return Ok(()) };
        if self.sink.holds(fingerprint).await? == Holding::Current {
            return Err(refuse(
                "the sink holds the old key again, so something may use it; it is not ended",
            ));
        }
        Ok(())
    }

    async fn end_old(&self, old: &OldKey) -> Result<()> {
        match self.provider.revoke(self.owner(), &old.id).await {
            Err(error) if !is_not_found(&error) => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Moves the old key's end to the end of the overlap, unless it ends earlier anyway.
    async fn shorten_old(&self, old: &OldKey) -> Result<()> {
        let due = self.entry.due.unwrap_or_else(|| self.end_of_overlap());
        if due <= self.worker.clock.now() {
            return self.end_old(old).await;
        }
        if old.expires_at.is_some_and(|end| end <= due) {
            return Ok(());
        }
        let update = KeyUpdate::new().expires(DateTime::from(due));
        match self.provider.update(self.owner(), &old.id, &update).await {
            Err(error) if !is_not_found(&error) => Err(error),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Says until when a key works that nothing can end.
    fn leave_old(&mut self, old: &OldKey) {
        let end = old.expires_at.map(DateTime::from);
        let text = match (end, self.entry.job.is_leaked()) {
            (Some(_), false) => return,
            (Some(end), true) => format!(
                "the leaked key {} works until {end}, and no call ends it; delete it in the provider's panel",
                old.id
            ),
            (None, _) => {
                format!(
                    "the old key {} never expires, and no call ends it; delete it in the provider's panel",
                    old.id
                )
            }
        };
        self.attention(text);
    }

    async fn old_survives(&self, old: &OldKey) -> Result<bool> {
        let slack = after(self.entry.due.unwrap_or(jiff::Timestamp::MIN), CUT_OFF);
        match self.entry.strategy {
            Strategy::Issue | Strategy::Replace | Strategy::ExpiryOnly => return Ok(false),
            Strategy::Overlap | Strategy::ServerOverlap => {}
        }
        self.paced().await;
        match self.provider.get(self.owner(), &old.id).await {
            Ok(key) => {
                let ends = key.details.expires_at.is_some_and(|end| {
                    self.entry.strategy == Strategy::ServerOverlap
                        && !self.entry.job.is_leaked()
                        && end.instant() <= slack
                });
                Ok(!ends && key.details.is_live_at(self.worker.clock.now()))
            }
            Err(error) if is_not_found(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Ends the old key again, a few times; a provider may need a while.
    async fn end_again(&mut self) -> Result<Flow> {
        let why = "the old key still works";
        self.survivals += 1;
        let provider = self.entry.job.provider.clone();
        self.write(Phase::Failed, Some(why.to_owned())).await?;
        if self.survivals > MOST_SURVIVALS {
            return Err(Error::new(
                ErrorKind::Conflict,
                "the old key still works after it was ended; resume later",
            )
            .of(provider));
        }
        self.worker.clock.sleep(LOOK_AGAIN.saturating_mul(self.survivals)).await;
        self.entry.step = Step::Revoke;
        Ok(Flow::On)
    }
}

/// Some providers cut fractions of a second off.
const CUT_OFF: Duration = Duration::from_secs(1);
const LOOK_AGAIN: Duration = Duration::from_secs(2);
const MOST_SURVIVALS: u32 = 3;
