//! The crates that documents become, in one workspace, so that what they depend on is built once.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use toml_edit::{DocumentMut, value};

use crate::workspace as here;

/// Writes the library of a document: what anybody gets, but in this workspace.
pub(super) fn library(folder: &Path, name: &str, files: &[(&str, String)]) -> Result<()> {
    for (file, text) in files {
        match *file {
            "Cargo.toml" => write(folder, file, &joined(text, name)?)?,
            _ => write(folder, file, text)?,
        }
    }
    Ok(())
}

/// A manifest that stands alone, as one of many.
pub(super) fn joined(manifest: &str, name: &str) -> Result<String> {
    let mut manifest: DocumentMut = manifest.parse().context("the manifest is no TOML")?;
    let package = manifest.get_mut("package").and_then(|package| package.as_table_like_mut());
    let package = package.context("the manifest has no package")?;
    package.insert("name", value(name));
    package.insert("version", value("0.1.0"));
    manifest.remove("workspace");
    Ok(manifest.to_string())
}

/// Writes a program beside the library of a document.
pub(super) fn program(folder: &Path, name: &str, types: &str, main: &str) -> Result<()> {
    let core = value(here::root().join("crates/keymint-core").to_string_lossy().into_owned());
    let manifest = format!(
        "[package]\nname = \"{name}-examples\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nhttp = \"1\"\nkeymint-core = {{ path = {core}, features = [\"fuzzing\"], default-features = false }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n"
    );
    write(folder, "src/generated.rs", types)?;
    write(folder, "src/main.rs", main)?;
    write(folder, "Cargo.toml", &manifest)
}

/// Joins crates into a workspace; `pinned` to the versions of this one.
pub(super) fn workspace(out: &Path, names: &[String], pinned: bool) -> Result<()> {
    let members = names
        .iter()
        .flat_map(|name| [name.clone(), format!("{name}/examples")])
        .filter(|member| out.join(member).join("Cargo.toml").is_file());
    let members = value(members.collect::<toml_edit::Array>());
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members}\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n"
    );
    write(out, "Cargo.toml", &manifest)?;
    if pinned {
        fs::copy(here::root().join("Cargo.lock"), out.join("Cargo.lock"))?;
    }
    Ok(())
}

/// Writes what is new, so that what is not is not compiled again.
fn write(folder: &Path, file: &str, text: &str) -> Result<()> {
    let path = folder.join(file);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    if fs::read_to_string(&path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    fs::write(&path, text).with_context(|| format!("{} could not be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn a_manifest_keeps_all_but_its_name_its_version_and_its_own_workspace() {
        let alone = "[package]\nname = \"a\"\nversion = \"v2\"\nedition = \"2024\"\n\n[lints.rust]\nunused = \"warn\"\n\n[workspace]\n";

        let joined = joined(alone, "c-a").unwrap();

        assert_eq!(
            joined,
            "[package]\nname = \"c-a\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[lints.rust]\nunused = \"warn\"\n"
        );
    }

    #[test]
    fn what_is_no_manifest_is_said_so() {
        assert!(joined("[package", "c-a").is_err());
        assert!(joined("", "c-a").is_err());
    }
}
