//! The journal's file, and who holds it.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _};
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};
use crate::sink::private;

/// Makes the file if there is none, for its owner's eyes, and claims it for this process.
pub(super) fn claim(path: &Path) -> Result<File> {
    let refuse = |what: &'static str| Error::new(ErrorKind::Journal, what);
    let open = |path: &Path| {
        private(OpenOptions::new().create(true).truncate(false).read(true).write(true)).open(path)
    };
    let cannot = |source: io::Error| {
        refuse("the journal's file cannot be made or opened; check its folder").because(source)
    };
    let mut file = open(path).map_err(cannot)?;
    let mut start = Vec::new();
    file.by_ref().take(MAGIC.len() as u64).read_to_end(&mut start).map_err(cannot)?;
    // A file of zeros, as a cut power cord may leave it, would otherwise count as a new one.
    if !start.is_empty() && start != MAGIC {
        return Err(refuse("the file is no journal, or is damaged; give another path"));
    }
    drop(file);
    let mut name = OsString::from(path);
    name.push(".lock");
    let lock = open(Path::new(&name)).map_err(cannot)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => {
            Err(refuse("another process holds the journal; wait for it, or use another journal"))
        }
        Err(TryLockError::Error(source)) => Err(cannot(source)),
    }
}

/// How every file of the database library begins.
const MAGIC: &[u8] = b"SQLite format 3\0";
