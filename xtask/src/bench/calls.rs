//! One create over loopback, with each client: the server on the second core, the client on the first.

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::binaries::Binaries;
use super::server::Server;
use super::spread::{Spread, short};
use super::table::{Row, Table};

/// Clients that are compared; the first of each is what the others are measured by.
pub(super) const GROUPS: [(&str, &[&str]); 2] = [
    (
        "a kept connection",
        &[
            "reqwest by hand",
            "reqwest by hand, bounded",
            "keymint, kept connection",
            "progenitor",
            "hyper by hand",
        ],
    ),
    (
        "a connection for each call",
        &[
            "reqwest by hand, own connection",
            "reqwest by hand, own connection, bounded",
            "keymint, own connection",
        ],
    ),
];
/// Calls at once, and how many there are for each of the groups: turns are short, so that what else the machine does
/// hits all clients alike.
const LOADS: [(&str, [&str; 2]); 2] = [("1", ["1600", "600"]), ("64", ["4032", "1280"])];
const QUICK_LOADS: [(&str, [&str; 2]); 2] = [("1", ["800", "300"]), ("64", ["1280", "640"])];

/// Measures all clients, in turns.
pub(super) fn measure(binaries: &Binaries, quick: bool) -> Result<Vec<Table>> {
    let server = Server::start(binaries)?;
    let (rounds, loads) = if quick { (3, QUICK_LOADS) } else { (51, LOADS) };
    let mut tables = Vec::new();
    for (at_once, calls) in loads {
        for ((group, peers), calls) in GROUPS.into_iter().zip(calls) {
            let mut samples = vec![Vec::new(); peers.len()];
            for _ in 0..rounds {
                for (peer, samples) in peers.iter().zip(&mut samples) {
                    let lines = binaries.lines("calls", [peer, server.base(), calls, at_once])?;
                    samples.push(lines.into_iter().next().context("the client tells its figures")?);
                }
            }
            let title = format!("One create over {group}, {at_once} at once");
            tables.push(table(title, peers, &samples));
        }
    }
    Ok(tables)
}

fn table(title: String, peers: &[&str], samples: &[Vec<Value>]) -> Table {
    let figures = |index: usize, name: &str| -> Vec<f64> {
        let all = samples.get(index).map_or(&[][..], Vec::as_slice);
        all.iter().filter_map(|sample| sample.get(name)?.as_f64()).collect()
    };
    let row = |(index, peer): (usize, &&str)| {
        let cpu = figures(index, "cpu_microseconds");
        let ratio = Spread::of_ratios(&cpu, &figures(0, "cpu_microseconds"));
        let exact = |name| short(Spread::of(&figures(index, name)).median);
        let cells = vec![
            Spread::of(&figures(index, "calls_per_second")).to_string(),
            Spread::of(&cpu).to_string(),
            ratio.to_string(),
            exact("allocations"),
            exact("allocated_bytes"),
        ];
        Row { name: (*peer).to_owned(), cells, ratio: Some(ratio.median) }
    };
    let columns = vec!["calls/s", "CPU µs/call", "CPU ratio", "allocations/call", "bytes/call"];
    Table { title, columns, rows: peers.iter().enumerate().map(row).collect() }
}
