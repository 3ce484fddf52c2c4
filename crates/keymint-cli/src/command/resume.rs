//! `keymint resume`

use std::path::Path;
use std::sync::Arc;

use keymint::{EntryState, EntryStatus, Journal};
use serde_json::{Map, json};

use crate::arguments::Resume;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::interrupt;
use crate::outline::Outline;
use crate::output::{Output, to_the_second};
use crate::progress::Progress;
use crate::work::{self, report};

/// Finishes what an interrupted apply or rotate left.
pub(super) async fn run(arguments: &Resume, output: &Output) -> Result<Exit, Failure> {
    output.form()?;
    let path = work::journal_path(arguments.work.journal.as_deref())?;
    if work::is_nothing_begun(&path, output) {
        return Ok(Exit::Done);
    }
    if arguments.dry_run {
        return dry_run(arguments, &path, output).await;
    }
    let journal = work::open_journal(&path)?;
    let open = unfinished(journal.status()?);
    if let Some(job) = arguments.abandon {
        return abandon(job, &open, &journal, output);
    }
    if open.is_empty() {
        output.note("Nothing is unfinished.");
        return Ok(Exit::Done);
    }
    let jobs: Vec<_> = open.iter().map(|entry| &entry.job).collect();
    let on_stdout = work::uses_stdout(&jobs, arguments.reveal, output)?;
    let kinds = work::kinds(&jobs)?;
    let reached = work::reach(&kinds, &arguments.connection, false)?;
    let progress = Progress::new(open.len());
    let observer = Arc::clone(&progress);
    let worker = work::worker(&reached, journal, &arguments.work, &arguments.connection, observer);

    let result = interrupt::or_stop(worker.resume(), &worker, output).await;
    progress.clear();
    let report = result??;

    report::tell(&report, on_stdout, output)?;
    report::conclude(&report)
}

/// Tells what is left to do; another process may hold the journal meanwhile.
async fn dry_run(arguments: &Resume, path: &Path, output: &Output) -> Result<Exit, Failure> {
    let open = unfinished(work::peek(path)?);
    if open.is_empty() {
        output.note("Nothing is unfinished.");
        return Ok(Exit::Done);
    }
    let jobs: Vec<_> = open.iter().map(|entry| &entry.job).collect();
    let reached = work::reach(&work::kinds(&jobs)?, &arguments.connection, true)?;
    let worker = work::rehearsal(&reached, &arguments.work, &arguments.connection)?;
    for entry in &open {
        let Some(one) = reached.iter().find(|one| one.kind.name() == entry.job.provider) else {
            continue;
        };
        let outline = worker.outline_of(entry).await?;
        let mut fields = Map::new();
        fields.insert("job".to_owned(), json!(entry.id));
        fields.insert("strategy".to_owned(), outline.strategy.to_string().into());
        fields.insert("step".to_owned(), entry.step.as_str().into());
        if let Some(due) = entry.due {
            fields.insert("due".to_owned(), to_the_second(due).into());
        }
        let owner = entry.job.owner.to_string();
        Outline::of_job(one, owner, &outline.calls, fields).print(output)?;
    }
    Ok(Exit::Done)
}

fn unfinished(mut all: Vec<EntryStatus>) -> Vec<EntryStatus> {
    all.retain(|entry| entry.state == EntryState::Open);
    all
}

fn abandon(
    job: u64,
    open: &[EntryStatus],
    journal: &Journal,
    output: &Output,
) -> Result<Exit, Failure> {
    let Some(entry) = open.iter().find(|entry| entry.id.to_string() == job.to_string()) else {
        return Err(Failure::usage(format!("the journal has no unfinished job {job}"))
            .hint("`keymint status` lists them"));
    };
    journal.abandon(entry.id)?;
    output.note(&format!("Job {job} is taken out of the journal's unfinished ones."));
    if let Some(key) = &entry.new_key {
        output.warn(&format!("the API key {key} that it made still exists"));
    }
    Ok(Exit::Done)
}
