//! Whether memory stays where it is, over a million calls.

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::binaries::Binaries;
use super::server::Server;
use super::spread::Spread;
use super::table::{Row, Table};

/// Who soaks, and for how many calls; a call on a connection of its own takes a port of the system with it.
const SOAKS: [(&str, &str); 2] =
    [("keymint, kept connection", "1000000"), ("keymint, own connection", "100000")];
const QUICK: [(&str, &str); 2] =
    [("keymint, kept connection", "20000"), ("keymint, own connection", "20000")];

/// Makes the calls and compares the memory at both ends.
pub(super) fn measure(binaries: &Binaries, quick: bool) -> Result<Vec<Table>> {
    let mut rows = Vec::new();
    for (peer, calls) in if quick { QUICK } else { SOAKS } {
        let server = Server::start(binaries)?;
        let lines = binaries.lines("soak", [peer, server.base(), calls])?;
        let line = lines.first().context("the soak tells its figures")?;
        let resident = |name: &str| -> Vec<f64> {
            let list = line.get(name).and_then(Value::as_array);
            list.into_iter().flatten().filter_map(Value::as_f64).collect()
        };
        let (first, last) = (Spread::of(&resident("first_kib")), Spread::of(&resident("last_kib")));
        let growth = last.median / first.median;
        let cells =
            vec![calls.to_owned(), first.to_string(), last.to_string(), format!("{growth:.3}")];
        rows.push(Row { name: peer.to_owned(), cells, ratio: None });
    }
    let columns = vec!["calls", "KiB, first 10,000", "KiB, last 10,000", "growth"];
    Ok(vec![Table { title: "Resident memory".to_owned(), columns, rows }])
}
