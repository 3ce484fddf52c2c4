//! `cargo xtask bench`: Keymint beside what one would write or pick instead, in one run.

mod binaries;
mod calls;
mod codegen;
mod functions;
mod instructions;
mod large;
mod machine;
pub(crate) mod page;
mod plot;
mod server;
mod soak;
pub(crate) mod spread;
pub(crate) mod table;

use anyhow::Result;
use clap::{Args, ValueEnum};

use binaries::Binaries;
use page::Page;

/// Measures Keymint beside its peers.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// What to measure; all of it unless some is named.
    #[arg(value_enum)]
    suites: Vec<Suite>,
    /// Fewer and shorter rounds: enough to see that it works.
    #[arg(long)]
    quick: bool,
    /// Writes the tables and the plot into docs/.
    #[arg(long)]
    write: bool,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Suite {
    /// One create over loopback, with each client.
    Calls,
    /// Bodies: XML, form and JSON, against other libraries.
    Codecs,
    /// The retry decision, Retry-After and time stamps.
    Policy,
    /// The generator, against progenitor alone.
    Codegen,
    /// Instructions of calls and bodies, counted by callgrind: the same on a busy machine.
    Instructions,
    /// Memory over a million calls.
    Soak,
}

/// Runs the verb.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let wanted = |suite| arguments.suites.is_empty() || arguments.suites.contains(&suite);
    let binaries = Binaries::build("keymint-benches")?;
    let mut page = Page::new(arguments.write);

    for suite in Suite::value_variants().iter().copied().filter(|suite| wanted(*suite)) {
        let tables = match suite {
            Suite::Calls => calls::measure(&binaries, arguments.quick)?,
            Suite::Codecs => functions::measure(&binaries, "codecs", arguments.quick)?,
            Suite::Policy => functions::measure(&binaries, "policy", arguments.quick)?,
            Suite::Codegen => codegen::measure(arguments.quick)?,
            Suite::Instructions => instructions::measure(&binaries, arguments.quick)?,
            Suite::Soak => soak::measure(&binaries, arguments.quick)?,
        };
        let name = suite.to_possible_value().map(|value| value.get_name().to_owned());
        page.add(&name.unwrap_or_default(), &tables)?;
    }
    page.finish()
}
