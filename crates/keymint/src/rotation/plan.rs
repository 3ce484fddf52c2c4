//! From jobs to entries: everything that can be refused is refused here.

mod likeness;

pub(super) use likeness::attempt_request;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use jiff::Timestamp;

use likeness::inherit;

use super::entry::{Entry, OldKey};
use super::guard;
use super::job::{Job, Task};
use super::outline::Outline;
use super::pace::patience;
use super::strategy::Strategy;
use super::worker::Worker;
use crate::api_key::{KeyInfo, SeenSecret};
use crate::capabilities::{SecretVisibility, VerifyMeans};
use crate::error::Result;
use crate::owner::ApiKeyId;
use crate::provider::{Provider, Verification};
use crate::sink::Sink;

/// Jobs that were looked at and found feasible. Nothing has been changed yet.
#[derive(Debug)]
pub struct Plan {
    rows: Vec<PlannedRow>,
    pub(super) entries: Vec<Entry>,
}

/// What is going to be done for a job.
#[derive(Debug)]
#[non_exhaustive]
pub struct PlannedRow {
    /// The job, with what the new key takes from the old one filled in.
    pub job: Job,
    /// The strategy, and the calls that are still to be made.
    pub outline: Outline,
    /// The key that will be replaced.
    pub old_key: Option<ApiKeyId>,
    /// Where the secret will go.
    pub place: String,
    /// What is worth knowing before it is begun.
    pub notices: Vec<String>,
}

impl Plan {
    /// What is going to be done, row by row.
    pub fn rows(&self) -> &[PlannedRow] {
        &self.rows
    }
}

impl Worker {
    /// Looks at jobs and refuses what cannot or must not be done. It only reads.
    ///
    /// # Errors
    ///
    /// The first refusal, with its [row](crate::Error::row): a field that the provider cannot honour, a guard, a quota, a
    /// sink that would not take the secret, an unfinished job that is about the same key.
    pub async fn plan(&self, jobs: Vec<Job>) -> Result<Plan> {
        let run = self.random_word();
        let rows = stream::iter(jobs.into_iter().enumerate());
        let looked_at: Vec<(PlannedRow, Entry)> = rows
            .map(|(row, job)| {
                let run = &run;
                async move {
                    self.plan_patiently(run, row, job).await.map_err(|error| error.in_row(row))
                }
            })
            .buffered(self.settings.concurrency)
            .try_collect()
            .await?;
        let (rows, entries): (Vec<_>, Vec<_>) = looked_at.into_iter().unzip();
        self.no_collision(&entries, &self.journal.unfinished()?)?;
        let quotas = |entry: &Entry| {
            self.providers
                .named(&entry.job.provider)
                .map_or(&[][..], |provider| provider.capabilities().quotas)
        };
        guard::quotas(
            entries.iter().map(|entry| (entry, quotas(entry))),
            &self.journal,
            self.clock.now(),
        )?;
        Ok(Plan { rows, entries })
    }

    /// Looks at a job again when the provider could not be reached; looking changes nothing.
    async fn plan_patiently(&self, run: &str, row: usize, job: Job) -> Result<(PlannedRow, Entry)> {
        let mut failures = 0;
        loop {
            let error = match self.plan_row(run, row, job.clone()).await {
                Err(error) => error,
                planned => return planned,
            };
            self.pace.note(&job.provider, &error, self.clock.now());
            let Some(pause) = patience(&error, failures) else { return Err(error) };
            failures += 1;
            self.clock.sleep(pause).await;
        }
    }

    async fn plan_row(&self, run: &str, row: usize, mut job: Job) -> Result<(PlannedRow, Entry)> {
        let provider = self.providers.named(&job.provider)?;
        let capabilities = provider.capabilities();
        let now = self.clock.now();
        let strategy = Strategy::of(&job.task, capabilities)?;
        capabilities.admit_owner(&job.owner)?;
        guard::overlap(&job, strategy)?;
        let old = match strategy {
            Strategy::Issue | Strategy::Replace => None,
            Strategy::Overlap | Strategy::ServerOverlap | Strategy::ExpiryOnly => {
                Some(self.old_key(&*provider, &job, now).await?)
            }
        };
        if let Some(old) = &old {
            inherit(capabilities, &mut job.request, old, now)?;
        }
        let tag = self.random_word();
        let named = attempt_request(capabilities, &job.request, &tag, LAST_ATTEMPT);
        capabilities.admit_create(&job.owner, &named)?;
        guard::an_end(capabilities, &job.request, now)?;
        guard::a_beginning(&job, now)?;
        guard::lockout(&job, &job.request, self.settings.caller)?;
        let outline = self.outline_of_planned(&*provider, &job, strategy);
        let sink = job.sink.open(&self.sinks)?;
        let mut entry = Entry::new(run, row, job.clone(), strategy, tag, now);
        entry.old = old.as_ref().map(|old| OldKey {
            id: old.id.clone(),
            fingerprint: old.fingerprint(),
            expires_at: old.details.expires_at.map(|end| end.instant()),
        });
        if strategy != Strategy::Issue && entry.old_fingerprint().is_none() {
            entry.in_place = in_place(&*provider, &*sink, &job, old.as_ref()).await?;
        }
        guard::not_in_use(&*provider, &entry)?;
        sink.preflight(&self.replaceable(&entry)?).await?;
        let notices = notices(&job, strategy, old.as_ref());
        let old_key = entry.old.as_ref().map(|old| old.id.clone());
        Ok((PlannedRow { job, outline, old_key, place: sink.place(), notices }, entry))
    }

    async fn old_key(&self, provider: &dyn Provider, job: &Job, now: Timestamp) -> Result<KeyInfo> {
        if let Task::Rotate { key: Some(id), .. } = &job.task {
            let mut key = provider.get(&job.owner, id).await?;
            let masked = provider.capabilities().list == Some(SecretVisibility::Masked);
            if key.secret == SeenSecret::Hidden && masked {
                let mut listed = provider.list(&job.owner).await?.into_iter();
                key.secret = listed
                    .find(|listed| listed.id == key.id)
                    .map_or(SeenSecret::Hidden, |listed| listed.secret);
            }
            return Ok(key);
        }
        let mut keys = provider.list(&job.owner).await?;
        let credential = provider.credential_fingerprint();
        keys.retain(|key| {
            key.details.is_live_at(now)
                && (key.fingerprint().is_none() || key.fingerprint() != credential)
        });
        let only = guard::the_only(job, keys)?;
        if !provider.capabilities().get {
            return Ok(only);
        }
        // A list may tell less of a key than the key itself, and more of its secret.
        let mut key = provider.get(&job.owner, &only.id).await?;
        if key.secret == SeenSecret::Hidden {
            key.secret = only.secret;
        }
        Ok(key)
    }
}

/// The fingerprint of the sink's secret, if that is the key to be replaced as far as anybody can tell.
async fn in_place(
    provider: &dyn Provider,
    sink: &dyn Sink,
    job: &Job,
    old: Option<&KeyInfo>,
) -> Result<Option<String>> {
    let there = sink.current().await?.filter(|there| old.is_none_or(|old| old.secret.fits(there)));
    let Some(there) = there.filter(|_| provider.capabilities().verify != VerifyMeans::None) else {
        return Ok(None);
    };
    let known = provider.verify(&job.owner, &there).await? == Verification::Valid;
    Ok(known.then(|| there.fingerprint()))
}

fn notices(job: &Job, strategy: Strategy, old: Option<&KeyInfo>) -> Vec<String> {
    let mut notices = Vec::new();
    match (strategy, old) {
        (Strategy::ExpiryOnly, Some(old)) => notices.push(match old.details.expires_at {
            Some(end) => format!("the old key {} works until {end}; no call ends it earlier", old.id),
            None => format!("the old key {} never expires, and no call ends it; delete it in the provider's panel", old.id),
        }),
        (Strategy::Replace, _) => {
            notices.push("the old key dies when the new one is made, before it is in its place".to_owned());
        }
        _ => {}
    }
    if !job.request.allow_list.values().is_empty() || !job.request.deny_list.values().is_empty() {
        notices.push(
            "the key is bound to addresses; it is tried from here only if they admit this program"
                .to_owned(),
        );
    }
    notices
}

/// Names are checked with the longest ending that they can get.
const LAST_ATTEMPT: u32 = 999;
