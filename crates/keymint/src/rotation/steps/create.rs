//! Making the new key.

use crate::api_key::IssuedKey;
use crate::error::{Error, ErrorKind, Result};
use crate::key_request::KeyRequest;
use crate::rotation::drive::{Drive, Flow};
use crate::rotation::entry::AttemptState;
use crate::rotation::guard;
use crate::rotation::mark::{Phase, Step};
use crate::rotation::pace::is_not_found;
use crate::rotation::plan::attempt_request;
use crate::rotation::strategy::Strategy;

impl Drive<'_> {
    /// Makes a key, once nothing is left of earlier attempts and the sink is ready for its secret.
    pub(in crate::rotation) async fn create(&mut self) -> Result<Flow> {
        self.settle().await?;
        if self.creations >= MOST_CREATIONS {
            let what = "the provider's answers were lost too often; resume when it is better";
            return Err(Error::new(ErrorKind::Conflict, what).of(self.entry.job.provider.clone()));
        }
        let capabilities = self.provider.capabilities();
        guard::an_end(capabilities, &self.entry.job.request, self.worker.clock.now())?;
        let replaceable = self.worker.replaceable(&self.entry)?;
        self.sink.preflight(&replaceable).await?;
        let number = self.entry.attempt_number().saturating_add(1);
        let request =
            attempt_request(capabilities, &self.entry.job.request, &self.entry.tag, number);
        self.paced().await;
        self.begin_attempt(request.name.clone());
        self.write(Phase::Before, None).await?;

        let result = self.make(&request).await;
        let now = self.worker.clock.now();
        let attempt = self.entry.last_attempt().ok_or_else(lost_track)?;
        match result {
            Ok(key) => {
                attempt.state = AttemptState::Made;
                attempt.key = Some(key.id.clone());
                attempt.fingerprint = Some(key.fingerprint.clone());
                self.key = Some(key);
                self.on_to(Step::Deliver, None).await
            }
            Err(error) if error.may_have_been_received() => {
                attempt.lost_at = Some(now);
                self.worker.pace.note(&self.entry.job.provider, &error, now);
                self.write(Phase::Unknown, Some(error.to_string())).await?;
                Ok(Flow::On)
            }
            Err(error) => {
                attempt.state = AttemptState::Failed;
                self.write(Phase::Failed, Some(error.to_string())).await?;
                Err(error)
            }
        }
    }

    /// The call that makes the key. Where an owner has one key, it replaces the one that is known to be ours.
    async fn make(&self, request: &KeyRequest) -> Result<IssuedKey> {
        let owner = self.owner();
        if !self.may_replace() {
            let result = self.provider.create(owner, request).await;
            return result.map_err(|error| self.explained(error));
        }
        match self.provider.rotate(owner).await {
            Err(error) if is_not_found(&error) => self.provider.create(owner, request).await,
            other => other,
        }
    }

    /// Whether the owner's one key is ours to replace: it is asked for, or it was surely made by this job.
    fn may_replace(&self) -> bool {
        let capabilities = self.provider.capabilities();
        let ours = self.entry.attempts.iter().any(|attempt| attempt.fingerprint.is_some());
        let lost = self.entry.attempts.iter().any(|attempt| attempt.state == AttemptState::Gone);
        let asked =
            self.entry.strategy == Strategy::Replace || (lost && self.entry.job.replace_existing);
        guard::is_one_key(capabilities) && capabilities.rotate && (asked || ours)
    }

    /// Says what a person must look at when an owner has a key already, and it may be the lost one.
    fn explained(&self, error: Error) -> Error {
        let lost = self.entry.attempts.iter().any(|attempt| attempt.state == AttemptState::Gone);
        if error.status() != Some(409) || !lost {
            return error;
        }
        let what = "the owner has a key: either one that was there before, or the one whose answer was lost; \
                    find out whether anything uses it, then rotate it";
        Error::new(ErrorKind::Conflict, what).of(self.entry.job.provider.clone()).because(error)
    }
}

fn lost_track() -> Error {
    Error::new(ErrorKind::Journal, "the attempt was not written down")
}

/// After so many lost answers in one run, it is the provider's turn to change something.
const MOST_CREATIONS: u32 = 6;
