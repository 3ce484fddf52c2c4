//! `cargo xtask diff`: what another document changes for those who use the client, and what that makes the release.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::codegen::document::Document;
use crate::codegen::lower::Client;
use crate::codegen::notes::Notes;
use crate::codegen::pipeline;
use crate::codegen::selection::Selection;

mod behaviour;
mod change;
mod compare;
mod extract;
mod places;
mod surface;

use change::{Change, Level};

/// How the exit tells that the verdict is what `--fail-on` names, or worse; an error is 1.
const REACHED: u8 = 3;

/// Tells what changed in the client's public surface between two documents, and the semver verdict.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The document that the client was made from.
    old: PathBuf,
    /// The document that it will be made from.
    new: PathBuf,
    /// The operations that are compared, as in `openapi/providers.toml`.
    #[arg(long, num_args = 1.., value_name = "FILTER")]
    operations: Vec<String>,
    /// Exits with 3 when the verdict is this or more.
    #[arg(long, value_enum)]
    fail_on: Option<Level>,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the verb.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let selection = Selection::parse(&arguments.operations)?;
    let old = Side::read(&arguments.old, &selection)?;
    let new = Side::read(&arguments.new, &selection)?;

    let changes = changes(&old, &new);
    if arguments.json {
        println!("{}", change::json(&changes));
    } else {
        print!("{}", change::text(&changes));
    }
    let reached = arguments.fail_on.is_some_and(|level| change::verdict(&changes) >= level);
    Ok(if reached { ExitCode::from(REACHED) } else { ExitCode::SUCCESS })
}

/// One of the two documents, with what is generated from it.
#[derive(Debug)]
struct Side {
    document: Document,
    client: Client,
    surface: surface::Surface,
}

impl Side {
    fn read(path: &Path, selection: &Selection) -> Result<Self> {
        let mut document = Document::read(path, &path.to_string_lossy())?;
        document.selection = selection.clone();
        Self::of(document)
    }

    fn of(document: Document) -> Result<Self> {
        let client = pipeline::client(&document, &mut Notes::default())?;
        let file = pipeline::file(&document, &client, "diff")?;
        let surface = extract::surface(&file);
        Ok(Self { document, client, surface })
    }
}

/// Everything that changed, the worst first.
fn changes(old: &Side, new: &Side) -> Vec<Change> {
    let mut changes = compare::surfaces(&old.surface, &new.surface);
    changes.extend(behaviour::changes(old, new));
    for change in &mut changes {
        change.at = places::of(&change.item, &new.client)
            .or_else(|| places::of(&change.item, &old.client))
            .unwrap_or_default();
    }
    changes
        .sort_by(|one, other| other.level.cmp(&one.level).then_with(|| one.item.cmp(&other.item)));
    changes
}

#[cfg(test)]
mod tests;
