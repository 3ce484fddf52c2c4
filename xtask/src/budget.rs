//! `cargo xtask budget`: what a consumer of each crate costs, and that it costs no more than agreed.

mod consumer;
mod limits;

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use clap::Args;

use crate::bench::page::Page;
use crate::bench::spread::Spread;
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
    let (mut crates, mut over) = (BTreeMap::new(), Vec::new());
    for consumer in CONSUMERS.iter().filter(|consumer| !arguments.quick || !consumer.is_foreign) {
        consumer.write()?;
        let count = consumer.crates()?;
        println!("{}: {count} crates", consumer.name);
        if limits.crates.get(consumer.name).is_some_and(|limit| count > *limit) {
            over.push(format!("{} has {count} crates", consumer.name));
        }
        crates.insert(consumer.name, count);
    }
    let rounds = if arguments.quick { vec![on_top_of_each_other()?] } else { measure()? };
    let rows = rows(&rounds, &crates, &limits, &mut over)?;

    let title = "A clean release build".to_owned();
    Page::new(arguments.write)
        .add("budget", &[Table { title, columns: COLUMNS.to_vec(), rows }])?;
    if !over.is_empty() {
        bail!("over the budget in benches/budget.toml: {}", over.join("; "));
    }
    println!("within the budget");
    Ok(())
}

/// What each consumer took and made, in one round; the reference is the first of it.
type Round = Vec<(&'static Consumer, Built)>;

/// Builds all of them from nothing, in turns.
fn measure() -> Result<Vec<Round>> {
    let build = |consumer: &'static Consumer| {
        let built = consumer.build(consumer.name)?;
        println!("{}: {built}", consumer.name);
        Ok((consumer, built))
    };
    (0..ROUNDS).map(|_| CONSUMERS.iter().map(build).collect()).collect()
}

/// Builds one provider's consumer on top of the reference: what both have in common counts for both.
fn on_top_of_each_other() -> Result<Round> {
    let reference = REFERENCE.build(REFERENCE.name)?;
    let mut round = vec![(&REFERENCE, reference)];
    for consumer in CONSUMERS.iter().filter(|consumer| consumer.name == QUICK) {
        consumer.on_the_same_reqwest().write()?;
        let more = consumer.build(REFERENCE.name)?;
        let cpu_seconds = reference.cpu_seconds + more.cpu_seconds;
        round.push((consumer, Built { cpu_seconds, ..more }));
    }
    Ok(round)
}

/// The table of all rounds, and who is over the limits.
fn rows(
    rounds: &[Round],
    crates: &BTreeMap<&str, usize>,
    limits: &Limits,
    over: &mut Vec<String>,
) -> Result<Vec<Row>> {
    let of = |number: usize| rounds.iter().filter_map(move |round| round.get(number));
    let seconds = |number| of(number).map(|(_, built)| built.cpu_seconds).collect::<Vec<_>>();
    let reference = seconds(0);
    let Some((_, by_hand)) = of(0).next() else { bail!("nothing was built") };
    let mut rows = Vec::new();
    for (number, (consumer, built)) in rounds.first().into_iter().flatten().enumerate() {
        let time = Spread::of_ratios(&seconds(number), &reference);
        let size = f64::from(built.bytes) / f64::from(by_hand.bytes);
        println!("{}: {time} × the time, {size:.3} × the size", consumer.name);
        if !consumer.is_foreign && time.median > limits.build {
            over.push(format!("{} takes {:.2} × to build", consumer.name, time.median));
        }
        if !consumer.is_foreign && size > limits.binary {
            over.push(format!("{} is {size:.3} × as large", consumer.name));
        }
        let cells = vec![
            crates.get(consumer.name).map(usize::to_string).unwrap_or_default(),
            Spread::of(&seconds(number)).to_string(),
            time.to_string(),
            built.bytes.to_string(),
            format!("{size:.3}"),
        ];
        rows.push(Row { name: consumer.name.to_owned(), cells, ratio: None });
    }
    Ok(rows)
}

const COLUMNS: [&str; 5] = ["crates", "CPU s", "ratio", "stripped bytes", "ratio"];
/// One build takes a fifth more or less than the next, whatever is built.
const ROUNDS: usize = 3;
/// The provider whose generated code is the longest.
const QUICK: &str = "infobip";
