//! `cargo xtask codegen`: writes the clients from the OpenAPI documents, or checks that they are current.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

mod current;
mod docs;
pub(crate) mod document;
mod drift;
mod format;
mod generate;
#[cfg(test)]
mod hostile;
pub(crate) mod lock;
pub(crate) mod lower;
pub(crate) mod model;
pub(crate) mod names;
mod normalize;
pub(crate) mod notes;
pub(crate) mod outputs;
pub(crate) mod pipeline;
pub(crate) mod pointer;
pub(crate) mod providers;
mod samples;
pub(crate) mod scaffold;
pub(crate) mod selection;
pub(crate) mod smoke;
pub(crate) mod standalone;
pub(crate) mod status;
pub(crate) mod tables;
#[cfg(test)]
pub(crate) mod testing;
mod tidy;
mod tokens;

use crate::workspace;
use notes::Notes;
use scaffold::Core;
use selection::Selection;
use standalone::Order;

/// Writes the clients from the OpenAPI documents.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The providers; all of them unless some are named.
    providers: Vec<String>,
    /// Compares instead of writing, and fails when a file is not current.
    #[arg(long)]
    check: bool,
    /// Lists what was changed in each document, where and why.
    #[arg(long)]
    explain: bool,
    /// A document of anybody's: makes a crate that stands alone.
    #[arg(long, requires = "out", conflicts_with_all = ["providers", "check"])]
    document: Option<PathBuf>,
    /// The folder of that crate.
    #[arg(long, requires = "document")]
    out: Option<PathBuf>,
    /// The name of that crate; its folder's unless given.
    #[arg(long, requires = "document")]
    name: Option<String>,
    /// The operations of that crate: an id, tag:…, path:… or method:…; `!` before one leaves out.
    #[arg(long, requires = "document", num_args = 1.., value_name = "FILTER")]
    operations: Vec<String>,
    /// Where that crate has `keymint-core` from, a folder or a version; this workspace unless given.
    #[arg(long, requires = "document", value_parser = core)]
    core: Option<Core>,
}

#[expect(clippy::unnecessary_wraps, reason = "clap asks for a result")]
fn core(text: &str) -> Result<Core, Infallible> {
    Ok(Core::parse(text))
}

/// Runs the verb.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let root = workspace::root();
    if let (Some(document), Some(out)) = (&arguments.document, &arguments.out) {
        return alone(arguments, document.clone(), out.clone(), &root);
    }

    let is_current = if arguments.check {
        current::check(&arguments.providers, arguments.explain, &root)?
    } else {
        current::write(&arguments.providers, arguments.explain, &root)?;
        true
    };
    Ok(if is_current { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether every generated file of the workspace at `root` is current.
#[cfg(test)]
pub(crate) fn check(root: &Path) -> Result<bool> {
    current::check(&[], false, root)
}

/// A crate that stands alone, from a document of a test.
#[cfg(test)]
pub(crate) fn alone_for_tests(document: &Path, out: &Path) {
    let order = Order {
        document: document.to_owned(),
        out: out.to_owned(),
        name: None,
        operations: Selection::default(),
        core: None,
    };
    standalone::write(&order, &workspace::root(), &mut Notes::default()).unwrap();
}

fn alone(arguments: &Arguments, document: PathBuf, out: PathBuf, root: &Path) -> Result<ExitCode> {
    let mut notes = Notes::default();
    let order = Order {
        document,
        out,
        name: arguments.name.clone(),
        operations: Selection::parse(&arguments.operations)?,
        core: arguments.core.clone(),
    };

    standalone::write(&order, root, &mut notes)?;
    match notes.summary() {
        _ if arguments.explain => print!("{notes}"),
        Some(summary) => println!("{summary}; --explain lists where and why"),
        None => {}
    }
    Ok(ExitCode::SUCCESS)
}
