//! One document in a process of its own, so that none can take the others with it.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

/// What one document may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Processor time.
    pub(super) seconds: u64,
    /// Memory.
    pub(super) mebibytes: u64,
}

/// How much longer than its processor time a process may take on a busy machine.
const PATIENCE: u64 = 10;

/// Generates our crate of a document; or says why not.
pub(super) fn document(
    document: &Path,
    out: &Path,
    limits: Limits,
    examples: bool,
) -> Result<Result<(), String>> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("corpus-document").arg(document).arg("--out").arg(out);
    command.arg("--mebibytes").arg(limits.mebibytes.to_string());
    command.arg("--seconds").arg(limits.seconds.to_string());
    if examples {
        command.arg("--examples");
    }
    run(&mut command, limits.seconds)
}

/// Runs a process to its end, or to the end of its time; gives what it says when it fails.
pub(super) fn run(command: &mut Command, seconds: u64) -> Result<Result<(), String>> {
    let mut child = command
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("the generator could not be started")?;
    let said = child.stderr.take().map(reader);
    let status = wait(&mut child, Duration::from_secs(seconds.saturating_mul(PATIENCE)))?;
    let Some(status) = status else {
        // What it started may hold the pipe for longer.
        return Ok(Err("it did not end".to_owned()));
    };
    let said = said.and_then(|reader| reader.join().ok()?.ok()).unwrap_or_default();

    let why = said.trim().lines().collect::<Vec<_>>().join(" ");
    Ok(match why.as_str() {
        _ if status.success() => Ok(()),
        "" => Err(format!("ended by {status}")),
        _ => Err(why),
    })
}

/// Reads aside, so that a full pipe stops nobody.
fn reader(mut pipe: impl Read + Send + 'static) -> JoinHandle<io::Result<String>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    })
}

/// Waits, and ends what takes too long.
fn wait(child: &mut Child, time: Duration) -> Result<Option<ExitStatus>> {
    const STEP: Duration = Duration::from_millis(20);

    let started = Instant::now();
    while started.elapsed() < time {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(STEP);
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;

    use super::run;

    #[test]
    fn what_fails_says_why_and_what_does_not_end_is_ended() {
        let shell = |text: &str| run(Command::new("sh").args(["-c", text]), 0);

        assert_eq!(shell("sleep 60").unwrap(), Err("it did not end".to_owned()));
        let ends = |text: &str| run(Command::new("sh").args(["-c", text]), 60).unwrap();
        assert_eq!(ends("true"), Ok(()));
        assert_eq!(ends("echo one >&2; echo two >&2; false"), Err("one two".to_owned()));
        assert!(ends("exit 3").unwrap_err().contains('3'));
    }
}
