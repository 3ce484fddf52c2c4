//! `cargo xtask prove`: the long forms of the proofs, and what each of them counted.
//!
//! No figure is written here: all are read from what the proofs print. A proof that prints none has proved nothing.

mod table;

use std::process::{Command, ExitCode, Output};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::workspace;
use table::PROOFS;

/// Runs the long forms of the proofs, and prints what each counted.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only these proofs.
    names: Vec<String>,
    /// For hours instead of minutes.
    #[arg(long)]
    long: bool,
    /// Lists the proofs and runs none.
    #[arg(long)]
    list: bool,
}

/// One claim, and the commands that show it.
struct Proof {
    name: &'static str,
    claim: &'static str,
    tool: Option<Tool>,
    /// Program and arguments; `$NAME` stands for the setting of this name.
    commands: &'static [&'static [&'static str]],
    /// Variables of the environment, with their value in the usual and in the long form.
    settings: &'static [(&'static str, &'static str, &'static str)],
    /// What a line of figures holds.
    mark: Mark,
}

/// A program that does not come with the Rust toolchain.
#[derive(Clone, Copy)]
struct Tool {
    /// The command that succeeds where it is installed.
    probe: &'static [&'static str],
    mend: &'static str,
}

/// How a line of figures is known.
#[derive(Clone, Copy)]
enum Mark {
    /// The figures follow it.
    Before(&'static str),
    /// It stands within the figures.
    Within(&'static str),
}

/// How a proof ended.
struct Ended {
    holds: bool,
    took: Duration,
    figures: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    if arguments.list {
        for proof in PROOFS {
            println!("{:<10} {}", proof.name, proof.claim);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let chosen = chosen(&arguments.names)?;
    let mut ends = Vec::new();
    for proof in chosen {
        println!("==> {}: {}", proof.name, proof.claim);
        let ended = proof.run(arguments.long)?;
        for figures in &ended.figures {
            println!("    {figures}");
        }
        ends.push((proof.name, ended));
    }
    println!("\n{:<10} {:<6} {:>7}  figures", "proof", "result", "seconds");
    for (name, ended) in &ends {
        let result = if ended.holds { "holds" } else { "FAILS" };
        let mut figures = ended.figures.iter();
        let first = figures.next().map_or("none", String::as_str);
        println!("{name:<10} {result:<6} {:>7.1}  {first}", ended.took.as_secs_f64());
        for more in figures {
            println!("{:26} {more}", "");
        }
    }
    let all_hold = ends.iter().all(|(_, ended)| ended.holds);
    Ok(if all_hold { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The proofs of these names, or all.
fn chosen(names: &[String]) -> Result<Vec<&'static Proof>> {
    if names.is_empty() {
        return Ok(PROOFS.iter().collect());
    }
    let find = |name: &String| {
        let found = PROOFS.iter().find(|proof| proof.name == name);
        found.with_context(|| {
            let known: Vec<_> = PROOFS.iter().map(|proof| proof.name).collect();
            format!("there is no proof `{name}`; there are {}", known.join(", "))
        })
    };
    names.iter().map(find).collect()
}

impl Proof {
    fn run(&self, long: bool) -> Result<Ended> {
        let started = Instant::now();
        let end = |holds, figures| Ended { holds, took: started.elapsed(), figures };
        if let Some(tool) = self.tool.filter(|tool| !tool.is_installed()) {
            return Ok(end(false, vec![format!("a tool is missing; install it: {}", tool.mend)]));
        }
        let settings: Vec<_> = self
            .settings
            .iter()
            .map(|(name, usual, long_form)| (*name, if long { *long_form } else { *usual }))
            .collect();
        let mut figures = Vec::new();
        for words in self.commands {
            let output = output(words, &settings)?;
            let said = said(&output);
            let found = said.lines().filter_map(|line| self.mark.figures(line));
            let before = figures.len();
            figures.extend(found.map(str::to_owned));
            if !output.status.success() {
                eprintln!("{said}");
                figures.push(format!("failed: {}", words.join(" ")));
                return Ok(end(false, figures));
            }
            if figures.len() == before {
                eprintln!("{said}");
                figures.push(format!("printed no figures: {}", words.join(" ")));
                return Ok(end(false, figures));
            }
        }
        Ok(end(true, figures))
    }
}

impl Tool {
    fn is_installed(self) -> bool {
        output(self.probe, &[]).is_ok_and(|output| output.status.success())
    }
}

impl Mark {
    fn figures(self, line: &str) -> Option<&str> {
        match self {
            Self::Before(mark) => line.split_once(mark).map(|(_, figures)| figures.trim()),
            Self::Within(mark) => Some(line.trim()).filter(|line| line.contains(mark)),
        }
    }
}

/// Runs a command in the root of the repository, and waits for its end.
fn output(words: &[&str], settings: &[(&str, &str)]) -> Result<Output> {
    let [program, arguments @ ..] = words else { bail!("a proof needs a command") };
    let filled = |argument: &&str| {
        settings.iter().fold((*argument).to_owned(), |text, (name, value)| {
            text.replace(&format!("${name}"), value)
        })
    };
    let mut command = if *program == "cargo" { workspace::cargo() } else { Command::new(program) };
    command
        .args(arguments.iter().map(filled))
        .envs(settings.iter().copied())
        .current_dir(workspace::root())
        .output()
        .with_context(|| format!("{program} could not be started"))
}

/// What a command printed, without the colours and the lines that it wrote over.
fn said(output: &Output) -> String {
    let both = [&*output.stdout, b"\n", &*output.stderr].concat();
    String::from_utf8_lossy(&both).replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A proof of its own making: a shell that says this.
    fn proof(commands: &'static [&'static [&'static str]], tool: Option<Tool>) -> Proof {
        let settings = &[("KEYMINT_SIZE", "10", "1000")];
        Proof { name: "x", claim: "x", tool, commands, settings, mark: Mark::Before("proof: ") }
    }

    #[test]
    fn figures_are_what_the_proof_printed() {
        let shell =
            proof(&[&["sh", "-c", "echo test a ... proof: plans=$KEYMINT_SIZE; echo other"]], None);

        assert_eq!(shell.run(false).unwrap().figures, ["plans=10"]);
        assert_eq!(shell.run(true).unwrap().figures, ["plans=1000"]);
        assert!(shell.run(false).unwrap().holds);
    }

    #[test]
    fn a_command_that_fails_or_prints_nothing_proves_nothing() {
        let fails = proof(&[&["sh", "-c", "echo proof: leaks=1; exit 1"]], None);
        let silent = proof(&[&["sh", "-c", "echo 0 tests"]], None);

        assert!(!fails.run(false).unwrap().holds);
        assert!(!silent.run(false).unwrap().holds);
    }

    #[test]
    fn a_missing_tool_is_named_with_its_mend_and_nothing_is_run() {
        let tool = Tool { probe: &["keymint-has-no-such-tool"], mend: "cargo install it" };
        let ended = proof(&[&["sh", "-c", "echo proof: run=1"]], Some(tool)).run(false).unwrap();

        assert!(!ended.holds);
        assert_eq!(ended.figures, ["a tool is missing; install it: cargo install it"]);
    }

    #[test]
    fn names_choose_and_an_unknown_one_is_told_with_the_known() {
        let one = chosen(&["plans".to_owned()]).unwrap();
        let error = chosen(&["plan".to_owned()]).map(|_| ()).unwrap_err().to_string();

        assert_eq!(one.len(), 1);
        assert_eq!(chosen(&[]).unwrap().len(), PROOFS.len());
        assert!(error.starts_with("there is no proof `plan`; there are plans, "), "{error}");
    }
}
