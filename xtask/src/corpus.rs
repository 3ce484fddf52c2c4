//! `cargo xtask corpus`: how well the generator does on documents that nobody here wrote.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::workspace;

mod check;
mod crates;
mod document;
mod examples;
mod limits;
mod measure;
mod peer;
mod report;

pub(crate) use document::{Arguments as DocumentArguments, run as run_document};
use peer::Peer;

/// Measures the generator on a folder of documents: what it generates, what compiles, which examples survive.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder of documents, each a file, or a folder with an `openapi.yaml` or `openapi.json` and what it refers to;
    /// those that are no OpenAPI 3.0 or 3.1 are refused, and listed so.
    documents: PathBuf,
    /// Compiles every crate: ours under the lints of this repository, a peer's for errors alone.
    #[arg(long)]
    check: bool,
    /// Reads each document's own examples into the generated types and writes them again.
    #[arg(long)]
    examples: bool,
    /// Another generator, as its name and its command with {document}, {out} and {name} in it.
    #[arg(long = "peer", value_name = "NAME=COMMAND", value_parser = Peer::parse)]
    peers: Vec<Peer>,
    /// Gives the peers only every so many documents, in the order of names.
    #[arg(long, default_value = "1", value_name = "DOCUMENTS")]
    peers_every: std::num::NonZeroUsize,
    /// Writes the report into this file too.
    #[arg(long)]
    report: Option<PathBuf>,
    /// Where the crates and what is built of them go; `target/corpus` unless given.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Only documents whose names hold this.
    #[arg(long)]
    only: Option<String>,
    /// The seconds of processor time that one document may take.
    #[arg(long, default_value_t = 120)]
    seconds: u64,
    /// The mebibytes of memory that one document may take.
    #[arg(long, default_value_t = 6144)]
    mebibytes: u64,
    /// The crates that are compiled at the same time.
    #[arg(long, default_value_t = 1)]
    jobs: usize,
    /// The minutes that compiling may take, for each generator, and for the examples; small documents come first.
    #[arg(long)]
    minutes: Option<u64>,
    /// Takes what an earlier run generated as it is.
    #[arg(long)]
    keep: bool,
}

impl Arguments {
    /// The things that a step which begins now has time to begin with.
    fn in_time<T>(&self, things: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
        let minutes = self.minutes.map(|minutes| Duration::from_secs(minutes.saturating_mul(60)));
        let end = minutes.map(|minutes| Instant::now() + minutes);
        things.into_iter().take_while(move |_| end.is_none_or(|end| Instant::now() < end))
    }
}

/// Runs the verb.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let out = arguments.out.clone().unwrap_or_else(|| workspace::target().join("corpus"));
    let out = env::current_dir()?.join(out);
    fs::create_dir_all(&out).with_context(|| format!("{} is no folder", out.display()))?;
    fs::copy(workspace::root().join("rust-toolchain.toml"), out.join("rust-toolchain.toml"))?;
    let documents = documents(arguments)?;

    let ours = measure::ours(&documents, &out.join("keymint"), arguments)?;
    let sample: BTreeMap<_, _> =
        documents.into_iter().step_by(arguments.peers_every.get()).collect();
    let mut peers = Vec::new();
    for peer in &arguments.peers {
        peers.push(measure::peer(peer, &sample, &out.join(&peer.name), arguments)?);
    }

    let report = report::text(&ours, &peers);
    println!("\n{report}");
    if let Some(file) = &arguments.report {
        fs::write(file, &report).with_context(|| format!("{} not written", file.display()))?;
    }
    Ok(if ours.failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The documents by the names of their crates.
fn documents(arguments: &Arguments) -> Result<BTreeMap<String, PathBuf>> {
    let folder = &arguments.documents;
    let mut documents = BTreeMap::new();

    let entries =
        fs::read_dir(folder).with_context(|| format!("{} is no folder", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = crate_name(&path);
        if !arguments.only.as_ref().is_none_or(|part| name.contains(part)) {
            continue;
        }
        let Some(document) = document_at(&path) else { continue };
        if let Some(other) = documents.insert(name, document.clone()) {
            bail!("{} and {} would be one crate", other.display(), document.display());
        }
    }
    if documents.is_empty() {
        bail!("{} holds no document", folder.display());
    }
    Ok(documents)
}

/// The document that an entry of the folder is, if it is one: a file, or the main file of a folder of several.
fn document_at(entry: &Path) -> Option<PathBuf> {
    const ENDINGS: [&str; 3] = ["json", "yaml", "yml"];

    if entry.is_dir() {
        let main = ENDINGS.map(|ending| entry.join("openapi").with_extension(ending));
        return main.into_iter().find(|main| main.is_file());
    }
    let ending = entry.extension()?;
    ENDINGS.iter().any(|known| ending == *known).then(|| entry.to_owned())
}

fn crate_name(document: &Path) -> String {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    let plain = stem.to_ascii_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    format!("c-{}", plain.trim_matches('-'))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::document_at;

    #[test]
    fn a_document_is_a_file_or_a_folder_with_a_main_file() {
        let home = tempfile::tempdir().unwrap();
        let at = |entry: &str| home.path().join(entry);
        for folder in ["several", "other"] {
            fs::create_dir(at(folder)).unwrap();
            fs::write(at(folder).join("parts.yaml"), "").unwrap();
        }
        fs::write(at("several/openapi.yml"), "").unwrap();
        fs::write(at("one.json"), "").unwrap();
        fs::write(at("notes.txt"), "").unwrap();

        assert_eq!(document_at(&at("one.json")), Some(at("one.json")));
        assert_eq!(document_at(&at("several")), Some(at("several/openapi.yml")));
        assert_eq!(document_at(&at("other")), None);
        assert_eq!(document_at(&at("notes.txt")), None);
    }
}
