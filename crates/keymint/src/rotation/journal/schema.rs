//! The journal's tables, by version.

use rusqlite::Connection;

use super::failed;
use crate::error::{Error, ErrorKind, Result};

/// Sets a connection up for writing, in a new file or in one of ours.
pub(super) fn prepare(connection: &Connection) -> Result<()> {
    let empty = tables(connection)? == 0;
    if !empty {
        check(connection)?;
        examine(connection)?;
    }
    // A write-ahead log whose every commit reaches the disk: a killed process and a cut power cord lose nothing.
    connection.pragma_update(None, "journal_mode", "WAL").map_err(failed)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(failed)?;
    if empty {
        let make = format!("BEGIN IMMEDIATE; {TABLES} COMMIT;");
        connection.execute_batch(&make).map_err(failed)?;
    }
    Ok(())
}

/// Refuses a file that is none of ours, or of a version to come.
pub(super) fn check(connection: &Connection) -> Result<()> {
    let pragma = |name: &str| {
        connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(failed)
    };
    if pragma("application_id")? != APPLICATION {
        return Err(Error::new(
            ErrorKind::Journal,
            "the file is no journal of this program; give another path",
        ));
    }
    if pragma("user_version")? != VERSION {
        let what = "the journal was written by a later version of this program; use that version";
        return Err(Error::new(ErrorKind::Journal, what));
    }
    Ok(())
}

/// Refuses a damaged file: what it says of keys cannot be relied on.
fn examine(connection: &Connection) -> Result<()> {
    let verdict: String =
        connection.query_row("PRAGMA quick_check(1)", (), |row| row.get(0)).map_err(failed)?;
    if verdict == "ok" { Ok(()) } else { Err(Error::new(ErrorKind::Journal, DAMAGED)) }
}

fn tables(connection: &Connection) -> Result<i64> {
    let count = "SELECT count(*) FROM sqlite_schema";
    connection.query_row(count, (), |row| row.get(0)).map_err(failed)
}

pub(super) const DAMAGED: &str = "the journal is damaged; put back a copy, or give another path and look at the keys of its jobs";

/// Marks the file as ours: the letters `KMJR`.
const APPLICATION: i64 = 0x4b4d_4a52;
const VERSION: i64 = 1;

const TABLES: &str = "
    PRAGMA application_id = 0x4b4d4a52;
    PRAGMA user_version = 1;
    CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        run TEXT NOT NULL,
        row INTEGER NOT NULL,
        provider TEXT NOT NULL,
        owner TEXT NOT NULL,
        state TEXT NOT NULL,
        step TEXT NOT NULL,
        updated_at INTEGER NOT NULL,
        body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX entry_owner ON entry (provider, owner);
    CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        entry INTEGER NOT NULL REFERENCES entry (id),
        at INTEGER NOT NULL,
        step TEXT NOT NULL,
        phase TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        note TEXT
    ) STRICT;
    CREATE INDEX event_entry ON event (entry);
    CREATE INDEX event_step ON event (step, phase, at);
";
