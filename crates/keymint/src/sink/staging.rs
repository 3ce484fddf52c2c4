//! Files that are complete or not there, beside the file that they will replace.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use keymint_core::Secret;

use super::refused;
use crate::error::Result;

/// A file, and the hidden files beside it that wait to take its place.
#[derive(Clone, Debug)]
pub(super) struct Target {
    path: PathBuf,
}

impl Target {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The text of the file, if it exists. It is a secret.
    pub(super) fn read(&self) -> Result<Option<Secret>> {
        read(&self.path).map_err(|source| self.refused("cannot be read").because(source))
    }

    /// Checks that a file can be put in its place: the folder takes files, and no folder or link stands there.
    pub(super) fn check(&self) -> Result<()> {
        let there = fs::symlink_metadata(&self.path);
        if there.as_ref().is_ok_and(fs::Metadata::is_symlink) {
            return Err(self.refused("is a symbolic link; give the path of the file itself"));
        }
        if there.is_ok_and(|there| !there.is_file()) {
            return Err(self.refused("is no file; give another path"));
        }
        let probe = self.beside("probe");
        let written = match write_new(&probe, b"") {
            // Left behind by a process that was killed, or another row is looking too.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            result => result,
        };
        let result = written.and_then(|()| remove(&probe));
        result.map_err(|source| {
            self.refused("cannot be written: its folder takes no new file").because(source)
        })
    }

    /// Refuses a file that would keep on letting every user of the machine read what is put into it.
    pub(super) fn check_closed(&self) -> Result<()> {
        match fs::metadata(&self.path) {
            Ok(there) if is_open_to_all(&there) => Err(self.refused(
                "is open to every user of this machine; close it with `chmod o-rwx`, or force it",
            )),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Writes a text beside the file, durably; it takes the file's place later.
    pub(super) fn stage(&self, label: &str, text: &Secret) -> Result<()> {
        let result = self.replace(&self.beside(label), text);
        result.map_err(|source| self.refused("cannot be written").because(source))
    }

    /// The text that was staged under this label.
    pub(super) fn staged(&self, label: &str) -> Result<Option<Secret>> {
        read(&self.beside(label)).map_err(|source| self.refused("cannot be read").because(source))
    }

    /// Puts the staged text in the file's place, in one step.
    pub(super) fn promote(&self, label: &str) -> Result<()> {
        let result =
            fs::rename(self.beside(label), &self.path).and_then(|()| sync_folder(&self.path));
        result.map_err(|source| self.refused("cannot be replaced").because(source))
    }

    /// Puts a text in the file's place, in one step.
    pub(super) fn put(&self, text: &Secret) -> Result<()> {
        let result = self.replace(&self.path, text);
        result.map_err(|source| self.refused("cannot be replaced").because(source))
    }

    /// Removes what was staged under this label, if anything was.
    pub(super) fn unstage(&self, label: &str) -> Result<()> {
        let removed = remove(&self.beside(label)).and_then(|()| remove(&part(&self.beside(label))));
        removed.map_err(|source| self.refused("cannot be tidied up").because(source))
    }

    /// Runs while no other process, and no other thread, changes files in the folder in this way.
    pub(super) fn locked<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let lock = self.open_lock().and_then(|file| file.lock().map(|()| file));
        let _held = lock.map_err(|source| self.refused("cannot be locked").because(source))?;
        work()
    }

    /// The folder is the lock, so that nothing is left lying about.
    #[cfg(unix)]
    fn open_lock(&self) -> io::Result<File> {
        File::open(folder(&self.path))
    }

    #[cfg(not(unix))]
    fn open_lock(&self) -> io::Result<File> {
        OpenOptions::new().create(true).truncate(false).write(true).open(self.beside("lock"))
    }

    fn refused(&self, what: &str) -> crate::error::Error {
        refused(&self.path.display().to_string(), what)
    }

    /// A hidden file in the same folder, so that a rename stays within one file system.
    fn beside(&self, label: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(self.path.file_name().unwrap_or_default());
        name.push(format!(".keymint-{}", label.trim_start_matches("sha256:")));
        self.path.with_file_name(name)
    }

    /// Writes a file that is complete or not there, readable by its owner alone unless it was readable before.
    fn replace(&self, path: &Path, text: &Secret) -> io::Result<()> {
        let part = part(path);
        remove(&part)?;
        write_new(&part, text.expose().as_bytes())?;
        if path == self.path
            && let Ok(there) = fs::metadata(path)
        {
            fs::set_permissions(&part, there.permissions())?;
        }
        fs::rename(&part, path)?;
        sync_folder(path)
    }
}

fn part(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn read(path: &Path) -> io::Result<Option<Secret>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(Secret::new(text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Removes a file, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Writes a file that must not exist yet, for its owner's eyes, down to the disk.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = private(OpenOptions::new().write(true).create_new(true)).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the new file readable by its owner alone.
#[cfg(unix)]
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600)
}

#[cfg(not(unix))]
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Whether a file is one that no secret belongs in.
#[cfg(unix)]
fn is_open_to_all(file: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.permissions().mode() & 0o007 != 0
}

/// Elsewhere permissions are lists that the standard library cannot read.
#[cfg(not(unix))]
fn is_open_to_all(_: &fs::Metadata) -> bool {
    false
}

/// Makes a rename last; elsewhere than on Unix a folder cannot be opened, and needs not be.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder(path))?.sync_all() } else { Ok(()) }
}
