#![doc = include_str!("../README.md")]

mod arguments;
mod command;
mod credentials;
mod environment;
mod exit;
mod exposed;
mod failure;
mod interrupt;
mod logging;
mod outline;
mod output;
mod progress;
mod prompt;
mod sinks;
mod target;
mod work;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;
use tokio::runtime::Builder;

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::failure::{Failure, usage};
use crate::output::Output;

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let arguments = match Arguments::try_parse_from(&words) {
        Ok(arguments) => arguments,
        Err(error) => return usage::answer(&error, &words).into(),
    };
    let output = Output::new(&arguments.display);
    logging::start(arguments.display.verbose);
    let result = run(arguments, &output);
    result.unwrap_or_else(|failure| output.fail(&failure)).into()
}

/// Carries the command out on a runtime of one thread: it waits for the network and for little else.
fn run(arguments: Arguments, output: &Output) -> Result<Exit, Failure> {
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime
        .map_err(|source| Failure::usage(format!("the program could not start: {source}")))?;
    let result = runtime.block_on(command::run(arguments.command, output));
    // What still blocks after an interrupt is not waited for.
    runtime.shutdown_background();
    result
}
