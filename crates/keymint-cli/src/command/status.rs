//! `keymint status`

use keymint::{EntryState, EntryStatus, SinkSpec, Task};
use serde_json::{Value, json};

use crate::arguments::{Form, Status};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Output, Table, to_the_second};
use crate::work;

/// Tells what the journal knows; another process may hold it meanwhile.
pub(super) fn run(arguments: &Status, output: &Output) -> Result<Exit, Failure> {
    let form = output.form()?;
    let path = work::journal_path(arguments.journal.as_deref())?;
    if work::is_nothing_begun(&path, output) {
        return Ok(Exit::Done);
    }
    let all = work::peek(&path)?;
    let shown: Vec<_> =
        all.iter().filter(|entry| arguments.all || entry.state == EntryState::Open).collect();
    match form {
        Form::Json => output.lines(shown.iter().map(|entry| object(entry)))?,
        Form::Human | Form::Env if shown.is_empty() => {}
        Form::Human | Form::Env => output.table(&table(&shown))?,
    }
    let open = all.iter().filter(|entry| entry.state == EntryState::Open).count();
    output.note(&match open {
        0 => format!("Nothing is unfinished; {} jobs are in the journal.", all.len()),
        _ => format!("{open} of {} jobs are unfinished; `keymint resume` goes on.", all.len()),
    });
    Ok(Exit::Done)
}

fn table(entries: &[&EntryStatus]) -> Table {
    let mut table = Table::new(&[
        "job", "task", "provider", "owner", "state", "step", "old key", "new key", "due", "place",
        "updated", "note",
    ]);
    for entry in entries {
        let state = match entry.state {
            EntryState::Done => Cell::new("done").good(),
            EntryState::Abandoned => Cell::new("abandoned").dim(),
            _ if entry.due.is_some() => Cell::new("waiting").doubtful(),
            EntryState::Open | _ => Cell::new("unfinished").bad(),
        };
        let notes = entry.note.iter().chain(&entry.attention);
        table.row(vec![
            Cell::optional(Some(entry.id)),
            Cell::new(task(&entry.job.task)),
            Cell::new(&entry.job.provider),
            Cell::new(entry.job.owner.to_string()),
            state,
            Cell::new(entry.step.as_str()),
            Cell::optional(entry.old_key.as_ref()),
            Cell::optional(entry.new_key.as_ref()),
            Cell::optional(entry.due.map(to_the_second)),
            Cell::new(place(&entry.job.sink)),
            Cell::new(to_the_second(entry.updated_at)).dim(),
            Cell::new(notes.cloned().collect::<Vec<_>>().join("; ")),
        ]);
    }
    table
}

fn object(entry: &EntryStatus) -> Value {
    json!({
        "job": entry.id,
        "run": entry.run,
        "row": entry.row,
        "task": task(&entry.job.task),
        "strategy": entry.strategy,
        "provider": entry.job.provider,
        "owner": entry.job.owner.to_string(),
        "state": entry.state,
        "step": entry.step,
        "old_id": entry.old_key,
        "id": entry.new_key,
        "fingerprint": entry.new_fingerprint,
        "due": entry.due.map(|due| due.to_string()),
        "place": place(&entry.job.sink),
        "note": entry.note,
        "attention": entry.attention,
        "updated_at": entry.updated_at.to_string(),
    })
}

fn task(task: &Task) -> &'static str {
    if *task == Task::Issue { "issue" } else { "rotate" }
}

/// Where the secret goes, without what a command's arguments may hold.
fn place(sink: &SinkSpec) -> String {
    match sink {
        SinkSpec::Stdout { .. } => "standard output".to_owned(),
        SinkSpec::File { path, .. } => path.display().to_string(),
        SinkSpec::Dotenv { path, variable, .. } => format!("{variable} in {}", path.display()),
        SinkSpec::Command { program, .. } => format!("command {program}"),
        SinkSpec::Keyring { service, user, .. } => format!("{user} of {service} in the key store"),
        SinkSpec::Named(name) => name.clone(),
        _ => "elsewhere".to_owned(),
    }
}
