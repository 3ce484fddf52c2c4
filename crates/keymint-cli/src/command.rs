//! The commands, one file each.

mod apply;
mod audit;
mod create;
mod demo;
mod generated;
mod list;
mod providers;
mod resume;
mod revoke;
mod rotate;
mod sandbox;
mod show;
mod status;
mod update;

use crate::arguments::Command;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

/// Carries a command out.
pub(crate) async fn run(command: Command, output: &Output) -> Result<Exit, Failure> {
    match command {
        Command::Demo(arguments) => demo::run(&arguments, output).await,
        Command::Sandbox(arguments) => sandbox::run(&arguments, output).await,
        Command::Providers => providers::run(output),
        Command::Create(arguments) => create::run(&arguments, output).await,
        Command::List(arguments) => list::run(&arguments, output).await,
        Command::Show(arguments) => show::run(&arguments, output).await,
        Command::Update(arguments) => update::run(&arguments, output).await,
        Command::Rotate(arguments) => rotate::run(&arguments, output).await,
        Command::Revoke(arguments) => revoke::run(&arguments, output).await,
        Command::Apply(arguments) => apply::run(&arguments, output).await,
        Command::Resume(arguments) => resume::run(&arguments, output).await,
        Command::Status(arguments) => status::run(&arguments, output),
        Command::Audit(arguments) => audit::run(&arguments, output).await,
        Command::Completions { shell } => generated::completions(shell, output),
        Command::Man { command } => generated::manual(command.as_deref(), output),
    }
}
