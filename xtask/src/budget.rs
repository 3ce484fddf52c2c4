//! `cargo xtask budget`: what a consumer of each crate costs, and that it costs no more than agreed.

mod consumer;
mod limits;

use anyhow::{Result, bail};
use clap::Args;

use crate::bench::page::Page;
use crate::bench::table::{Row, Table};
use crate::workspace;
use consumer::{Built, CONSUMERS, Consumer, REFERENCE};
use limits::Limits;

/// Builds consumers, and fails when one of them costs more than `benches/budget.toml` allows.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Counts the crates of all, and builds one provider's consumer on top of the one written by hand.
    #[arg(long)]
    quick: bool,
    /// Writes the table into docs/.
    #[arg(long)]
    write: bool,
}

/// Runs the verb.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let limits = Limits::read(&workspace::root().join("benches/budget.toml"))?;
    let mut over = Vec::new();
    let mut rows = Vec::new();

    let mut reference = None;
    for consumer in CONSUMERS.iter().filter(|consumer| !arguments.quick || !consumer.is_foreign) {
        consumer.write()?;
        let crates = consumer.crates()?;
        println!("{}: {crates} crates", consumer.name);
        if limits.crates.get(consumer.name).is_some_and(|limit| crates > *limit) {
            over.push(format!("{} has {crates} crates", consumer.name));
        }
        let built = match (reference, arguments.quick) {
            (None, _) | (Some(_), false) => consumer.build(consumer.name)?,
            (Some(reference), true) if consumer.name == QUICK => on_top(consumer, reference)?,
            (Some(_), true) => continue,
        };
        let (time, size) = built.beside(*reference.get_or_insert(built));
        println!("{}: {built}; {time:.2} × the time, {size:.3} × the size", consumer.name);
        if !consumer.is_foreign && time > limits.build {
            over.push(format!("{} takes {time:.2} × to build", consumer.name));
        }
        if !consumer.is_foreign && size > limits.binary {
            over.push(format!("{} is {size:.3} × as large", consumer.name));
        }
        rows.push(row(consumer, crates, built, (time, size)));
    }

    let title = "A clean release build".to_owned();
    Page::new(arguments.write)
        .add("budget", &[Table { title, columns: COLUMNS.to_vec(), rows }])?;
    if !over.is_empty() {
        bail!("over the budget in benches/budget.toml: {}", over.join("; "));
    }
    println!("within the budget");
    Ok(())
}

fn row(consumer: &Consumer, crates: usize, built: Built, (time, size): (f64, f64)) -> Row {
    let cells = vec![
        crates.to_string(),
        format!("{:.1}", built.cpu_seconds),
        format!("{time:.2}"),
        built.bytes.to_string(),
        format!("{size:.3}"),
    ];
    Row { name: consumer.name.to_owned(), cells, ratio: None }
}

/// What both have in common is built already, and counts for both.
fn on_top(consumer: &Consumer, reference: Built) -> Result<Built> {
    let more = consumer.build(REFERENCE.name)?;
    Ok(Built { cpu_seconds: reference.cpu_seconds + more.cpu_seconds, ..more })
}

const COLUMNS: [&str; 5] = ["crates", "CPU s", "ratio", "stripped bytes", "ratio"];
/// The provider whose generated code is the longest.
const QUICK: &str = "infobip";
