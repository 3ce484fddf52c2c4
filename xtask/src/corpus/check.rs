//! Compiles every crate and counts what the compiler says.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::Arguments;
use super::measure::{Measurement, Outcome};
use crate::workspace;

/// What the compiler says of a crate.
#[derive(Debug, Default)]
struct Said {
    compiled: bool,
    errors: Vec<String>,
    warnings: Vec<String>,
}

/// The crates that one `cargo` compiles: enough to read the workspace seldom, few enough to stop in time.
const BATCH: usize = 12;

/// Compiles crates in this order, as many as there is time for.
pub(super) fn run(
    out: &Path,
    measured: &mut Measurement,
    names: &[String],
    arguments: &Arguments,
) -> Result<()> {
    for batch in arguments.in_time(names.chunks(BATCH)) {
        for (name, said) in check(out, batch, arguments.jobs)? {
            if let Some(row) = measured.rows.get_mut(&name) {
                row.compiles = said.outcome();
                println!("{} {name}: compiles: {}", measured.name, row.compiles);
                row.warnings = said.warnings;
            }
        }
    }
    Ok(())
}

fn check(out: &Path, names: &[String], jobs: usize) -> Result<BTreeMap<String, Said>> {
    let unheard = names.iter().map(|name| (name.clone(), Said::default()));
    let mut said: BTreeMap<_, _> = unheard.collect();

    // No feature: how TLS is done is no part of what is measured.
    let check = ["check", "--keep-going", "--no-default-features"];
    cargo(out, &check, names, jobs, |message| {
        if let Some(said) = package(message, out).and_then(|name| said.get_mut(&name)) {
            said.take(message);
        }
    })?;
    Ok(said)
}

/// Runs `cargo` on packages and hands over its messages.
pub(super) fn cargo(
    out: &Path,
    arguments: &[&str],
    packages: &[String],
    jobs: usize,
    mut take: impl FnMut(&Value),
) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let mut command = workspace::cargo();
    command.args(arguments).args(["--quiet", "--message-format=json", "--jobs"]);
    command.arg(jobs.to_string()).arg("--target-dir").arg(out.join("target"));
    for name in packages {
        command.args(["--package", name]);
    }

    let mut child = command
        .current_dir(out)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("cargo could not be started")?;
    let pipe = child.stdout.take().context("cargo has no output")?;
    for line in BufReader::new(pipe).lines() {
        if let Ok(message) = serde_json::from_str(&line?) {
            take(&message);
        }
    }
    child.wait()?;
    Ok(())
}

/// The crate that a message is about, if it is one of ours to measure: its folder is its name.
fn package(message: &Value, out: &Path) -> Option<String> {
    let manifest = message.get("manifest_path")?.as_str()?;
    let below = Path::new(manifest).parent()?.strip_prefix(out).ok()?;
    below.to_str().map(str::to_owned)
}

impl Said {
    fn take(&mut self, message: &Value) {
        self.compiled |= is_library(message);
        match complaint(message) {
            Some(("error", text)) => self.errors.push(text),
            Some(("warning", text)) => self.warnings.push(text),
            Some(_) | None => {}
        }
    }

    fn outcome(&self) -> Outcome {
        match self.errors.first() {
            None if self.compiled => Outcome::Done,
            None => Outcome::Failed("the compiler did not end".to_owned()),
            Some(first) => {
                Outcome::Failed(format!("{} errors; the first: {first}", self.errors.len()))
            }
        }
    }
}

/// Whether this tells that a library is done.
fn is_library(message: &Value) -> bool {
    let kinds = message.pointer("/target/kind").and_then(Value::as_array);
    message.get("reason").is_some_and(|reason| reason == "compiler-artifact")
        && kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind == "lib"))
}

/// How bad it is, and where and why; summaries have no place, and are none.
fn complaint(message: &Value) -> Option<(&str, String)> {
    let message = message.get("message")?;
    let level = message.get("level")?.as_str()?;
    let text = message.get("message")?.as_str()?;
    let line = message.pointer("/spans/0/line_start").and_then(Value::as_u64)?;
    let file = message.pointer("/spans/0/file_name").and_then(Value::as_str)?;
    let file = Path::new(file).file_name()?.to_string_lossy();
    let code = message.pointer("/code/code").and_then(Value::as_str).unwrap_or("no code");
    Some((level, format!("{code} at {file}:{line}: {}", text.replace('\n', " "))))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::{Said, package};

    #[test]
    fn errors_and_warnings_are_counted_and_summaries_are_not() {
        let spans = json!([{"file_name": "c-a/src/generated.rs", "line_start": 7}]);
        let message = |level, spans| json!({"message": {"level": level, "message": "odd", "code": {"code": "E1"}, "spans": spans}});
        let mut said = Said::default();

        said.take(&message("error", spans.clone()));
        said.take(&message("warning", spans));
        said.take(&message("error", json!([])));

        assert_eq!(said.errors, ["E1 at generated.rs:7: odd"]);
        assert_eq!(said.warnings.len(), 1);
        assert!(said.outcome().reason().unwrap().starts_with("1 errors"));
    }

    #[test]
    fn a_crate_compiles_when_its_library_is_done() {
        let artifact = |kind| json!({"reason": "compiler-artifact", "target": {"kind": [kind]}});
        let mut said = Said::default();

        said.take(&artifact("custom-build"));
        assert!(!said.outcome().is_done());

        said.take(&artifact("lib"));
        assert!(said.outcome().is_done());
    }

    #[test]
    fn a_message_is_about_the_crate_of_its_folder() {
        let of = |path| package(&json!({"manifest_path": path}), Path::new("/out"));

        assert_eq!(of("/out/c-a/Cargo.toml").as_deref(), Some("c-a"));
        assert_eq!(of("/registry/serde/Cargo.toml"), None);
    }
}
