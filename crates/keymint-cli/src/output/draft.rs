//! Data on its way into a file.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::failure::Failure;

/// A file that its owner alone can read, and that is complete or not there.
#[derive(Debug)]
pub(super) struct Draft {
    path: PathBuf,
    file: NamedTempFile,
    force: bool,
}

impl Draft {
    /// Begins a file beside the place that it will take.
    pub(super) fn new(path: &Path, force: bool) -> Result<Self, Failure> {
        let place = path.display();
        match path.symlink_metadata() {
            Ok(there) if there.is_symlink() => {
                return Err(refused(
                    format!("{place} is a symbolic link"),
                    "give the path of the file itself",
                ));
            }
            Ok(there) if !there.is_file() => {
                return Err(refused(format!("{place} is no file"), "give another --out-file"));
            }
            Ok(_) if !force => return Err(occupied(path)),
            Ok(_) | Err(_) => {}
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let file = NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(|error| {
            let what = format!("{place} cannot be written: its folder takes no new file: {error}");
            refused(what, "give another --out-file")
        })?;
        Ok(Self { path: path.to_owned(), file, force })
    }

    pub(super) fn add(&self, text: &str) -> Result<(), Failure> {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        let mut file = self.file.as_file();
        let written = file.write_all(text.as_bytes()).and_then(|()| file.write_all(end.as_bytes()));
        written.map_err(|error| self.failed(&error))
    }

    /// Puts the file in its place, in one step.
    pub(super) fn close(self) -> Result<(), Failure> {
        self.file.as_file().sync_all().map_err(|error| self.failed(&error))?;
        let Self { path, file, force } = self;
        if force {
            file.persist(&path).map(drop).map_err(|error| {
                refused(
                    format!("{} cannot be written: {}", path.display(), error.error),
                    "give another --out-file",
                )
            })
        } else {
            // Somebody may have been quicker.
            file.persist_noclobber(&path).map(drop).map_err(|_there| occupied(&path))
        }
    }

    fn failed(&self, error: &std::io::Error) -> Failure {
        refused(
            format!("{} cannot be written: {error}", self.path.display()),
            "give another --out-file",
        )
    }
}

fn occupied(path: &Path) -> Failure {
    refused(
        format!("{} exists", path.display()),
        "give another --out-file, or replace it with --force",
    )
}

fn refused(message: String, hint: &str) -> Failure {
    Failure::usage(message).hint(hint)
}
