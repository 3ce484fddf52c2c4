//! `keymint completions` and `keymint man`: what the command line says of itself.

use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

/// Prints a completion script.
pub(super) fn completions(shell: Shell, output: &Output) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "keymint", &mut script);
    output.data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// Prints the manual page of the program, or of one command.
pub(super) fn manual(command: Option<&str>, output: &Output) -> Result<Exit, Failure> {
    let mut program = Arguments::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => {
            let found = program.find_subcommand(name).cloned();
            found.ok_or_else(|| {
                Failure::usage(format!("there is no command {name:?}"))
                    .hint("`keymint --help` lists them")
            })?
        }
    };
    let mut text = Vec::new();
    Man::new(page)
        .render(&mut text)
        .map_err(|error| Failure::usage(format!("the page cannot be written: {error}")))?;
    output.data(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Done)
}
