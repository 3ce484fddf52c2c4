//! What is refused before anything is made.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::codegen::names;
use crate::codegen::providers::{self, Provider};

/// Files that every new provider changes.
const CHANGED: [&str; 5] =
    ["Cargo.lock", "Cargo.toml", "openapi", "tests/Cargo.toml", "tests/smoke"];

/// Refuses a name that cannot be had, and changes that nobody could take back.
pub(super) fn check(
    provider: &Provider,
    others: &[Provider],
    allow_dirty: bool,
    root: &Path,
) -> Result<()> {
    let name = &provider.name;
    if !names::is_crate(name) || name == "keymint" || name.starts_with("keymint-") {
        bail!(
            "{name} is no name of a provider: small letters, digits and hyphens, a letter first, and no `keymint-`"
        );
    }
    if others.iter().any(|other| other.name == *name) {
        bail!("{name} is taken; {} has it", providers::TABLE);
    }
    let module = |name: &str| name.replace('-', "_");
    if let Some(other) = others.iter().find(|other| module(&other.name) == module(name)) {
        bail!("{name} and {} are one name in Rust", other.name);
    }
    for folder in [format!("crates/{}", provider.crate_name()), provider.document()] {
        if root.join(&folder).exists() {
            bail!("{name} is taken: {folder} is there");
        }
    }
    if ["yaml", "json"].iter().any(|end| root.join(format!("openapi/{name}.{end}")).exists()) {
        bail!("{name} is taken: openapi/ has a document of that name");
    }
    if module(name) == "support" {
        bail!("{name} is taken: the tests have a module of that name");
    }
    if allow_dirty { Ok(()) } else { is_clean(root) }
}

/// Refuses uncommitted changes where files are written: undoing is git's business.
fn is_clean(root: &Path) -> Result<()> {
    let output = Command::new("git")
        .args(["status", "--porcelain", "--"])
        .args(CHANGED)
        .current_dir(root)
        .output()
        .context("git could not be started; --allow-dirty goes on without it")?;
    if !output.status.success() {
        bail!("this is no work tree of git, so nothing could be undone; --allow-dirty goes on");
    }

    let dirty = String::from_utf8_lossy(&output.stdout).into_owned();
    if !dirty.is_empty() {
        bail!("commit or stash these first, or say --allow-dirty:\n{}", dirty.trim_end());
    }
    Ok(())
}
