//! Jobs and events as rows.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Event, failed};
use crate::error::{Error, ErrorKind, Result};
use crate::rotation::entry::{Entry, EntryId};
use crate::rotation::mark::{Mark, Phase, Step};

/// Adds a job and tells its number.
pub(super) fn insert(connection: &Connection, entry: &Entry) -> Result<i64> {
    let statement = "INSERT INTO entry (run, row, provider, owner, state, step, updated_at, body)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let values = params![
        entry.run,
        i64::try_from(entry.row).unwrap_or(i64::MAX),
        entry.job.provider,
        entry.job.owner.to_string(),
        word(&entry.state)?,
        entry.step.as_str(),
        entry.updated_at.as_millisecond(),
        body(entry)?,
    ];
    connection.prepare_cached(statement).and_then(|mut it| it.insert(values)).map_err(failed)
}

/// Writes a job as it is now.
pub(super) fn update(connection: &Connection, entry: &Entry) -> Result<()> {
    let statement =
        "UPDATE entry SET state = ?2, step = ?3, updated_at = ?4, body = ?5 WHERE id = ?1";
    let values = params![
        entry.id,
        word(&entry.state)?,
        entry.step.as_str(),
        entry.updated_at.as_millisecond(),
        body(entry)?
    ];
    let changed = connection
        .prepare_cached(statement)
        .and_then(|mut it| it.execute(values))
        .map_err(failed)?;
    match changed {
        1 => Ok(()),
        _ => Err(Error::new(ErrorKind::Journal, "the journal has lost a job")),
    }
}

/// Adds what happened.
pub(super) fn event(
    connection: &Connection,
    entry: &Entry,
    mark: &Mark,
    note: Option<&str>,
) -> Result<()> {
    let statement =
        "INSERT INTO event (entry, at, step, phase, attempt, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let values = params![
        entry.id,
        entry.updated_at.as_millisecond(),
        mark.step.as_str(),
        mark.phase.as_str(),
        mark.attempt,
        note
    ];
    connection
        .prepare_cached(statement)
        .and_then(|mut it| it.execute(values))
        .map(drop)
        .map_err(failed)
}

/// Every job, the latest last.
pub(super) fn all(connection: &Connection) -> Result<Vec<Entry>> {
    entries(connection, "SELECT id, body FROM entry ORDER BY id", &[])
}

/// Every job for an owner.
pub(super) fn of_owner(connection: &Connection, provider: &str, owner: &str) -> Result<Vec<Entry>> {
    let statement = "SELECT id, body FROM entry WHERE provider = ?1 AND owner = ?2 ORDER BY id";
    entries(connection, statement, &[provider, owner])
}

fn entries(connection: &Connection, statement: &str, values: &[&str]) -> Result<Vec<Entry>> {
    let mut statement = connection.prepare_cached(statement).map_err(failed)?;
    let values = rusqlite::params_from_iter(values);
    let rows = statement.query_map(values, |row| Ok((row.get(0)?, row.get(1)?))).map_err(failed)?;
    rows.map(|row| {
        let (id, body): (i64, String) = row.map_err(failed)?;
        let mut entry: Entry = serde_json::from_str(&body).map_err(unreadable)?;
        entry.id = id;
        Ok(entry)
    })
    .collect()
}

/// Everything that happened to a job, in order.
pub(super) fn events(connection: &Connection, entry: EntryId) -> Result<Vec<Event>> {
    let statement = "SELECT at, step, phase, attempt, note FROM event WHERE entry = ?1 ORDER BY id";
    let mut statement = connection.prepare_cached(statement).map_err(failed)?;
    let mut rows = statement.query([entry.0]).map_err(failed)?;
    let mut events = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        events.push(read_event(entry, row)?);
    }
    Ok(events)
}

/// How many creations were begun for an owner since then.
pub(super) fn creations_since(
    connection: &Connection,
    provider: &str,
    owner: &str,
    since: Timestamp,
) -> Result<u32> {
    let statement = "SELECT count(*) FROM event JOIN entry ON entry.id = event.entry
                     WHERE event.step = ?1 AND event.phase = ?2 AND event.at > ?3
                       AND entry.provider = ?4 AND entry.owner = ?5";
    let values = params![
        Step::Create.as_str(),
        Phase::Before.as_str(),
        since.as_millisecond(),
        provider,
        owner
    ];
    connection.query_row(statement, values, |row| row.get(0)).map_err(failed)
}

fn read_event(entry: EntryId, row: &Row<'_>) -> Result<Event> {
    let at: i64 = row.get(0).map_err(failed)?;
    let step: String = row.get(1).map_err(failed)?;
    let phase: String = row.get(2).map_err(failed)?;
    Ok(Event {
        entry,
        at: Timestamp::from_millisecond(at).unwrap_or_default().into(),
        step: from_word(step)?,
        phase: from_word(phase)?,
        attempt: row.get(3).map_err(failed)?,
        note: row.get(4).map_err(failed)?,
    })
}

fn body(entry: &Entry) -> Result<String> {
    serde_json::to_string(entry).map_err(unreadable)
}

fn word<T: Serialize>(value: &T) -> Result<String> {
    let value = serde_json::to_value(value).map_err(unreadable)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

fn from_word<T: DeserializeOwned>(word: String) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(word)).map_err(unreadable)
}

fn unreadable(source: serde_json::Error) -> Error {
    Error::new(ErrorKind::Journal, "the journal holds what this version cannot read")
        .because(source)
}
