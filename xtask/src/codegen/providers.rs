//! The providers, from the table in `openapi/`.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use toml_edit::{Array, DocumentMut, Item, Table, TableLike, value};

use super::document::Document;
use super::names;
use super::selection::Selection;

/// The table, from the root of the repository.
pub(crate) const TABLE: &str = "openapi/providers.toml";

/// Keys of a row.
const KEYS: [&str; 2] = ["document", "operations"];

/// A provider and where its files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Provider {
    /// Its name in the code.
    pub(crate) name: String,
    /// Its document, below `openapi/`.
    pub(crate) file: String,
    /// The operations that are generated.
    pub(crate) operations: Selection,
}

impl Provider {
    /// Its document, from the root of the repository.
    pub(crate) fn document(&self) -> String {
        format!("openapi/{}", self.file)
    }

    /// Its crate.
    pub(crate) fn crate_name(&self) -> String {
        format!("keymint-{}", self.name)
    }

    /// The file that is generated from the document, from the root of the repository.
    pub(crate) fn generated(&self) -> String {
        format!("crates/{}/src/generated.rs", self.crate_name())
    }

    /// The manifest of its crate.
    pub(crate) fn manifest(&self) -> String {
        format!("crates/{}/Cargo.toml", self.crate_name())
    }

    /// Reads its document.
    pub(crate) fn read(&self, root: &Path) -> Result<Document> {
        let file = self.document();
        let mut document = Document::read(&root.join(&file), &file)?;
        document.selection = self.operations.clone();
        Ok(document)
    }
}

/// Every provider, by name.
pub(crate) fn read(root: &Path) -> Result<Vec<Provider>> {
    let text = fs::read_to_string(root.join(TABLE))
        .with_context(|| format!("{TABLE} could not be read"))?;
    parse(&text).context(TABLE)
}

/// The table with one more provider.
pub(crate) fn with(text: &str, provider: &Provider) -> Result<String> {
    let mut table: DocumentMut = text.parse().context(TABLE)?;
    let mut row = Table::new();

    row.insert("document", value(&provider.file));
    if !provider.operations.takes_all() {
        let filters: Array = provider.operations.texts().collect();
        row.insert("operations", value(filters));
    }
    row.decor_mut().set_prefix("\n");
    table.insert(&provider.name, Item::Table(row));
    Ok(table.to_string())
}

fn parse(text: &str) -> Result<Vec<Provider>> {
    let table: DocumentMut = text.parse()?;
    let mut providers = table
        .iter()
        .map(|(name, row)| {
            let row = row.as_table_like().with_context(|| format!("{name} is no table"))?;
            provider(name, row).with_context(|| name.to_owned())
        })
        .collect::<Result<Vec<_>>>()?;
    providers.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(providers)
}

fn provider(name: &str, row: &dyn TableLike) -> Result<Provider> {
    if !names::is_crate(name) {
        bail!("this is no name of a crate");
    }
    if let Some((key, _)) = row.iter().find(|(key, _)| !KEYS.contains(key)) {
        bail!("`{key}` is not known; {} are", KEYS.join(" and "));
    }

    let file = row.get("document").and_then(Item::as_str).context("`document` is missing")?;
    if file.contains(['/', '\\']) || file.starts_with('.') {
        bail!("`document` is a file in openapi/, not {file}");
    }
    let operations = match row.get("operations") {
        None => Vec::new(),
        Some(filters) => filters
            .as_array()
            .and_then(|filters| filters.iter().map(toml_edit::Value::as_str).collect())
            .context("`operations` is a list of filters")?,
    };
    let operations = Selection::parse(&operations).context("operations")?;
    Ok(Provider { name: name.to_owned(), file: file.to_owned(), operations })
}

#[cfg(test)]
mod tests {
    use super::{parse, with};

    const TABLE: &str = "# Ours.\n\n[b]\ndocument = \"b.yaml\"\n\n[a]\ndocument = \"a.json\"\noperations = [\"tag:x\", \"!y\"]\n";

    #[test]
    fn rows_are_read_by_name() {
        let providers = parse(TABLE).unwrap();

        let names: Vec<_> = providers.iter().map(super::Provider::generated).collect();
        assert_eq!(
            names,
            ["crates/keymint-a/src/generated.rs", "crates/keymint-b/src/generated.rs"]
        );
        assert_eq!(providers[0].operations.texts().collect::<Vec<_>>(), ["tag:x", "!y"]);
        assert!(providers[1].operations.takes_all());
    }

    #[test]
    fn a_row_that_is_added_is_read_back_and_the_rest_stays() {
        let mut added = parse(TABLE).unwrap().remove(0);
        added.name = "c-d".to_owned();

        let text = with(TABLE, &added).unwrap();

        assert!(text.starts_with(TABLE), "{text}");
        assert_eq!(parse(&text).unwrap()[2], added);
    }

    #[test]
    fn a_wrong_row_is_refused_with_its_name() {
        for (row, why) in [
            ("[A]\ndocument = 'a'", "no name of a crate"),
            ("[a]\n", "`document` is missing"),
            ("[a]\ndocument = '../x'", "a file in openapi/"),
            ("[a]\ndocument = 'x'\nfilters = []", "`filters` is not known"),
            ("[a]\ndocument = 'x'\noperations = 'y'", "a list of filters"),
            ("[a]\ndocument = 'x'\noperations = ['']", "says nothing"),
            ("a = 1", "a is no table"),
        ] {
            let error = format!("{:#}", parse(row).unwrap_err());
            assert!(error.contains(why), "{row}: {error}");
        }
    }
}
