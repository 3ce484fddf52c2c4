//! Instructions, counted by callgrind: a count does not depend on what else the machine does.
//!
//! Each function runs so often and then more often; the difference is what the runs alone cost, without the start of
//! the process.

use std::ffi::OsString;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::binaries::Binaries;
use super::calls;
use super::functions::{number, text};
use super::server::Server;
use super::spread::short;
use super::table::{Row, Table};

/// How often a function runs, first and then.
#[derive(Clone, Copy)]
struct Runs {
    few: u32,
    many: u32,
}

/// Counts all calls and bodies.
pub(super) fn measure(binaries: &Binaries, quick: bool) -> Result<Vec<Table>> {
    let mut tables = Vec::new();
    let server = Server::start(binaries)?;
    let runs = if quick { Runs { few: 20, many: 120 } } else { Runs { few: 100, many: 1100 } };
    for (group, peers) in calls::GROUPS {
        let mut table = start(format!("Instructions of one create over {group}"));
        for peer in peers {
            let count = count(binaries, "calls", runs, |times| {
                [peer, server.base(), times, "1"].map(OsString::from).to_vec()
            })?;
            push(&mut table, peer, count);
        }
        tables.push(table);
    }
    for line in binaries.lines("codecs", ["--list"])? {
        let (group, name) = (text(&line, "group")?, text(&line, "name")?);
        let title = format!("Instructions: {group}");
        if tables.last().is_none_or(|table| table.title != title) {
            tables.push(start(title));
        }
        let long = number(&line, "bytes") > LONG;
        let runs = if long { Runs { few: 1, many: 3 } } else { Runs { few: 100, many: 600 } };
        let count = count(binaries, "codecs", runs, |times| {
            [group, name, times].map(OsString::from).to_vec()
        })?;
        if let Some(table) = tables.last_mut() {
            push(table, name, count);
        }
    }
    Ok(tables)
}

fn start(title: String) -> Table {
    Table { title, columns: vec!["instructions", "ratio"], rows: Vec::new() }
}

fn push(table: &mut Table, name: &str, count: f64) {
    let reference = table.rows.first().and_then(|row| {
        let count = row.cells.first()?.replace(',', "");
        count.parse::<f64>().ok()
    });
    let ratio = count / reference.unwrap_or(count);
    let cells = vec![short(count), short(ratio)];
    table.rows.push(Row { name: name.to_owned(), cells, ratio: Some(ratio) });
}

/// What one more run costs.
fn count(
    binaries: &Binaries,
    program: &str,
    runs: Runs,
    arguments: impl Fn(&str) -> Vec<OsString>,
) -> Result<f64> {
    let total = |times: u32| instructions(binaries, program, &arguments(&times.to_string()));
    let (few, many) = (total(runs.few)?, total(runs.many)?);
    Ok((many - few) / f64::from(runs.many - runs.few))
}

fn instructions(binaries: &Binaries, program: &str, arguments: &[OsString]) -> Result<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(binaries.path(program))
        .args(arguments)
        .output()
        .context("valgrind could not be started; install it, or leave `instructions` out")?;
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("{program} failed under callgrind:\n{told}");
    }
    let total = told.lines().find_map(|line| line.split("Collected : ").nth(1));
    let total = total.and_then(|total| total.trim().parse().ok());
    total.context("callgrind told no total")
}

/// A body of so many bytes takes long enough under callgrind.
const LONG: f64 = 50_000.0;
