//! Putting the new key in its place: deliver, verify, cut over.

use std::time::{Duration, Instant};

use crate::error::{Error, ErrorKind, Result};
use crate::key_request::KeyRequest;
use crate::provider::Verification;
use crate::rotation::clock::after;
use crate::rotation::drive::{Drive, Flow};
use crate::rotation::guard;
use crate::rotation::mark::{Phase, Step};
use crate::rotation::pace::is_not_found;
use crate::rotation::worker::Worker;
use crate::sink::Holding;
use crate::warning::Warning;

impl Drive<'_> {
    /// Hands the secret to the sink; one that was lost on the way is made anew.
    pub(in crate::rotation) async fn deliver(&mut self) -> Result<Flow> {
        let (_, fingerprint) = self.made()?;
        if self.key.is_none() {
            return match self.sink.holds(&fingerprint).await? {
                Holding::Current | Holding::Staged => {
                    self.on_to(Step::Verify, Some("the sink has it".to_owned())).await
                }
                Holding::Absent | Holding::Unknown => {
                    self.start_over("the secret was lost before it was delivered").await?;
                    Ok(Flow::On)
                }
            };
        }
        self.write(Phase::Before, None).await?;
        let Err(error) = self.deliver_patiently().await else {
            return self.on_to(Step::Verify, None).await;
        };
        self.start_over("the sink refused the secret").await?;
        self.settle().await?;
        if guard::is_one_key(self.provider.capabilities()) {
            self.attention(
                "the owner's new key works and nobody holds it; resume when the sink is ready"
                    .to_owned(),
            );
        }
        Err(error)
    }

    /// Tries the new key, for as long as providers take until a new key works.
    pub(in crate::rotation) async fn verify(&mut self) -> Result<Flow> {
        self.write(Phase::Before, None).await?;
        if let Some(field) = self.restriction_not_honoured() {
            let why = format!("the provider made a key with another `{field}` than was asked for");
            return self.reject(why).await;
        }
        let end = after(self.worker.clock.now(), self.worker.settings.verify_for);
        let (mut pause, mut slept) = (FIRST_LOOK, Duration::ZERO);
        loop {
            match self.try_new_key().await? {
                Verification::Valid => return self.on_to(Step::CutOver, None).await,
                Verification::Unknown => {
                    let note = "it cannot be tried from here".to_owned();
                    return self.on_to(Step::CutOver, Some(note)).await;
                }
                // The second question is for a clock that was set back.
                Verification::Invalid
                    if self.worker.clock.now() >= end
                        || slept >= self.worker.settings.verify_for =>
                {
                    return self.reject("the new key does not work".to_owned()).await;
                }
                Verification::Invalid => {
                    self.worker.clock.sleep(pause).await;
                    slept = slept.saturating_add(pause);
                    pause = pause.saturating_mul(2).min(LONGEST_LOOK);
                }
            }
        }
    }

    /// Makes the new key the current one.
    pub(in crate::rotation) async fn cut_over(&mut self) -> Result<Flow> {
        let (_, fingerprint) = self.made()?;
        if self.sink.holds(&fingerprint).await? == Holding::Absent {
            self.start_over("the delivered secret is no longer there").await?;
            return Ok(Flow::On);
        }
        self.write(Phase::Before, None).await?;
        self.sink.cut_over(&fingerprint).await?;
        self.key = None;
        self.entry.due = Some(self.end_of_overlap());
        self.on_to(Step::Grace, None).await
    }

    /// Whether the new key works: by its secret, where that is at hand and may be used from here, else by its record.
    pub(in crate::rotation) async fn try_new_key(&self) -> Result<Verification> {
        let (id, fingerprint) = self.made()?;
        if self.worker.may_try_from_here(&self.entry.job.request) {
            let secret = match &self.key {
                Some(key) => Some(key.secret.clone()),
                None => self.sink.recall(&fingerprint).await?,
            };
            if let Some(secret) = secret {
                self.paced().await;
                match self.provider.verify(self.owner(), &secret).await? {
                    Verification::Unknown => {}
                    known @ (Verification::Valid | Verification::Invalid) => return Ok(known),
                }
            }
        }
        if self.provider.capabilities().list.is_none() {
            return Ok(Verification::Unknown);
        }
        self.paced().await;
        match self.provider.get(self.owner(), &id).await {
            Ok(key) if key.details.is_over_at(self.worker.clock.now()) => Ok(Verification::Invalid),
            Ok(_) => Ok(Verification::Valid),
            Err(error) if is_not_found(&error) => Ok(Verification::Invalid),
            Err(error) => Err(error),
        }
    }

    async fn deliver_patiently(&self) -> Result<()> {
        let Some(key) = &self.key else { return Ok(()) };
        let (begun, mut tries) = (Instant::now(), 1);
        loop {
            match self.sink.deliver(key).await {
                Err(_) if tries < MOST_DELIVERIES && begun.elapsed() < LONGEST_DELIVERY => {
                    tries += 1;
                }
                result => return result,
            }
            self.worker.clock.sleep(FIRST_LOOK).await;
        }
    }

    /// Takes the new key back, and stops.
    async fn reject(&mut self, why: String) -> Result<Flow> {
        self.start_over(&why).await?;
        self.settle().await?;
        Err(Error::new(ErrorKind::Guarded, format!("{why}; it was taken back")).of(self
            .entry
            .job
            .provider
            .clone()))
    }

    /// The first restriction that the provider's answer does not show as it was asked for.
    fn restriction_not_honoured(&self) -> Option<&'static str> {
        let warnings = self.key.as_ref().map(|key| key.warnings.as_slice()).unwrap_or_default();
        RESTRICTIONS.into_iter().find(|field| warnings.contains(&Warning::NotHonoured(field)))
    }
}

impl Worker {
    /// Whether a key that is made like this works now, and from here.
    pub(in crate::rotation) fn may_try_from_here(&self, request: &KeyRequest) -> bool {
        let begun = request.valid_from.is_none_or(|from| from.instant() <= self.clock.now());
        let bound =
            !request.allow_list.values().is_empty() || !request.deny_list.values().is_empty();
        let admitted = match self.settings.caller {
            Some(caller) => request.admits(caller),
            None => !bound,
        };
        begun && admitted
    }
}

/// What makes a key more dangerous than was asked for when it is lost on the way.
const RESTRICTIONS: [&str; 5] = ["allow_list", "deny_list", "expires", "scopes", "valid_from"];
const FIRST_LOOK: Duration = Duration::from_secs(1);
const LONGEST_LOOK: Duration = Duration::from_secs(8);
const MOST_DELIVERIES: u32 = 3;
/// A place that hung once will hang again.
const LONGEST_DELIVERY: Duration = Duration::from_secs(30);
