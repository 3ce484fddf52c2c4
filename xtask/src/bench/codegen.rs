//! The generator: its own four documents, and one of ten megabytes against progenitor alone.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Result, bail};
use wait4::Wait4 as _;

use super::binaries::Binaries;
use super::large;
use super::spread::Spread;
use super::table::{Row, Table};
use crate::workspace;

/// What a process took, with all processes that it started.
#[derive(Clone, Copy)]
struct Taken {
    cpu_seconds: f64,
    wall_seconds: f64,
    /// Of the largest of them.
    peak_mib: f64,
}

/// Measures both.
pub(super) fn measure(quick: bool) -> Result<Vec<Table>> {
    let rounds = if quick { 1 } else { 5 };
    Ok(vec![four(rounds)?, ten_megabytes(rounds)?])
}

/// As one waits for it at the desk: with the build of xtask that `cargo xtask` makes.
fn four(rounds: usize) -> Result<Table> {
    let mut taken = Vec::new();
    for _ in 0..rounds {
        let mut command = Command::new(std::env::current_exe()?);
        taken.push(run(command.args(["codegen", "--check"]))?);
    }
    let rows = vec![row("cargo xtask codegen, after its build", &taken, &taken)];
    Ok(Table { title: "The four documents".to_owned(), columns: COLUMNS.to_vec(), rows })
}

/// Both with optimisation, in turns.
fn ten_megabytes(rounds: usize) -> Result<Table> {
    let folder = workspace::target().join("benches/codegen");
    fs::create_dir_all(&folder)?;
    let document = folder.join("document.json");
    fs::write(&document, serde_json::to_vec(&large::standard())?)?;
    let binaries = Binaries::build("progenitor-alone")?;
    let xtask = workspace::release("xtask", "Cargo.toml", "benches/xtask")?.join("xtask");
    let (mut alone, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let mut command = binaries.command("progenitor-alone");
        alone.push(run(command.arg(&document).arg(folder.join("alone.rs")))?);
        let mut command = Command::new(&xtask);
        command.args(["codegen", "--document"]).arg(&document);
        ours.push(run(command.arg("--out").arg(folder.join("crate")))?);
    }
    let rows = vec![row("progenitor alone", &alone, &alone), row("keymint", &ours, &alone)];
    let title = format!("A document of {} MB", fs::metadata(&document)?.len() / 1_000_000);
    Ok(Table { title, columns: COLUMNS.to_vec(), rows })
}

fn run(command: &mut Command) -> Result<Taken> {
    let started = Instant::now();
    let used = command.stdout(Stdio::null()).spawn()?.wait4()?;
    if !used.status.success() {
        let program = Path::new(command.get_program()).file_name().map(OsStr::to_string_lossy);
        bail!("{} failed", program.unwrap_or_default());
    }
    let cpu = used.rusage.utime + used.rusage.stime;
    Ok(Taken {
        cpu_seconds: cpu.as_secs_f64(),
        wall_seconds: started.elapsed().as_secs_f64(),
        peak_mib: f64::from(u32::try_from(used.rusage.maxrss >> 20)?),
    })
}

fn row(name: &str, taken: &[Taken], reference: &[Taken]) -> Row {
    let all =
        |of: fn(&Taken) -> f64, taken: &[Taken]| -> Vec<f64> { taken.iter().map(of).collect() };
    let cpu = all(|taken| taken.cpu_seconds, taken);
    let ratio = Spread::of_ratios(&cpu, &all(|taken| taken.cpu_seconds, reference));
    let cells = vec![
        Spread::of(&cpu).to_string(),
        ratio.to_string(),
        Spread::of(&all(|taken| taken.wall_seconds, taken)).to_string(),
        Spread::of(&all(|taken| taken.peak_mib, taken)).to_string(),
    ];
    Row { name: name.to_owned(), cells, ratio: Some(ratio.median) }
}

const COLUMNS: [&str; 4] = ["CPU s", "CPU ratio", "wall s", "peak MiB"];
