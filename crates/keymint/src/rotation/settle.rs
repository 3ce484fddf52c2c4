//! Dealing with what an attempt may have left behind.

use keymint_core::DateTime;

use super::clock::{after, until};
use super::drive::Drive;
use super::entry::AttemptState;
use super::mark::Phase;
use super::pace::is_not_found;
use crate::capabilities::Use;
use crate::error::Result;
use crate::owner::ApiKeyId;

impl Drive<'_> {
    /// Finds and ends every key that an earlier attempt of this job made and nobody holds.
    pub(super) async fn settle(&mut self) -> Result<()> {
        for index in 0..self.entry.attempts.len() {
            let Some(attempt) = self.entry.attempts.get(index).cloned() else { break };
            let state = match attempt.state {
                AttemptState::Failed | AttemptState::Gone | AttemptState::Left => continue,
                AttemptState::Made => {
                    if let Some(fingerprint) = &attempt.fingerprint {
                        self.sink.discard(fingerprint).await?;
                    }
                    match &attempt.key {
                        Some(id) => self.end_orphan(id).await?,
                        None => AttemptState::Gone,
                    }
                }
                AttemptState::Open => {
                    let since = attempt.lost_at.unwrap_or(attempt.begun_at);
                    self.wait_until_quiet(since).await;
                    if !self.can_look() {
                        self.attention(format!(
                            "the answer to a creation at {} was lost, and the provider has no way to look for the key; \
                             if one was made, nobody holds its secret: delete it in the provider's panel",
                            DateTime::from(attempt.begun_at)
                        ));
                    }
                    self.end_named(attempt.name.as_deref(), None).await?
                }
            };
            if let Some(attempt) = self.entry.attempts.get_mut(index) {
                attempt.state = state;
            }
            self.write(Phase::Settled, None).await?;
        }
        Ok(())
    }

    /// Looks once more for keys of this job: a call may have been executed after it was given up, or twice.
    pub(super) async fn sweep(&mut self) -> Result<()> {
        let (current, _) = self.made()?;
        let attempts = self.entry.attempts.iter();
        let names: Vec<_> = attempts.filter_map(|attempt| attempt.name.clone()).collect();
        for name in names {
            self.end_named(Some(&name), Some(&current)).await?;
        }
        Ok(())
    }

    /// Whether a key whose answer was lost can be found, or is replaced by the next one anyway.
    fn can_look(&self) -> bool {
        let capabilities = self.provider.capabilities();
        let findable = capabilities.list.is_some() && capabilities.name.create != Use::Never;
        findable || super::guard::is_one_key(capabilities)
    }

    /// Ends every key of this name but one.
    async fn end_named(
        &mut self,
        name: Option<&str>,
        spared: Option<&ApiKeyId>,
    ) -> Result<AttemptState> {
        let capabilities = self.provider.capabilities();
        if super::guard::is_one_key(capabilities) {
            // The next creation replaces whatever there is.
            return Ok(AttemptState::Gone);
        }
        let Some(name) = name.filter(|_| capabilities.list.is_some()) else {
            return Ok(AttemptState::Left);
        };
        self.paced().await;
        let found = self.provider.find(self.owner(), name).await?;
        let mut state = AttemptState::Gone;
        let now = self.worker.clock.now();
        for key in
            found.iter().filter(|key| !key.details.is_over_at(now) && spared != Some(&key.id))
        {
            if self.end_orphan(&key.id).await? == AttemptState::Left {
                state = AttemptState::Left;
            }
        }
        Ok(state)
    }

    /// Ends a key that nobody holds, or says that a person must.
    async fn end_orphan(&mut self, id: &ApiKeyId) -> Result<AttemptState> {
        let capabilities = self.provider.capabilities();
        if super::guard::is_one_key(capabilities) {
            // The owner's one key is replaced by the next attempt; ending it now would only leave a gap.
            return Ok(AttemptState::Gone);
        }
        if capabilities.revoke.is_none() {
            let end = self
                .entry
                .job
                .request
                .expires
                .map_or_else(String::new, |end| format!(" until {end}"));
            self.attention(format!(
                "nobody holds the secret of key {id}, which works{end} and cannot be ended by a call; \
                 delete it in the provider's panel"
            ));
            return Ok(AttemptState::Left);
        }
        self.paced().await;
        match self.provider.revoke(self.owner(), id).await {
            Ok(()) => Ok(AttemptState::Gone),
            Err(error) if is_not_found(&error) => Ok(AttemptState::Gone),
            Err(error) => Err(error),
        }
    }

    /// Waits until a call that was lost then must have been executed, if it ever is.
    async fn wait_until_quiet(&self, since: jiff::Timestamp) {
        let period = self.worker.settings.quiet_period;
        let left = until(self.worker.clock.now(), after(since, period));
        // A clock that was set back does not make it longer.
        self.worker.clock.sleep(left.min(period)).await;
    }
}
