//! Issuing and rotating with a journal: what apply, rotate and resume share.

pub(crate) mod report;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use keymint::{EntryStatus, Job, Journal, Observer, ProviderKind, Providers, SinkSpec, Worker};

use crate::arguments::{Connection, Work};
use crate::credentials::{self, Source};
use crate::environment;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::target::Reached;

/// Where the journal lies.
pub(crate) fn journal_path(given: Option<&Path>) -> Result<PathBuf, Failure> {
    let path = given.map(Path::to_owned).or_else(environment::journal);
    path.ok_or_else(|| {
        Failure::usage("there is no folder for the journal")
            .hint("give --journal PATH, or set KEYMINT_JOURNAL")
    })
}

/// Opens the journal, and makes its folder if need be.
pub(crate) fn open_journal(path: &Path) -> Result<Journal, Failure> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder).map_err(|error| {
            Failure::usage(format!("{} cannot be made: {error}", folder.display()))
        })?;
    }
    Journal::open(path)
        .map_err(|error| Failure::from(error).hint(format!("the journal is {}", path.display())))
}

/// Whether there is no journal, which is told: then there is nothing to look at.
pub(crate) fn is_nothing_begun(path: &Path, output: &Output) -> bool {
    let missing = !path.exists();
    if missing {
        output.note(&format!("There is no journal at {}: nothing was ever begun.", path.display()));
    }
    missing
}

/// Reads what a journal says, even while another process holds it.
pub(crate) fn peek(path: &Path) -> Result<Vec<EntryStatus>, Failure> {
    Journal::peek(path)
        .map_err(|error| Failure::from(error).hint(format!("the journal is {}", path.display())))
}

/// Sets several providers up.
pub(crate) fn reach(
    kinds: &BTreeSet<ProviderKind>,
    connection: &Connection,
    dry: bool,
) -> Result<Vec<Reached>, Failure> {
    if kinds.len() > 1 && connection.base_url.is_some() {
        return Err(Failure::usage("one --base-url cannot be right for several providers")
            .hint("set the variables that end in _BASE_URL"));
    }
    let source = Source::open(connection.credentials_file.as_deref())?;
    kinds.iter().map(|kind| Reached::new(*kind, &source, connection, dry)).collect()
}

/// The providers of plans and journals, by name.
pub(crate) fn kinds(jobs: &[&Job]) -> Result<BTreeSet<ProviderKind>, Failure> {
    jobs.iter().map(|job| job.provider.parse().map_err(Failure::from)).collect()
}

/// Makes the worker.
pub(crate) fn worker(
    reached: &[Reached],
    journal: Journal,
    work: &Work,
    connection: &Connection,
    observer: Arc<dyn Observer>,
) -> Worker {
    let providers = reached
        .iter()
        .fold(Providers::new(), |all, one| all.with_shared(Arc::clone(&one.provider)));
    let mut builder = Worker::builder(providers, journal)
        .concurrency(work.concurrency)
        .hide_from_commands(credentials::all_secret_variables())
        .observer(observer);
    if let Some(timeout) = connection.timeout {
        // A call that was given up may still be executed for as long as it would have been waited for.
        builder = builder.quiet_period(timeout.saturating_add(MARGIN));
    }
    if let Some(patience) = work.patience {
        builder = builder.patience(patience);
    }
    if let Some(address) = work.caller_ip {
        builder = builder.caller(address);
    }
    builder.build()
}

/// Makes a worker that tells what would be done, and writes no journal.
pub(crate) fn rehearsal(
    reached: &[Reached],
    work: &Work,
    connection: &Connection,
) -> Result<Worker, Failure> {
    Ok(worker(reached, Journal::in_memory()?, work, connection, Progress::new(0)))
}

/// Whether secrets go to standard output; refused where somebody could look over the user's shoulder.
pub(crate) fn uses_stdout(jobs: &[&Job], reveal: bool, output: &Output) -> Result<bool, Failure> {
    let used = jobs.iter().any(|job| matches!(job.sink, SinkSpec::Stdout { .. }));
    if used && output.is_terminal() && !reveal {
        return Err(Failure::usage("secrets would be written to a terminal")
            .hint("pipe the output, give another sink, or show them with --reveal"));
    }
    Ok(used)
}

#[cfg(unix)]
fn private_folder(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(path)
}

/// For the provider, beyond the time that an attempt may take.
const MARGIN: Duration = Duration::from_secs(5);
