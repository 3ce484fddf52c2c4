//! `cargo xtask codegen`: writes the clients from the OpenAPI documents, or checks that they are current.

use std::convert::Infallible;
use std::fs;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use anyhow::{Context as _, Result};
use clap::Args;

mod docs;
mod document;
mod drift;
mod format;
mod generate;
#[cfg(test)]
mod hostile;
mod lower;
mod model;
mod names;
mod normalize;
mod notes;
mod pipeline;
mod pointer;
mod providers;
mod scaffold;
mod standalone;
mod status;
mod tables;
#[cfg(test)]
mod testing;
mod tidy;
mod tokens;

use document::Document;
use notes::Notes;
use providers::{PROVIDERS, Provider};
use scaffold::Core;
use standalone::Order;

/// Writes the clients from the OpenAPI documents.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The providers; all of them unless some are named.
    #[arg(value_parser = PROVIDERS.map(|provider| provider.name))]
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
    let root = providers::root();
    if let (Some(document), Some(out)) = (&arguments.document, &arguments.out) {
        return alone(arguments, document.clone(), out.clone(), &root);
    }
    let named = |provider: &&Provider| arguments.providers.iter().any(|name| name == provider.name);
    let chosen: Vec<_> = PROVIDERS
        .iter()
        .filter(|provider| arguments.providers.is_empty() || named(provider))
        .collect();
    let mut current = true;

    for (provider, made) in chosen.iter().zip(make(&chosen, &root)) {
        let (generated, notes) = made?;
        if arguments.explain {
            println!("{}\n{notes}", provider.document);
        }
        if arguments.check {
            current &= check(provider, &generated, &root)?;
        } else {
            write(provider, &generated, &root)?;
        }
    }
    Ok(if current { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Generates the clients side by side: each is a thread's work of its own.
fn make(providers: &[&Provider], root: &Path) -> Vec<Result<(String, Notes)>> {
    let one = |provider: &Provider| {
        let mut notes = Notes::default();
        let document = Document::read(&root.join(provider.document), provider.document)?;
        let generated = pipeline::run(&document, provider.name, root, &mut notes)?;
        Ok((generated, notes))
    };

    thread::scope(|scope| {
        let threads: Vec<_> =
            providers.iter().map(|provider| scope.spawn(move || one(provider))).collect();
        let made = threads.into_iter().map(thread::ScopedJoinHandle::join);
        made.map(|made| made.unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

fn alone(arguments: &Arguments, document: PathBuf, out: PathBuf, root: &Path) -> Result<ExitCode> {
    let mut notes = Notes::default();
    let order = Order { document, out, name: arguments.name.clone(), core: arguments.core.clone() };

    standalone::write(&order, root, &mut notes)?;
    if arguments.explain {
        println!("{notes}");
    }
    Ok(ExitCode::SUCCESS)
}

fn write(provider: &Provider, generated: &str, root: &Path) -> Result<()> {
    let path = root.join(provider.generated);
    if fs::read_to_string(&path).is_ok_and(|committed| committed == generated) {
        println!("{} is current", provider.generated);
        return Ok(());
    }

    fs::write(&path, generated)
        .with_context(|| format!("{} could not be written", provider.generated))?;
    println!("{} written: {} lines", provider.generated, generated.lines().count());
    Ok(())
}

fn check(provider: &Provider, generated: &str, root: &Path) -> Result<bool> {
    let Provider { name, document, generated: file } = provider;
    let committed =
        fs::read_to_string(root.join(file)).with_context(|| format!("{file} could not be read"))?;

    let Some(difference) = drift::first(&committed, generated) else {
        println!("{file} is current");
        return Ok(true);
    };
    println!("{file} is not what {document} generates; it differs first at {difference}");
    println!("mend it with: cargo xtask codegen {name}");
    Ok(false)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::check;
    use super::providers::Provider;

    #[test]
    fn a_file_that_is_not_what_the_document_generates_fails_the_check() {
        let root = std::env::temp_dir().join(format!("keymint-xtask-check-{}", std::process::id()));
        let provider =
            Provider { name: "example", document: "example.yaml", generated: "generated.rs" };
        fs::create_dir_all(&root).unwrap();
        fs::write(root.join("generated.rs"), "// by hand\n").unwrap();

        let current = check(&provider, "// by hand\n", &root).unwrap();
        let stale = check(&provider, "// generated\n", &root).unwrap();
        fs::remove_dir_all(&root).unwrap();

        assert!(current);
        assert!(!stale);
        assert!(check(&provider, "", &root).is_err());
    }
}
