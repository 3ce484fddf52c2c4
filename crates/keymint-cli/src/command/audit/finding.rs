//! What the journal says of an owner's API keys, against what is there.

use std::sync::Arc;

use jiff::Timestamp;
use keymint::{
    EntryState, EntryStatus, Holding, KeyInfo, NameTag, Owner, Provider, Sink, SinkSpec,
    Verification,
};

use crate::failure::Failure;
use crate::output::to_the_second;

/// One thing that was looked at.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) provider: String,
    pub(super) owner: String,
    pub(super) key: Option<String>,
    pub(super) name: Option<String>,
    pub(super) text: String,
    /// Whether somebody must do something about it.
    pub(super) is_wrong: bool,
}

/// What the journal itself says is unfinished, or is a person's to look at.
pub(super) fn of_journal(entries: &[&EntryStatus]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for entry in entries {
        if entry.state == EntryState::Open {
            findings.push(unfinished(entry));
        }
        let attention = entry.attention.iter();
        findings.extend(
            attention.map(|text| finding(entry, format!("job {}: {text}", entry.id), true)),
        );
    }
    findings
}

fn unfinished(entry: &EntryStatus) -> Finding {
    match entry.due.filter(|due| due.instant() > Timestamp::now()) {
        Some(due) => {
            let text =
                format!("job {} waits; both keys work until {}", entry.id, to_the_second(due));
            finding(entry, text, false)
        }
        None => finding(
            entry,
            format!("job {} is unfinished, at the step {}", entry.id, entry.step),
            true,
        ),
    }
}

/// The place that holds the secret of a finished job, unless a later job delivered to it too.
fn place_of(entry: &EntryStatus, all: &[&EntryStatus]) -> Result<Option<Arc<dyn Sink>>, Failure> {
    let replaced = all.iter().any(|later| later.id > entry.id && later.job.sink == entry.job.sink);
    if entry.state != EntryState::Done || replaced {
        return Ok(None);
    }
    // A sink of an application is not ours to ask.
    let ours = !matches!(entry.job.sink, SinkSpec::Named(_));
    Ok(ours.then(|| entry.job.sink.to_sink()).transpose()?)
}

/// Whether the place that a job delivered to holds the secret of its key.
pub(super) async fn of_place(
    entry: &EntryStatus,
    all: &[&EntryStatus],
) -> Result<Option<Finding>, Failure> {
    let Some(fingerprint) = &entry.new_fingerprint else { return Ok(None) };
    let Some(sink) = place_of(entry, all)? else { return Ok(None) };
    let (text, is_wrong) = match sink.holds(fingerprint).await? {
        Holding::Current => (format!("{} holds its secret", sink.place()), false),
        // Standard output and commands cannot be asked.
        Holding::Unknown => return Ok(None),
        Holding::Staged | Holding::Absent | _ => {
            (format!("{} does not hold its secret", sink.place()), true)
        }
    };
    Ok(Some(finding(entry, text, is_wrong)))
}

/// Where nothing can be listed: whether the secret in its place works, which is all that can be found out.
pub(super) async fn of_secret(
    provider: &dyn Provider,
    entry: &EntryStatus,
    all: &[&EntryStatus],
) -> Result<Option<Finding>, Failure> {
    let Some(fingerprint) = &entry.new_fingerprint else { return Ok(None) };
    let Some(sink) = place_of(entry, all)? else { return Ok(None) };
    let Some(secret) = sink.recall(fingerprint).await? else { return Ok(None) };
    let verified = provider.verify(&entry.job.owner, &secret).await;
    let (text, is_wrong) = match verified.map_err(|error| Failure::reading(&error))? {
        Verification::Valid => (format!("the secret in {} works", sink.place()), false),
        Verification::Invalid => (format!("the secret in {} does not work", sink.place()), true),
        Verification::Unknown | _ => return Ok(None),
    };
    Ok(Some(finding(entry, text, is_wrong)))
}

/// Says that a provider shows no keys, so that nobody takes silence for a clean bill.
pub(super) fn unlisted(provider: &str, owner: &Owner) -> Finding {
    Finding {
        provider: provider.to_owned(),
        owner: owner.to_string(),
        key: None,
        name: None,
        text: "cannot be listed: no call of the provider shows its API keys, so one that no job knows of stays unseen"
            .to_owned(),
        is_wrong: false,
    }
}

/// What an API key at the provider is to the journal.
pub(super) fn of_key(key: &KeyInfo, entries: &[&EntryStatus]) -> Finding {
    let live = key.details.is_live_at(Timestamp::now());
    let made = entries.iter().any(|entry| entry.new_key.as_ref() == Some(&key.id));
    let replaced = entries
        .iter()
        .any(|entry| entry.state == EntryState::Done && entry.old_key.as_ref() == Some(&key.id));
    let leaving = entries
        .iter()
        .any(|entry| entry.state == EntryState::Open && entry.old_key.as_ref() == Some(&key.id));
    let ours = key.details.name.as_deref().is_some_and(|name| NameTag::of(name).is_some());
    let ends = key.details.expires_at.map(|end| end.to_string());
    let (text, is_wrong) = match (live, replaced, made, ours) {
        (false, _, true, _) if !replaced => {
            ("was made by a job, and does not work".to_owned(), true)
        }
        (false, _, _, _) => ("has ended".to_owned(), false),
        (true, _, _, _) if leaving => ("is being replaced".to_owned(), false),
        (true, true, _, _) => match ends {
            Some(end) => (format!("was replaced, and works until {end}"), false),
            None => ("was replaced, and still works".to_owned(), true),
        },
        (true, false, true, _) => ("is the work of a job, and works".to_owned(), false),
        (true, false, false, true) => {
            ("bears the mark of a job, and no job knows of it: nobody may hold it".to_owned(), true)
        }
        (true, false, false, false) => ("is not the work of a job".to_owned(), false),
    };
    Finding {
        provider: key.provider.to_owned(),
        owner: key.owner.to_string(),
        key: Some(key.id.to_string()),
        name: key.details.name.clone(),
        text,
        is_wrong,
    }
}

fn finding(entry: &EntryStatus, text: String, is_wrong: bool) -> Finding {
    Finding {
        provider: entry.job.provider.clone(),
        owner: entry.job.owner.to_string(),
        key: entry.new_key.as_ref().map(ToString::to_string),
        name: None,
        text,
        is_wrong,
    }
}
