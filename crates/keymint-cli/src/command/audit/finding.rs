//! What the journal says of an owner's API keys, against what is there.

use jiff::Timestamp;
use keymint::{DotenvSink, EntryState, EntryStatus, FileSink, Holding, KeyInfo, Sink, SinkSpec};

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

/// Whether the place that a job delivered to holds the secret of its key, or of a later one.
pub(super) async fn of_place(
    entry: &EntryStatus,
    all: &[&EntryStatus],
) -> Result<Option<Finding>, Failure> {
    let (Some(fingerprint), EntryState::Done) = (&entry.new_fingerprint, entry.state) else {
        return Ok(None);
    };
    let replaced = all.iter().any(|later| later.id > entry.id && later.job.sink == entry.job.sink);
    let sink: Box<dyn Sink> = match &entry.job.sink {
        _ if replaced => return Ok(None),
        SinkSpec::File { path, rendering, .. } => {
            Box::new(FileSink::new(path).rendering(rendering.clone()))
        }
        SinkSpec::Dotenv { path, variable, .. } => Box::new(DotenvSink::new(path, variable)?),
        // Others cannot be asked.
        SinkSpec::Stdout { .. } | SinkSpec::Command { .. } | SinkSpec::Named(_) | _ => {
            return Ok(None);
        }
    };
    let (text, is_wrong) = match sink.holds(fingerprint).await? {
        Holding::Current => (format!("{} holds its secret", sink.place()), false),
        Holding::Staged | Holding::Absent | Holding::Unknown | _ => {
            (format!("{} does not hold its secret", sink.place()), true)
        }
    };
    Ok(Some(finding(entry, text, is_wrong)))
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
    let ours = key.details.name.as_deref().is_some_and(is_tagged);
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

/// Whether a name ends in what the worker puts there: `#`, ten hexadecimal digits, a dot and a number.
fn is_tagged(name: &str) -> bool {
    let tag = name.rsplit_once('#').and_then(|(_, tag)| tag.split_once('.'));
    tag.is_some_and(|(word, attempt)| {
        word.len() == WORD_LENGTH
            && word.bytes().all(|b| b.is_ascii_hexdigit())
            && !attempt.is_empty()
            && attempt.bytes().all(|b| b.is_ascii_digit())
    })
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

/// How long the word of a tag is.
const WORD_LENGTH: usize = 10;

#[cfg(test)]
mod tests {
    use super::is_tagged;

    #[test]
    fn the_mark_of_a_job_is_told_from_other_names() {
        assert!(is_tagged("billing#0123456789.2"));
        assert!(
            !["billing", "ticket #4711", "a#0123456789", "a#0123456789.", "a#012345678x.1"]
                .into_iter()
                .any(is_tagged)
        );
    }
}
