//! `Cargo.toml`, in the workspace or alone.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, value};

use super::{Blueprint, prose};
use crate::codegen::model::{MediaKind, Model, Operation};

/// Where the crate stands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Home<'a> {
    /// In this workspace.
    Workspace,
    /// Alone, with the core from elsewhere.
    Alone(&'a Core),
}

/// Where a crate that stands alone has the core from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Core {
    /// A folder.
    Path(PathBuf),
    /// A version in the registry.
    Version(String),
}

/// Ways to do TLS, which the core offers.
const TLS: [&str; 4] = ["rustls-ring", "rustls-aws-lc", "rustls-no-provider", "native-tls"];

/// What generated code takes of other people.
const FOREIGN: [&str; 2] = ["serde", "serde_json"];

/// What a crate of the workspace takes from the workspace.
const INHERITED: [&str; 7] =
    ["version", "edition", "rust-version", "license", "repository", "keywords", "categories"];

impl Core {
    /// Reads what stands on the command line: a version starts with a digit, or with a sign before one.
    pub(crate) fn parse(text: &str) -> Self {
        let is_version =
            text.trim_start_matches(['=', '^', '~']).starts_with(|c: char| c.is_ascii_digit());

        if is_version { Self::Version(text.to_owned()) } else { Self::Path(PathBuf::from(text)) }
    }
}

/// The text.
pub(super) fn text(blueprint: &Blueprint<'_>, home: Home<'_>, root: &Path) -> Result<String> {
    let ours = fs::read_to_string(root.join("Cargo.toml"))
        .context("Cargo.toml of the workspace could not be read")?;
    let ours: DocumentMut = ours.parse().context("Cargo.toml of the workspace is no TOML")?;

    match home {
        Home::Workspace => in_workspace(blueprint),
        Home::Alone(core) => alone(blueprint, core, &ours),
    }
    .with_context(|| format!("the manifest of {}", blueprint.name))
}

fn description(blueprint: &Blueprint<'_>) -> String {
    format!("Typed client of {}", prose::title(&blueprint.client.model.title).replace('`', ""))
}

fn in_workspace(blueprint: &Blueprint<'_>) -> Result<String> {
    let mut manifest = DocumentMut::new();
    let mut package = Table::new();
    package.insert("name", value(blueprint.name));
    package.insert("description", value(description(blueprint)));
    package.insert("readme", value("README.md"));
    for key in INHERITED {
        package.insert(key, inherited());
    }
    manifest.insert("package", Item::Table(package));
    manifest.insert("features", Item::Table(features()?));

    let mut dependencies = Table::new();
    dependencies.insert("keymint-core", from_workspace(core_features(&blueprint.client.model)));
    for name in FOREIGN {
        dependencies.insert(name, inherited());
    }
    manifest.insert("dependencies", Item::Table(dependencies));

    let mut tests = Table::new();
    tests.insert("tokio", from_workspace(&["macros", "rt"]));
    manifest.insert("dev-dependencies", Item::Table(tests));

    let mut lints = Table::new();
    lints.insert("workspace", value(true));
    manifest.insert("lints", Item::Table(lints));
    Ok(manifest.to_string())
}

/// `key.workspace = true`.
fn inherited() -> Item {
    let mut table = Table::new();
    table.set_dotted(true);
    table.insert("workspace", value(true));
    Item::Table(table)
}

/// A dependency of the workspace, with these features.
fn from_workspace(features: &[&str]) -> Item {
    if features.is_empty() {
        return inherited();
    }
    let mut row = InlineTable::new();
    row.insert("workspace", true.into());
    row.insert("features", features.iter().copied().collect::<Array>().into());
    value(row)
}

/// What the core needs for what the document speaks.
fn core_features(model: &Model) -> &'static [&'static str] {
    let mut media = model.operations.iter().flat_map(Operation::media);
    if media.any(|media| media.kind == MediaKind::Xml) { &["xml"] } else { &[] }
}

/// A feature of the core that the document needs and a crate's manifest does not turn on: the manifest was written when
/// the provider was added, and the document may have changed since.
pub(crate) fn lacks(manifest: &str, model: &Model) -> Result<Option<&'static str>> {
    let manifest: DocumentMut = manifest.parse()?;
    let core = manifest.get("dependencies").and_then(|all| all.get("keymint-core"));
    let on = core.and_then(|core| core.get("features")).and_then(Item::as_array);
    let is_on =
        |feature: &str| on.is_some_and(|on| on.iter().any(|one| one.as_str() == Some(feature)));
    Ok(core_features(model).iter().copied().find(|feature| !is_on(feature)))
}

fn features() -> Result<Table> {
    let mut text = "default = [\"rustls-ring\"]\n# How TLS is done: see keymint-core.\n".to_owned();
    for feature in TLS {
        let _ = writeln!(text, "{feature} = [\"keymint-core/{feature}\"]");
    }
    text.push_str("# The escape hatch: an HTTP client of the application's own.\n");
    text.push_str("reqwest = [\"keymint-core/reqwest\"]\n");
    text.push_str("# Timestamps and dates to `jiff` and back.\n");
    text.push_str("jiff = [\"keymint-core/jiff\"]\n");

    Ok(text.parse::<DocumentMut>()?.as_table().clone())
}

fn alone(blueprint: &Blueprint<'_>, core: &Core, ours: &DocumentMut) -> Result<String> {
    let shared = |keys: &[&str]| {
        keys.iter()
            .try_fold(ours.as_item(), |item, key| item.get(key))
            .cloned()
            .with_context(|| format!("Cargo.toml of the workspace has no {}", keys.join(".")))
    };
    let mut manifest = DocumentMut::new();
    let mut package = Table::new();
    package.insert("name", value(blueprint.name));
    package.insert("description", value(description(blueprint)));
    package.insert("readme", value("README.md"));
    package.insert("version", value("0.1.0"));
    for key in ["edition", "rust-version"] {
        package.insert(key, shared(&["workspace", "package", key])?);
    }
    package.insert("publish", value(false));
    manifest.insert("package", Item::Table(package));

    let mut features = features()?;
    features.decor_mut().clear();
    manifest.insert("features", Item::Table(features));

    let mut dependencies = Table::new();
    let mut from = InlineTable::new();
    match core {
        Core::Path(path) => {
            let path =
                path.canonicalize().with_context(|| format!("{} is not there", path.display()))?;
            from.insert("path", path.to_string_lossy().into_owned().into());
        }
        Core::Version(version) => drop(from.insert("version", version.into())),
    }
    from.insert("default-features", false.into());
    let features = core_features(&blueprint.client.model);
    if !features.is_empty() {
        from.insert("features", features.iter().copied().collect::<Array>().into());
    }
    dependencies.insert("keymint-core", value(from));
    for name in FOREIGN {
        dependencies.insert(name, shared(&["workspace", "dependencies", name])?);
    }
    manifest.insert("dependencies", Item::Table(dependencies));

    manifest.insert("lints", shared(&["workspace", "lints"])?);
    // Wherever the crate is put, it belongs to no workspace around it.
    manifest.insert("workspace", Item::Table(Table::new()));
    Ok(manifest.to_string())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Core;

    #[test]
    fn a_core_is_a_version_or_a_folder() {
        assert_eq!(Core::parse("0.1"), Core::Version("0.1".to_owned()));
        assert_eq!(Core::parse("=0.1.0"), Core::Version("=0.1.0".to_owned()));
        assert_eq!(Core::parse("../core"), Core::Path(PathBuf::from("../core")));
    }
}
