//! What survives a crash: every step, written before and after it is taken.

mod file;
mod rows;
mod schema;

use std::fmt;
use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use keymint_core::DateTime;
use rusqlite::{Connection, OpenFlags};

use super::entry::{Entry, EntryId, EntryState, EntryStatus};
use super::mark::{Mark, Phase, Step};
use crate::error::{Error, ErrorKind, Result};

/// The record of jobs: which step each is at, which keys were made and what is left to do.
///
/// It is a database file, readable by its owner alone, written through to the disk with every step. It holds names, ids
/// and fingerprints, and never a secret. One process at a time can hold it.
///
/// ```
/// use keymint::Journal;
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("keymint.journal");
///
/// let journal = Journal::open(&path)?;
///
/// assert!(journal.status()?.is_empty());
/// assert!(Journal::open(&path).is_err(), "it is held already");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Journal {
    shared: Arc<Shared>,
}

struct Shared {
    connection: Mutex<Connection>,
    /// Held as long as the journal is, by the process; let go of by the system when the process is killed.
    _lock: Option<File>,
    place: String,
}

/// Something that was written to the journal.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// The job.
    pub entry: EntryId,
    /// When it was written.
    pub at: DateTime,
    /// The step.
    pub step: Step,
    /// What was known of it.
    pub phase: Phase,
    /// Which attempt at making a key it belongs to, counted from 1; 0 before the first.
    pub attempt: u32,
    /// Why, where there is a reason to give.
    pub note: Option<String>,
}

impl Journal {
    /// Opens a journal, or makes a new one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`] when another process holds it, when the file is something else or of a later version,
    /// and when it cannot be read or written.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let lock = file::claim(path)?;
        let connection = Connection::open(path).map_err(failed)?;
        schema::prepare(&connection)?;
        Ok(Self::of(connection, Some(lock), path.display().to_string()))
    }

    /// Makes a journal that does not outlive its process, for tests and for work that may be lost.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`] when there is no memory for it.
    pub fn in_memory() -> Result<Self> {
        let connection = Connection::open_in_memory().map_err(failed)?;
        schema::prepare(&connection)?;
        Ok(Self::of(connection, None, "memory".to_owned()))
    }

    /// Reads what a journal says, even while another process holds it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`] when there is none, or it cannot be read.
    pub fn peek(path: impl AsRef<Path>) -> Result<Vec<EntryStatus>> {
        let connection =
            Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(failed)?;
        schema::check(&connection)?;
        Ok(rows::all(&connection)?.iter().map(Entry::status).collect())
    }

    /// Tells of every job, the latest last.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`] when it cannot be read.
    pub fn status(&self) -> Result<Vec<EntryStatus>> {
        Ok(rows::all(&self.connection())?.iter().map(Entry::status).collect())
    }

    /// Tells everything that happened to a job, in order.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`] when it cannot be read.
    pub fn history(&self, entry: EntryId) -> Result<Vec<Event>> {
        rows::events(&self.connection(), entry)
    }

    /// Takes a job out of the worker's hands; what it left behind is a person's to look at.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`] when there is no such unfinished job, [`ErrorKind::Journal`] when it cannot be written.
    pub fn abandon(&self, entry: EntryId) -> Result<()> {
        let mut found = rows::all(&self.connection())?
            .into_iter()
            .find(|found| found.id == entry.0 && found.state == EntryState::Open)
            .ok_or_else(|| {
                Error::new(ErrorKind::NotFound, "the journal has no such unfinished job")
            })?;
        found.state = EntryState::Abandoned;
        found.updated_at = Timestamp::now();
        let mark = mark_of(&found, Phase::Failed);
        self.write(&found, &mark, Some("taken out of the worker's hands"))
    }

    /// Adds jobs, all or none; each gets its number.
    pub(super) fn insert(&self, entries: &mut [Entry]) -> Result<()> {
        let mut connection = self.connection();
        let transaction = connection.transaction().map_err(failed)?;
        for entry in entries.iter_mut() {
            entry.id = rows::insert(&transaction, entry)?;
            let mark = mark_of(entry, Phase::Planned);
            rows::event(&transaction, entry, &mark, None)?;
        }
        transaction.commit().map_err(failed)
    }

    /// Writes a job as it is now, and what happened, in one.
    pub(super) fn write(&self, entry: &Entry, mark: &Mark, note: Option<&str>) -> Result<()> {
        let mut connection = self.connection();
        let transaction = connection.transaction().map_err(failed)?;
        rows::update(&transaction, entry)?;
        rows::event(&transaction, entry, mark, note)?;
        transaction.commit().map_err(failed)
    }

    /// The jobs that are not finished.
    pub(super) fn unfinished(&self) -> Result<Vec<Entry>> {
        let all = rows::all(&self.connection())?;
        Ok(all.into_iter().filter(|entry| entry.state == EntryState::Open).collect())
    }

    /// The jobs that a plan of that moment could not know of, or must not touch: unfinished, or written to since.
    pub(super) fn rivals(&self, planned_at: Timestamp) -> Result<Vec<Entry>> {
        let all = rows::all(&self.connection())?;
        let rival =
            |entry: &Entry| entry.state == EntryState::Open || entry.updated_at > planned_at;
        Ok(all.into_iter().filter(rival).collect())
    }

    /// How many creations were begun for an owner since then.
    pub(super) fn creations_since(
        &self,
        provider: &str,
        owner: &str,
        since: Timestamp,
    ) -> Result<u32> {
        rows::creations_since(&self.connection(), provider, owner, since)
    }

    /// The fingerprints of every key that was ever made for an owner.
    pub(super) fn fingerprints(&self, provider: &str, owner: &str) -> Result<Vec<String>> {
        let entries = rows::of_owner(&self.connection(), provider, owner)?;
        Ok(entries.iter().flat_map(Entry::own_fingerprints).collect())
    }

    fn of(connection: Connection, lock: Option<File>, place: String) -> Self {
        Self { shared: Arc::new(Shared { connection: Mutex::new(connection), _lock: lock, place }) }
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // What a panic elsewhere left undone was never committed.
        self.shared.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal").field("place", &self.shared.place).finish_non_exhaustive()
    }
}

/// What is said about a job at this moment.
pub(super) fn mark_of(entry: &Entry, phase: Phase) -> Mark {
    Mark {
        entry: EntryId(entry.id),
        row: entry.row,
        provider: entry.job.provider.clone(),
        owner: entry.job.owner.to_string(),
        step: entry.step,
        phase,
        attempt: entry.attempt_number(),
    }
}

fn failed(source: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode::{
        DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase, ReadOnly,
    };
    let what = match source.sqlite_error_code() {
        Some(NotADatabase) => "the file is no journal, or is damaged; give another path",
        Some(DatabaseCorrupt) => schema::DAMAGED,
        Some(DiskFull) => {
            "the disk is full, so the journal cannot be written; make room, then resume"
        }
        Some(ReadOnly) => "the journal cannot be written; make its file and its folder writable",
        Some(DatabaseBusy | DatabaseLocked) => {
            "another program holds the journal's file; wait until it lets go of it"
        }
        _ => "the journal could not be read or written",
    };
    Error::new(ErrorKind::Journal, what).because(source)
}
