//! What the generator stands on.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use toml_edit::{DocumentMut, Item};

/// Crates that decide what generated code looks like.
const CRATES: [&str; 7] =
    ["heck", "openapiv3", "prettyplease", "progenitor", "progenitor-impl", "typify", "typify-impl"];

/// Each tool with its version, as `Cargo.lock` and rustfmt say it.
pub(crate) fn tools(root: &Path) -> Result<BTreeMap<String, String>> {
    let text =
        fs::read_to_string(root.join("Cargo.lock")).context("Cargo.lock could not be read")?;
    let lock: DocumentMut = text.parse().context("Cargo.lock is no TOML")?;
    let mut tools = BTreeMap::new();

    let packages = lock.get("package").and_then(Item::as_array_of_tables);
    for package in packages.into_iter().flatten() {
        let text = |key: &str| package.get(key).and_then(Item::as_str);
        if let (Some(name), Some(version)) = (text("name"), text("version"))
            && CRATES.contains(&name)
        {
            let versions: &mut String = tools.entry(name.to_owned()).or_default();
            let separator = if versions.is_empty() { "" } else { ", " };
            versions.push_str(separator);
            versions.push_str(version);
        }
    }

    let output = Command::new("rustfmt")
        .arg("--version")
        .current_dir(root)
        .output()
        .context("rustfmt could not be started")?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    tools.insert("rustfmt".to_owned(), version.trim_start_matches("rustfmt ").to_owned());
    Ok(tools)
}

#[cfg(test)]
mod tests {
    use super::{CRATES, tools};
    use crate::workspace::root;

    #[test]
    fn every_tool_has_a_version() {
        let tools = tools(&root()).unwrap();

        assert_eq!(tools.len(), CRATES.len() + 1);
        assert!(tools.values().all(|version| version.starts_with(|c: char| c.is_ascii_digit())));
    }
}
