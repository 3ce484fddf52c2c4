//! Keymint's own tasks: `cargo xtask <verb>`, one module per verb.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool prints")]

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod budget;
mod ci;
mod codegen;
mod corpus;
mod diff;
mod new_provider;
mod prove;
mod workspace;

/// A generator makes millions of small pieces; the allocator of most systems takes a fifth of its time for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Keymint's own tasks.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

/// What can be done.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Measures Keymint beside its peers.
    Bench(bench::Arguments),
    /// Measures what a consumer costs, and fails when it is more than agreed.
    Budget(budget::Arguments),
    /// Runs every check: the definition of green.
    Ci,
    /// Writes the clients from the OpenAPI documents.
    Codegen(codegen::Arguments),
    /// Measures the generator on a folder of documents.
    Corpus(corpus::Arguments),
    /// Generates one document as a crate, for `corpus`.
    #[command(hide = true)]
    CorpusDocument(corpus::DocumentArguments),
    /// Tells what another document changes for users of the client, and the semver verdict.
    Diff(diff::Arguments),
    /// Adds a provider: its document, its crate, its tests.
    NewProvider(new_provider::Arguments),
    /// Runs the long forms of the proofs, and prints what each counted.
    Prove(prove::Arguments),
}

fn main() -> anyhow::Result<ExitCode> {
    match Arguments::parse().verb {
        Verb::Bench(arguments) => bench::run(&arguments).map(|()| ExitCode::SUCCESS),
        Verb::Budget(arguments) => budget::run(&arguments).map(|()| ExitCode::SUCCESS),
        Verb::Ci => ci::run().map(|()| ExitCode::SUCCESS),
        Verb::Codegen(arguments) => codegen::run(&arguments),
        Verb::Corpus(arguments) => corpus::run(&arguments),
        Verb::CorpusDocument(arguments) => {
            corpus::run_document(&arguments).map(|()| ExitCode::SUCCESS)
        }
        Verb::Diff(arguments) => diff::run(&arguments),
        Verb::NewProvider(arguments) => new_provider::run(&arguments),
        Verb::Prove(arguments) => prove::run(&arguments),
    }
}
