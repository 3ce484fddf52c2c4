//! Files that are written all together or not at all.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// What was there before each file was written.
#[derive(Debug)]
pub(super) struct Undo<'r> {
    root: &'r Path,
    files: Vec<(String, Option<String>)>,
    folders: Vec<PathBuf>,
}

impl<'r> Undo<'r> {
    /// Nothing is written yet.
    pub(super) fn new(root: &'r Path) -> Self {
        Self { root, files: Vec::new(), folders: Vec::new() }
    }

    /// Writes a file, and the folders that it needs.
    pub(super) fn write(&mut self, file: &str, text: &str) -> Result<()> {
        self.remember(file)?;

        let path = self.root.join(file);
        let missing: Vec<_> =
            path.ancestors().skip(1).take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder).with_context(|| format!("{file} has no folder"))?;
            self.folders.push(folder.to_owned());
        }
        fs::write(&path, text).with_context(|| format!("{file} could not be written"))
    }

    /// Writes a file anew from what stands in it.
    pub(super) fn change(
        &mut self,
        file: &str,
        change: impl FnOnce(&str) -> Result<String>,
    ) -> Result<()> {
        let text = fs::read_to_string(self.root.join(file))
            .with_context(|| format!("{file} could not be read"))?;
        let changed = change(&text).with_context(|| file.to_owned())?;
        self.write(file, &changed)
    }

    /// Remembers a file that somebody else will write.
    pub(super) fn remember(&mut self, file: &str) -> Result<()> {
        if self.files.iter().any(|(known, _)| known == file) {
            return Ok(());
        }
        let there = match fs::read_to_string(self.root.join(file)) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("{file} could not be read")),
        };
        self.files.push((file.to_owned(), there));
        Ok(())
    }

    /// Puts everything back; goes on after a failure, and tells it at the end.
    pub(super) fn restore(self) -> Result<()> {
        let mut failed = Vec::new();

        for (file, before) in self.files.into_iter().rev() {
            let path = self.root.join(&file);
            let outcome = match before {
                Some(text) => fs::write(&path, text),
                None if path.exists() => fs::remove_file(&path),
                None => Ok(()),
            };
            if let Err(error) = outcome {
                failed.push(format!("{file}: {error}"));
            }
        }
        for folder in self.folders.into_iter().rev() {
            if let Err(error) = fs::remove_dir(&folder) {
                failed.push(format!("{}: {error}", folder.display()));
            }
        }
        if failed.is_empty() { Ok(()) } else { bail!("{}", failed.join("; ")) }
    }

    /// Prints what was written.
    pub(super) fn tell(&self) {
        for (file, before) in &self.files {
            println!("{} {file}", if before.is_some() { "changed" } else { "written" });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Undo;

    #[test]
    fn everything_is_put_back() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("old"), "before").unwrap();
        let mut undo = Undo::new(home.path());

        undo.change("old", |text| Ok(format!("{text} and after"))).unwrap();
        undo.change("old", |text| Ok(format!("{text}, twice"))).unwrap();
        undo.write("a/b/new", "new").unwrap();
        assert_eq!(fs::read_to_string(home.path().join("old")).unwrap(), "before and after, twice");
        undo.restore().unwrap();

        assert_eq!(fs::read_to_string(home.path().join("old")).unwrap(), "before");
        assert!(!home.path().join("a").exists());
    }
}
