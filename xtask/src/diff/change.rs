//! A change, and what it makes the next release.

use std::fmt::Write as _;

use clap::ValueEnum;
use serde_json::{Value, json};

/// What a change makes the next release, as Cargo counts versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Level {
    /// Code goes on as it was.
    Patch,
    /// Code goes on, and there is more of it, or it does something else.
    Minor,
    /// Code stops compiling, or stops working where it worked.
    Major,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// How grave it is.
    pub(super) level: Level,
    /// What changed, as a path of Rust.
    pub(super) item: String,
    /// How it changed.
    pub(super) what: String,
    /// Why that is as grave as it is.
    pub(super) why: &'static str,
    /// Where the document says so, as a JSON pointer.
    pub(super) at: String,
}

impl Change {
    /// A change whose place is not known yet.
    pub(super) fn new(
        level: Level,
        item: impl Into<String>,
        what: impl Into<String>,
        why: &'static str,
    ) -> Self {
        Self { level, item: item.into(), what: what.into(), why, at: String::new() }
    }
}

impl Level {
    /// Its word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// The gravest level; nothing at all is a patch.
pub(super) fn verdict(changes: &[Change]) -> Level {
    changes.iter().map(|change| change.level).max().unwrap_or(Level::Patch)
}

/// The changes for people.
pub(super) fn text(changes: &[Change]) -> String {
    let mut out = String::new();

    for Change { level, item, what, why, at } in changes {
        let _ = writeln!(out, "{}  {item}: {what}", level.word());
        let place = if at.is_empty() { String::new() } else { format!("  {at}") };
        let _ = writeln!(out, "       {why}{place}");
    }
    let count = |level| changes.iter().filter(|change| change.level == level).count();
    let counts = [Level::Major, Level::Minor, Level::Patch]
        .map(|level| format!("{} {}", count(level), level.word()))
        .join(", ");
    let _ = writeln!(out, "verdict: {} ({counts})", verdict(changes).word());
    out
}

/// The changes for programs.
pub(super) fn json(changes: &[Change]) -> Value {
    let listed: Vec<_> = changes
        .iter()
        .map(|Change { level, item, what, why, at }| {
            json!({"level": level.word(), "item": item, "what": what, "why": why, "at": at})
        })
        .collect();
    json!({"verdict": verdict(changes).word(), "changes": listed})
}
