//! One generator on the documents: generate all, compile all, read the examples of all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fmt, fs};

use anyhow::Result;

use super::limits::{self, Limits};
use super::peer::Peer;
use super::{Arguments, check, crates, document, examples};

/// What a generator did.
#[derive(Debug, Default)]
pub(super) struct Measurement {
    /// The generator.
    pub(super) name: String,
    /// Whether warnings count.
    pub(super) linted: bool,
    /// The documents, by the names of their crates.
    pub(super) rows: BTreeMap<String, Row>,
}

/// What became of one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// Whether code came out.
    pub(super) generated: Outcome,
    /// Whether that code compiles.
    pub(super) compiles: Outcome,
    /// What our lints say about it.
    pub(super) warnings: Vec<String>,
    /// Whether its examples were read at all.
    pub(super) read: Outcome,
    /// Examples that are valid for their schemas.
    pub(super) examples: usize,
    /// Examples that were lost or changed, with the reason.
    pub(super) misses: Vec<String>,
    /// Examples that their own document refuses.
    pub(super) invalid: usize,
    /// What generating took.
    pub(super) size: document::Size,
}

/// What became of one step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was not asked for, or could not be reached.
    #[default]
    NotRun,
    /// It went well.
    Done,
    /// It did not, for this reason.
    Failed(String),
}

/// Measures the generator of this workspace.
pub(super) fn ours(
    documents: &BTreeMap<String, PathBuf>,
    out: &Path,
    arguments: &Arguments,
) -> Result<Measurement> {
    let limits = Limits { seconds: arguments.seconds, mebibytes: arguments.mebibytes };
    let mut ours = generate("keymint", documents, |name, document| {
        let folder = out.join(name);
        let has = |file: &str| folder.join(file).is_file();
        let whole = has(document::SIZE) && (has(examples::CASES) || !arguments.examples);
        if !(arguments.keep && whole) {
            let told = limits::document(document, &folder, limits, arguments.examples)?;
            if let Err(why) = told {
                return Ok(Row { generated: Outcome::Failed(why), ..Row::default() });
            }
        }
        let size = document::Size::read(&folder)?;
        Ok(Row { generated: Outcome::Done, size, ..Row::default() })
    })?;

    ours.linted = true;
    crates::workspace(out, &ours.generated(), true)?;
    if arguments.check {
        let names = smallest_first(ours.generated(), documents)?;
        check::run(out, &mut ours, &names, arguments)?;
    }
    if arguments.examples {
        let reached =
            |row: &Row| if arguments.check { &row.compiles } else { &row.generated }.is_done();
        for name in arguments.in_time(smallest_first(ours.generated(), documents)?) {
            let row = ours.rows.get_mut(&name).filter(|row| reached(row));
            if let (Some(document), Some(row)) = (documents.get(&name), row) {
                examples::run(document, out, &name, row)?;
                println!("{name}: examples: {}", row.read);
            }
        }
    }
    Ok(ours)
}

/// Measures another generator.
pub(super) fn peer(
    peer: &Peer,
    documents: &BTreeMap<String, PathBuf>,
    out: &Path,
    arguments: &Arguments,
) -> Result<Measurement> {
    let mut measured = generate(&peer.name, documents, |name, document| {
        let folder = out.join(name);
        let kept = arguments.keep && folder.join("Cargo.toml").is_file();
        let outcome =
            if kept { Ok(()) } else { peer.generate(document, &folder, name, arguments.seconds)? };
        Ok(Row { generated: outcome.into(), ..Row::default() })
    })?;

    crates::workspace(out, &measured.generated(), false)?;
    if arguments.check {
        let names = smallest_first(measured.generated(), documents)?;
        check::run(out, &mut measured, &names, arguments)?;
        measured.rows.values_mut().for_each(|row| row.warnings.clear());
    }
    Ok(measured)
}

fn generate(
    name: &str,
    documents: &BTreeMap<String, PathBuf>,
    one: impl Fn(&str, &Path) -> Result<Row>,
) -> Result<Measurement> {
    let mut measured = Measurement { name: name.to_owned(), ..Measurement::default() };
    for (name, document) in documents {
        let row = one(name, document)?;
        println!("{} {name}: {}", measured.name, row.generated);
        measured.rows.insert(name.clone(), row);
    }
    Ok(measured)
}

/// In the order of their documents' sizes, so that time which ends early has shown the most.
fn smallest_first(
    mut names: Vec<String>,
    documents: &BTreeMap<String, PathBuf>,
) -> Result<Vec<String>> {
    let mut sizes = BTreeMap::new();
    for (name, document) in documents {
        sizes.insert(name, fs::metadata(document)?.len());
    }
    names.sort_by_key(|name| sizes.get(name));
    Ok(names)
}

impl Measurement {
    /// The crates that are there.
    pub(super) fn generated(&self) -> Vec<String> {
        let there = self.rows.iter().filter(|(_, row)| row.generated.is_done());
        there.map(|(name, _)| name.clone()).collect()
    }

    /// Whether anything went wrong.
    pub(super) fn failed(&self) -> bool {
        self.rows.values().any(|row| {
            let steps = [&row.generated, &row.compiles, &row.read];
            steps.iter().any(|step| step.reason().is_some())
                || !row.warnings.is_empty()
                || !row.misses.is_empty()
        })
    }
}

impl Outcome {
    /// Whether it went well.
    pub(super) fn is_done(&self) -> bool {
        *self == Self::Done
    }

    /// Why it did not.
    pub(super) fn reason(&self) -> Option<&str> {
        if let Self::Failed(why) = self { Some(why) } else { None }
    }
}

impl From<Result<(), String>> for Outcome {
    fn from(outcome: Result<(), String>) -> Self {
        outcome.map_or_else(Self::Failed, |()| Self::Done)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRun => f.write_str("–"),
            Self::Done => f.write_str("yes"),
            Self::Failed(why) => write!(f, "no: {why}"),
        }
    }
}
