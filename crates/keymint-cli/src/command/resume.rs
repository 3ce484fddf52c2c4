//! `keymint resume`

use std::sync::Arc;

use keymint::{EntryState, EntryStatus, Journal};

use crate::arguments::Resume;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::interrupt;
use crate::output::Output;
use crate::progress::Progress;
use crate::work::{self, report};

/// Finishes what an interrupted apply or rotate left.
pub(super) async fn run(arguments: &Resume, output: &Output) -> Result<Exit, Failure> {
    output.form()?;
    let path = work::journal_path(arguments.work.journal.as_deref())?;
    if !path.exists() {
        output.note(&format!("There is no journal at {}: nothing was ever begun.", path.display()));
        return Ok(Exit::Done);
    }
    let journal = work::open_journal(&path)?;
    let open = unfinished(&journal)?;
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

    let result = interrupt::or_resume(worker.resume()).await;
    progress.clear();
    let report = result??;

    report::tell(&report, on_stdout, output)?;
    report::conclude(&report)
}

fn unfinished(journal: &Journal) -> Result<Vec<EntryStatus>, Failure> {
    let mut all = journal.status()?;
    all.retain(|entry| entry.state == EntryState::Open);
    Ok(all)
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
