//! `cargo xtask new-provider`: a document becomes a crate of the workspace, with its tests and its list of doubts.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::codegen::document::Document;
use crate::codegen::lock::{self, LOCK, Lock, Section};
use crate::codegen::notes::Notes;
use crate::codegen::outputs::{self, Made};
use crate::codegen::providers::{self, Provider};
use crate::codegen::scaffold::{self, Blueprint, Home};
use crate::codegen::selection::Selection;
use crate::codegen::smoke;
use crate::workspace;

mod admit;
mod copy;
mod doubts;
mod manifests;
mod undo;

use copy::Copy;
use undo::Undo;

/// Adds a provider from its OpenAPI document.
#[derive(Clone, Debug, Args)]
pub(crate) struct Arguments {
    /// What it is called: its crate is `keymint-<name>`.
    name: String,
    /// Its OpenAPI document, which is copied into `openapi/`.
    #[arg(long)]
    document: PathBuf,
    /// The operations that are wanted: an id, tag:…, path:… or method:…; `!` before one leaves out.
    #[arg(long, num_args = 1.., value_name = "FILTER")]
    operations: Vec<String>,
    /// Goes on although files that are changed have changes of yours.
    #[arg(long)]
    allow_dirty: bool,
    /// Does not compile the new crate; what does not compile then stays.
    #[arg(long)]
    no_build: bool,
}

/// Runs the verb.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    run_in(arguments, &workspace::root())
}

/// Adds the provider to the workspace at `root`; after a failure everything is as it was.
fn run_in(arguments: &Arguments, root: &Path) -> Result<ExitCode> {
    copy::ending(&arguments.document)?;
    let mut document = Document::read(&arguments.document, &arguments.document.to_string_lossy())?;
    let copy = Copy::of(&arguments.document, &document)?;
    let provider = Provider {
        name: arguments.name.clone(),
        file: format!("{}.{}", arguments.name, copy.ending),
        operations: Selection::parse(&arguments.operations)?,
    };
    let others = providers::read(root)?;
    admit::check(&provider, &others, arguments.allow_dirty, root)?;

    document.file = provider.document();
    document.selection = provider.operations.clone();
    let made = outputs::from(&provider, document, root, &mut Notes::default())?;
    if made.client.model.operations.is_empty() {
        bail!("{} has no operation that can be called", arguments.document.display());
    }

    let mut undo = Undo::new(root);
    let outcome = write(&provider, others, &made, &copy.text, &mut undo, root)
        .and_then(|()| lock_dependencies(&mut undo, root))
        .and_then(|()| if arguments.no_build { Ok(()) } else { build(&provider, root) });
    if let Err(error) = outcome {
        undo.restore().context("what was written could not be taken back")?;
        return Err(error.context("nothing was changed"));
    }

    undo.tell();
    print!("{}", doubts::text(&provider, &made));
    Ok(ExitCode::SUCCESS)
}

/// Writes every file.
fn write(
    provider: &Provider,
    mut providers: Vec<Provider>,
    made: &Made,
    document: &str,
    undo: &mut Undo<'_>,
    root: &Path,
) -> Result<()> {
    let name = provider.crate_name();
    let blueprint = Blueprint {
        name: &name,
        document: &made.document,
        client: &made.client,
        generated: made.generated(),
    };
    let section_of = |files: &[(String, String)]| Section::now(provider, files, root);

    undo.write(&provider.document(), document)?;
    undo.change(providers::TABLE, |text| providers::with(text, provider))?;
    undo.change("Cargo.toml", |text| manifests::workspace(text, &name))?;
    undo.change("tests/Cargo.toml", |text| manifests::tests(text, &name))?;
    for (file, text) in scaffold::files(&blueprint, Home::Workspace, root)? {
        undo.write(&format!("crates/{name}/{file}"), &text)?;
    }
    for (file, text) in &made.files {
        undo.write(file, text)?;
    }

    providers.push(provider.clone());
    providers.sort_by(|one, other| one.name.cmp(&other.name));
    undo.write(smoke::INDEX, &smoke::index(&providers, root)?)?;
    let mut lock = Lock::read(root)?;
    lock.providers.insert(provider.name.clone(), section_of(&made.files)?);
    if lock.tools.is_empty() {
        lock.tools = lock::tools(root)?;
    }
    undo.write(LOCK, &lock.text())
}

/// Makes `Cargo.lock` know the new crate, without the network and without other versions.
fn lock_dependencies(undo: &mut Undo<'_>, root: &Path) -> Result<()> {
    undo.remember("Cargo.lock")?;
    cargo(&["metadata", "--format-version=1", "--offline", "--no-deps"], root)?;
    cargo(&["update", "--workspace", "--offline"], root)
}

fn build(provider: &Provider, root: &Path) -> Result<()> {
    println!("compiling {}", provider.crate_name());
    cargo(&["check", "--locked", "--package", &provider.crate_name()], root)
        .context("the new crate does not compile")
}

fn cargo(arguments: &[&str], root: &Path) -> Result<()> {
    let output = workspace::cargo()
        .args(arguments)
        .current_dir(root)
        .output()
        .context("cargo could not be started")?;

    if !output.status.success() {
        let what = arguments.first().copied().unwrap_or_default();
        bail!("cargo {what} failed:\n{}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    Ok(())
}

#[cfg(test)]
mod tests;
