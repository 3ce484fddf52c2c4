//! Functions that a program measures by itself, in turns: bodies, and what decides about retries.

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::binaries::Binaries;
use super::spread::{Spread, short};
use super::table::{Row, Table};

/// Runs a program and makes a table of each of its groups.
pub(super) fn measure(binaries: &Binaries, program: &str, quick: bool) -> Result<Vec<Table>> {
    let lines = binaries.lines(program, quick.then_some("--quick"))?;
    let mut tables: Vec<Table> = Vec::new();
    let mut reference = Vec::new();
    for line in &lines {
        let group = text(line, "group")?;
        let times = nanoseconds(line)?;
        if tables.last().is_none_or(|table| table.title != group) {
            tables.push(Table {
                title: group.to_owned(),
                columns: columns(line),
                rows: Vec::new(),
            });
            reference.clone_from(&times);
        }
        let table = tables.last_mut().context("a table has been made")?;
        table.rows.push(row(line, &times, &reference)?);
    }
    Ok(tables)
}

fn columns(line: &Value) -> Vec<&'static str> {
    let speed = (number(line, "bytes") > 0.0).then_some("MB/s");
    let rest = ["ratio", "allocations", "allocated bytes"];
    ["ns"].into_iter().chain(speed).chain(rest).collect()
}

fn row(line: &Value, times: &[f64], reference: &[f64]) -> Result<Row> {
    let spread = Spread::of(times);
    let ratio = Spread::of_ratios(times, reference);
    let bytes = number(line, "bytes");
    let speed = (bytes > 0.0).then(|| short(bytes * 1e3 / spread.median));
    let rest = [
        ratio.to_string(),
        short(number(line, "allocations")),
        short(number(line, "allocated_bytes")),
    ];
    let cells = [spread.to_string()].into_iter().chain(speed).chain(rest).collect();
    Ok(Row { name: text(line, "name")?.to_owned(), cells, ratio: Some(ratio.median) })
}

/// A text that every line has.
pub(super) fn text<'l>(line: &'l Value, name: &str) -> Result<&'l str> {
    line.get(name).and_then(Value::as_str).with_context(|| format!("a line without `{name}`"))
}

/// A number of a line; 0 where there is none.
pub(super) fn number(line: &Value, name: &str) -> f64 {
    line.get(name).and_then(Value::as_f64).unwrap_or_default()
}

fn nanoseconds(line: &Value) -> Result<Vec<f64>> {
    let list = line.get("nanoseconds").and_then(Value::as_array).context("a line without times")?;
    Ok(list.iter().filter_map(Value::as_f64).collect())
}
