//! The measuring programs: built from `benches/`, a workspace of its own.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::workspace;

/// Where the programs are.
#[derive(Debug)]
pub(super) struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    /// Builds those of a package, with optimisation.
    pub(super) fn build(package: &str) -> Result<Self> {
        let folder = workspace::release(package, "benches/Cargo.toml", "benches")?;
        Ok(Self { folder })
    }

    /// The path of a program.
    pub(super) fn path(&self, program: &str) -> PathBuf {
        self.folder.join(program).with_extension(std::env::consts::EXE_EXTENSION)
    }

    /// A program, to be started.
    pub(super) fn command(&self, program: &str) -> Command {
        Command::new(self.path(program))
    }

    /// Runs a program and gives the lines of JSON that it prints.
    pub(super) fn lines<A: AsRef<OsStr>>(
        &self,
        program: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<Vec<Value>> {
        let output = self
            .command(program)
            .args(arguments)
            .stderr(Stdio::inherit())
            .output()
            .with_context(|| format!("{program} could not be started"))?;
        if !output.status.success() {
            bail!("{program} failed");
        }
        let text = String::from_utf8(output.stdout)?;
        let lines = text.lines().map(serde_json::from_str);
        lines.collect::<Result<_, _>>().with_context(|| format!("{program} printed no JSON"))
    }
}
