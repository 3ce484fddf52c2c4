//! What was agreed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

/// The agreed limits.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limits {
    /// Processor time of a clean build, beside the consumer written by hand.
    pub(super) build: f64,
    /// Size of the binary, beside the same.
    pub(super) binary: f64,
    /// Crates of each consumer.
    pub(super) crates: BTreeMap<String, usize>,
}

impl Limits {
    /// Reads them.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path)?;
        toml::from_str(&text).with_context(|| format!("{} is not understood", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::consumer::CONSUMERS;
    use super::*;
    use crate::workspace;

    #[test]
    fn every_consumer_of_ours_has_a_limit_and_every_limit_a_consumer() {
        let limits = Limits::read(&workspace::root().join("benches/budget.toml")).unwrap();

        let mut ours: Vec<_> =
            CONSUMERS.iter().filter(|one| !one.is_foreign).map(|one| one.name).collect();
        ours.sort_unstable();
        ours.retain(|name| *name != "by_hand");

        assert_eq!(limits.crates.keys().collect::<Vec<_>>(), ours);
    }
}
