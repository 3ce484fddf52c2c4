//! What became of jobs, as people and as programs read it.

use keymint::{Report, RowOutcome, RowReport};
use serde_json::{Value, json};

use crate::arguments::Form;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::interrupt;
use crate::output::{Cell, Output, Table, to_the_second};

/// Tells what became of every job; standard output is left to the secrets where they go there.
pub(crate) fn tell(
    report: &Report,
    secrets_on_stdout: bool,
    output: &Output,
) -> Result<(), Failure> {
    match (output.asked(), secrets_on_stdout) {
        (Form::Json, false) => output.lines(report.rows.iter().map(object))?,
        (Form::Human | Form::Env, false) => output.table(&table(report))?,
        (_, true) => {}
    }
    for row in &report.rows {
        for text in &row.attention {
            output.warn(&format!("job {}: {text}", row.entry));
        }
    }
    Ok(())
}

/// The exit code of a report: whatever is not done can be gone on with.
pub(crate) fn conclude(report: &Report) -> Result<Exit, Failure> {
    if report.is_complete() {
        return Ok(Exit::Done);
    }
    let of = report.rows.len();
    if let Some((row, error)) = report.failures().next() {
        let failed = report.failures().count();
        let first = format!("job {} ({} {}): {error}", row.entry, row.provider, row.owner);
        let message = format!("{failed} of {of} jobs stopped; {first}");
        return Err(
            Failure::partly(message).hint("`keymint status` tells, `keymint resume` goes on")
        );
    }
    let left = report.rows.iter().filter(|row| matches!(row.outcome, RowOutcome::Left)).count();
    if left > 0 {
        return Err(interrupt::left(left, of));
    }
    let ends = report.rows.iter().filter_map(|row| match &row.outcome {
        RowOutcome::Waiting(due) => Some(*due),
        RowOutcome::Done | RowOutcome::Left | RowOutcome::Failed(_) | _ => None,
    });
    let last = ends.max().map_or_else(String::new, to_the_second);
    let message =
        "the new API key is in its place, and the old one works until the end of the overlap";
    Err(Failure::waiting(message).hint(format!("`keymint resume` after {last} ends the old one")))
}

fn table(report: &Report) -> Table {
    let mut table = Table::new(&[
        "job",
        "provider",
        "owner",
        "old key",
        "new key",
        "fingerprint",
        "state",
        "until",
        "why",
    ]);
    for row in &report.rows {
        let (state, until, why) = match &row.outcome {
            RowOutcome::Done => (Cell::new("done").good(), Cell::default(), Cell::default()),
            RowOutcome::Waiting(due) => {
                (Cell::new("waiting").doubtful(), Cell::new(to_the_second(*due)), Cell::default())
            }
            RowOutcome::Left => (Cell::new("left").doubtful(), Cell::default(), Cell::default()),
            RowOutcome::Failed(error) => {
                (Cell::new("stopped").bad(), Cell::default(), Cell::optional(Some(error)))
            }
            _ => (Cell::new("unknown").doubtful(), Cell::default(), Cell::default()),
        };
        table.row(vec![
            Cell::optional(Some(row.entry)),
            Cell::new(&row.provider),
            Cell::new(row.owner.to_string()),
            Cell::optional(row.old_key.as_ref()),
            Cell::optional(row.new_key.as_ref()).bold(),
            Cell::optional(row.new_fingerprint.as_ref()),
            state,
            until,
            why,
        ]);
    }
    table
}

fn object(row: &RowReport) -> Value {
    let (state, due, error) = match &row.outcome {
        RowOutcome::Done => ("done", None, None),
        RowOutcome::Waiting(due) => ("waiting", Some(due.to_string()), None),
        RowOutcome::Left => ("left", None, None),
        RowOutcome::Failed(error) => ("stopped", None, Some(error.to_string())),
        _ => ("unknown", None, None),
    };
    json!({
        "job": row.entry,
        "provider": row.provider,
        "owner": row.owner.to_string(),
        "state": state,
        "old_id": row.old_key,
        "id": row.new_key,
        "fingerprint": row.new_fingerprint,
        "old_ends_at": due,
        "error": error,
        "attention": row.attention,
    })
}
