//! Keymint's own tasks: `cargo xtask <verb>`, one module per verb.

#![expect(clippy::print_stdout, reason = "a command line tool prints")]

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod codegen;

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
    /// Writes the clients from the OpenAPI documents.
    Codegen(codegen::Arguments),
}

fn main() -> anyhow::Result<ExitCode> {
    match Arguments::parse().verb {
        Verb::Codegen(arguments) => codegen::run(&arguments),
    }
}
