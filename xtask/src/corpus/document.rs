//! `cargo xtask corpus-document`: the half of the measurement that runs once for each document.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Args;
use serde::{Deserialize, Serialize};

use super::{crates, examples};
use crate::codegen::document::Document;
use crate::codegen::notes::Notes;
use crate::codegen::standalone;
use crate::workspace;

/// Generates one document as a crate, for `corpus`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The document.
    document: PathBuf,
    /// The folder of the crate.
    #[arg(long)]
    out: PathBuf,
    /// Writes a program that reads the document's examples, too.
    #[arg(long)]
    examples: bool,
    /// The seconds of processor time that this may take.
    #[arg(long)]
    seconds: Option<u64>,
    /// The mebibytes of memory that this may take.
    #[arg(long)]
    mebibytes: Option<u64>,
}

/// How much came out of a document, and what it took.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Size {
    /// Operations.
    pub(super) operations: usize,
    /// Lines of code.
    pub(super) lines: usize,
    /// Milliseconds of processor time, the formatter's included.
    pub(super) milliseconds: Option<u64>,
    /// The most mebibytes of memory that the generator held; formatting is a process of its own.
    pub(super) mebibytes: Option<u64>,
}

/// The file of a crate that holds its size; it is written last.
pub(super) const SIZE: &str = "size.json";

impl Size {
    /// Reads what was written beside a crate.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        Ok(serde_json::from_str(&fs::read_to_string(folder.join(SIZE))?)?)
    }
}

/// Runs the verb.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    bound(arguments)?;
    let file = arguments.document.file_name().unwrap_or_default().to_string_lossy();
    let document = Document::read(&arguments.document, &file)?;

    let mut notes = Notes::default();
    let root = workspace::root();
    let core = standalone::here(&root);
    let name = arguments.out.file_name().unwrap_or_default().to_string_lossy();
    let made = standalone::make(&document, &name, "cargo xtask corpus", &core, &root, &mut notes)?;
    crates::library(&arguments.out, &name, &made.files)?;
    fs::write(arguments.out.join("notes.txt"), notes.to_string())?;
    if arguments.examples {
        examples::prepare(&document, &made.client, &made.generated, &arguments.out)?;
    }

    let size = Size {
        operations: made.client.model.operations.len(),
        lines: made.generated.lines().count(),
        milliseconds: processor_time(),
        mebibytes: peak(),
    };
    fs::write(arguments.out.join(SIZE), serde_json::to_string(&size)?)?;
    Ok(())
}

#[cfg(unix)]
fn bound(arguments: &Arguments) -> Result<()> {
    if let Some(mebibytes) = arguments.mebibytes {
        let bytes = mebibytes.saturating_mul(1024 * 1024);
        rlimit::Resource::AS.set(bytes, bytes).context("the memory could not be bounded")?;
    }
    if let Some(seconds) = arguments.seconds {
        rlimit::Resource::CPU.set(seconds, seconds).context("the time could not be bounded")?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn bound(_arguments: &Arguments) -> Result<()> {
    Ok(())
}

/// The most memory that this process has held, in mebibytes, where the system tells.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok().map(|kibibytes: u64| kibibytes / 1024)
}

/// The processor time of this process and of the formatter, in milliseconds, where the system tells.
fn processor_time() -> Option<u64> {
    /// Where the times stand behind the name: in user mode and in the system, then those of processes that ended.
    const TIMES: std::ops::Range<usize> = 11..15;
    /// The unit of these times, the same on every Linux of today.
    const MILLISECONDS: u64 = 10;

    let status = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<_> = status.rsplit(')').next()?.split_whitespace().collect();
    let times = fields.get(TIMES)?.iter().map(|time| time.parse::<u64>().ok());
    times.sum::<Option<u64>>().map(|time| time * MILLISECONDS)
}
