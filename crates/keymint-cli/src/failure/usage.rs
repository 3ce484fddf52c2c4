//! A command line that cannot be understood, or only asks for help.

use std::ffi::OsString;
use std::io::{self, Write as _};

use clap::error::ErrorKind;

use super::Failure;
use crate::exit::Exit;

/// Prints help, or says what is wrong with the command line, as the line itself asks for it.
pub(crate) fn answer(error: &clap::Error, words: &[OsString]) -> Exit {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if !asked && wants_json(words) {
        let failure = Failure::usage(summary(error)).hint("`keymint --help` tells the usage");
        // Where standard error is closed there is nobody left to tell.
        writeln!(io::stderr(), "{}", failure.to_json()).unwrap_or_default();
    } else {
        error.print().unwrap_or_default();
    }
    if asked { Exit::Done } else { Exit::Refused }
}

/// Whether the line asks for JSON, as far as it can be understood.
fn wants_json(words: &[OsString]) -> bool {
    let pairs = words.windows(2);
    words.iter().any(|word| word == "--output=json")
        || pairs
            .into_iter()
            .any(|pair| matches!(pair, [option, form] if option == "--output" && form == "json"))
}

/// The first line of clap's text, without its label.
fn summary(error: &clap::Error) -> String {
    let text = error.to_string();
    let lines = text.lines().map(str::trim).take_while(|line| !line.is_empty());
    let line = lines.collect::<Vec<_>>().join(" ");
    line.strip_prefix("error: ").unwrap_or(&line).to_owned()
}
