//! What issuing and rotating with a journal takes.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::values;

/// How the worker goes about its work.
#[derive(Args, Debug)]
#[command(next_help_heading = "Work")]
pub(crate) struct Work {
    /// The journal [default: `KEYMINT_JOURNAL`, else keymint/journal below the user's state folder]
    #[arg(long, value_name = "PATH")]
    pub(crate) journal: Option<PathBuf>,
    /// Sit out an overlap up to this long, instead of leaving its end to `keymint resume`
    #[arg(long, value_name = "SPAN", value_parser = values::span)]
    pub(crate) patience: Option<Duration>,
    /// How many jobs are under way at once
    #[arg(long, value_name = "JOBS", default_value_t = 8)]
    pub(crate) concurrency: usize,
    /// The address that this machine calls from: no list may shut it out unnoticed
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) caller_ip: Option<IpAddr>,
}
