//! Lines that a new crate adds to manifests of the workspace; the rest of them stays as it is.

use anyhow::{Context as _, Result, bail};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

/// The workspace's manifest, with the crate among its dependencies.
pub(super) fn workspace(text: &str, name: &str) -> Result<String> {
    let mut manifest: DocumentMut = text.parse()?;
    let version = manifest
        .get("workspace")
        .and_then(|workspace| workspace.get("package")?.get("version")?.as_str())
        .context("workspace.package.version is missing")?
        .to_owned();
    let dependencies = manifest
        .get_mut("workspace")
        .and_then(|workspace| workspace.get_mut("dependencies")?.as_table_mut())
        .context("workspace.dependencies is missing")?;

    let mut row = InlineTable::new();
    row.insert("path", format!("crates/{name}").into());
    row.insert("version", version.into());
    row.insert("default-features", false.into());
    insert(dependencies, name, Item::Value(Value::InlineTable(row)))?;
    Ok(manifest.to_string())
}

/// The manifest of the tests, with the crate among what they test.
pub(super) fn tests(text: &str, name: &str) -> Result<String> {
    let mut manifest: DocumentMut = text.parse()?;
    let dependencies = manifest
        .get_mut("dev-dependencies")
        .and_then(Item::as_table_mut)
        .context("dev-dependencies is missing")?;

    let mut row = InlineTable::new();
    row.insert("workspace", true.into());
    row.insert("features", Value::Array(Array::from_iter(["rustls-ring"])));
    insert(dependencies, name, Item::Value(Value::InlineTable(row)))?;
    Ok(manifest.to_string())
}

/// Inserts a row before the first of our own crates that follows it, or after the last.
fn insert(table: &mut Table, name: &str, row: Item) -> Result<()> {
    if table.contains_key(name) {
        bail!("{name} is there already");
    }
    let keys: Vec<_> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let ours = |key: &&String| key.starts_with("keymint");
    let next = keys
        .iter()
        .position(|key| ours(&key) && key.as_str() > name)
        .or_else(|| keys.iter().rposition(|key| ours(&key)).map(|last| last + 1))
        .unwrap_or(keys.len());

    // Later rows are taken out and put back, with the comments and empty lines before them.
    let later: Vec<_> = keys
        .get(next..)
        .unwrap_or_default()
        .iter()
        .filter_map(|key| table.remove_entry(key))
        .collect();
    table.insert(name, row);
    for (key, row) in later {
        table.insert_formatted(&key, row);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{tests, workspace};

    #[test]
    fn a_row_goes_where_it_belongs_and_nothing_else_changes() {
        let before = "[workspace.package]\nversion = \"0.2.0\"\n\n[workspace.dependencies]\nkeymint-b = { path = \"x\" } # b\nkeymint-d = 1\n\n# Others.\nserde = \"1\"\n\n[profile.release]\nstrip = true\n";
        let row = |name| {
            format!(
                "{name} = {{ path = \"crates/{name}\", version = \"0.2.0\", default-features = false }}\n"
            )
        };

        let middle = workspace(before, "keymint-c").unwrap();
        let last = workspace(before, "keymint-e").unwrap();

        assert_eq!(middle, before.replace("keymint-d", &format!("{}keymint-d", row("keymint-c"))));
        assert_eq!(
            last,
            before.replace("keymint-d = 1\n", &format!("keymint-d = 1\n{}", row("keymint-e")))
        );
        assert!(workspace(before, "keymint-b").is_err());
    }

    #[test]
    fn dotted_rows_and_comments_stay() {
        let before = "[dev-dependencies]\nbase64.workspace = true\nkeymint-a = { workspace = true }\nserde.workspace = true\n# Why.\nserde_json = { workspace = true }\n\n[lints]\nworkspace = true\n";

        let after = tests(before, "keymint-b").unwrap();

        let row = "keymint-b = { workspace = true, features = [\"rustls-ring\"] }\n";
        assert_eq!(after, before.replace("serde.w", &format!("{row}serde.w")));
    }
}
