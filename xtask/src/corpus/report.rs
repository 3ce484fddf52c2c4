//! The tables of a measurement, and every failure with its reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::measure::{Measurement, Outcome, Row};

/// The report as Markdown: the generators side by side, then every document of ours, then what failed.
pub(super) fn text(ours: &Measurement, peers: &[Measurement]) -> String {
    let mut text = format!("{COMPARISON}{}", totals(ours, &ours.rows, ""));
    if let Some(peer) = peers.first().filter(|peer| peer.rows.len() < ours.rows.len()) {
        let sample = ours.rows.iter().filter(|(name, _)| peer.rows.contains_key(*name));
        let sample = sample.map(|(name, row)| (name.clone(), row.clone())).collect();
        text.push_str(&totals(ours, &sample, ", documents of the peers"));
    }
    for peer in peers {
        text.push_str(&totals(peer, &peer.rows, ""));
    }

    text.push_str(&examples(ours));
    text.push_str(&failures(ours));
    for peer in peers {
        text.push_str(&failures(peer));
    }
    text.push_str(&documents(ours, peers));
    text
}

const COMPARISON: &str = "| generator | documents | generated | compile | compile without a warning |\n|---|---|---|---|---|\n";

fn totals(measured: &Measurement, rows: &BTreeMap<String, Row>, which: &str) -> String {
    let count = |test: fn(&Row) -> bool| rows.values().filter(|row| test(row)).count();
    let checked = count(|row| row.compiles != Outcome::NotRun);
    let of_checked = |number: usize| format!("{number} of {checked}");
    let compile = count(|row| row.compiles.is_done());
    let clean = count(|row| row.compiles.is_done() && row.warnings.is_empty());
    let linted = if measured.linted { of_checked(clean) } else { "not asked".to_owned() };
    format!(
        "| {}{which} | {} | {} | {} | {linted} |\n",
        measured.name,
        rows.len(),
        count(|row| row.generated.is_done()),
        of_checked(compile),
    )
}

fn examples(ours: &Measurement) -> String {
    let read: Vec<_> = ours.rows.values().filter(|row| row.read.is_done()).collect();
    if read.is_empty() {
        return String::new();
    }
    let all: usize = read.iter().map(|row| row.examples).sum();
    let missed: usize = read.iter().map(|row| row.misses.len()).sum();
    let invalid: usize = read.iter().map(|row| row.invalid).sum();
    let whole = read.iter().filter(|row| row.misses.is_empty()).count();
    format!(
        "\nExamples: {} of {all} come back equal, in {whole} of {} documents all of them; {invalid} more are invalid in their own documents.\n",
        all - missed,
        read.len(),
    )
}

fn failures(measured: &Measurement) -> String {
    let mut text = String::new();
    for (name, row) in &measured.rows {
        let steps = [
            ("not generated", row.generated.reason()),
            ("does not compile", row.compiles.reason()),
            ("examples not read", row.read.reason()),
        ];
        for (step, why) in steps {
            if let Some(why) = why {
                let _ = writeln!(text, "- {name}, {step}: {why}");
            }
        }
        if let Some(first) = row.warnings.first() {
            let _ = writeln!(text, "- {name}, {} warnings: {first}", row.warnings.len());
        }
        for miss in &row.misses {
            let _ = writeln!(text, "- {name}, example {miss}");
        }
    }
    if text.is_empty() { text } else { format!("\nFailures of {}:\n\n{text}", measured.name) }
}

fn documents(ours: &Measurement, peers: &[Measurement]) -> String {
    let mut text =
        "\n| document | operations | lines | CPU ms | MiB | generated | compiles | warnings | examples |".to_owned();
    for peer in peers {
        let _ = write!(text, " {} |", peer.name);
    }
    text.push_str("\n|---|---|---|---|---|---|---|---|---|");
    text.push_str(&"---|".repeat(peers.len()));
    text.push('\n');

    for (name, row) in &ours.rows {
        let number = |number: Option<u64>| number.map_or_else(String::new, |n| n.to_string());
        let kept = row.examples.saturating_sub(row.misses.len());
        let examples = if row.read.is_done() {
            format!("{kept} of {}", row.examples)
        } else {
            word(&row.read).to_owned()
        };
        let _ = write!(
            text,
            "| {name} | {} | {} | {} | {} | {} | {} | {} | {examples} |",
            row.size.operations,
            row.size.lines,
            number(row.size.milliseconds),
            number(row.size.mebibytes),
            word(&row.generated),
            word(&row.compiles),
            row.warnings.len(),
        );
        for peer in peers {
            let _ = write!(text, " {} |", peer.rows.get(name).map_or("", in_one_word));
        }
        text.push('\n');
    }
    text
}

fn in_one_word(row: &Row) -> &'static str {
    match (&row.generated, &row.compiles) {
        (Outcome::Failed(_), _) => "not generated",
        (_, Outcome::Failed(_)) => "does not compile",
        (_, Outcome::Done) => "compiles",
        (Outcome::Done, Outcome::NotRun) => "generated",
        (Outcome::NotRun, Outcome::NotRun) => "–",
    }
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::NotRun => "–",
        Outcome::Done => "yes",
        Outcome::Failed(_) => "**no**",
    }
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::corpus::measure::{Measurement, Outcome, Row};

    #[test]
    fn like_is_compared_with_like_and_every_failure_has_its_reason() {
        let row = |compiles: Outcome| Row { generated: Outcome::Done, compiles, ..Row::default() };
        let mut warned = row(Outcome::Done);
        warned.warnings.push("unused at generated.rs:1: a".to_owned());
        let ours = Measurement {
            name: "keymint".to_owned(),
            linted: true,
            rows: [("c-a".to_owned(), row(Outcome::Done)), ("c-b".to_owned(), warned)].into(),
        };
        let peer = Measurement {
            name: "other".to_owned(),
            linted: false,
            rows: [("c-a".to_owned(), row(Outcome::Failed("1 errors".to_owned())))].into(),
        };

        let text = text(&ours, &[peer]);

        assert!(text.contains("| keymint | 2 | 2 | 2 of 2 | 1 of 2 |"), "{text}");
        assert!(
            text.contains("| keymint, documents of the peers | 1 | 1 | 1 of 1 | 1 of 1 |"),
            "{text}"
        );
        assert!(text.contains("| other | 1 | 1 | 0 of 1 | not asked |"), "{text}");
        assert!(text.contains("- c-b, 1 warnings: unused at generated.rs:1: a"), "{text}");
        assert!(text.contains("- c-a, does not compile: 1 errors"), "{text}");
    }
}
