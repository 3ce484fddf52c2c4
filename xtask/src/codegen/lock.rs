//! What made what: the hashes in `openapi/codegen.lock`, by which a check tells why a file is not current.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use toml_edit::{Array, DocumentMut, Item, Table, value};

use super::providers::Provider;

mod tools;

pub(crate) use tools::tools;

/// The lock, from the root of the repository.
pub(crate) const LOCK: &str = "openapi/codegen.lock";

const HEADER: &str = "# What made the generated files: written by `cargo xtask codegen`, held against them by `--check`.\n# Do not edit; after a conflict, run `cargo xtask codegen`.\n\n";

/// Everything that is locked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lock {
    /// The generator and what it stands on, each with its version.
    pub(crate) tools: BTreeMap<String, String>,
    /// What is known of each provider, by its name.
    pub(crate) providers: BTreeMap<String, Section>,
}

/// What one provider was made from, and what was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Section {
    /// The hash of the document.
    pub(crate) document: String,
    /// The filters.
    pub(crate) operations: Vec<String>,
    /// The hash of each generated file.
    pub(crate) outputs: BTreeMap<String, String>,
}

impl Section {
    /// What is so now; `outputs` are files and their texts.
    pub(crate) fn now(
        provider: &Provider,
        outputs: &[(String, String)],
        root: &Path,
    ) -> Result<Self> {
        let document = provider.document();
        let bytes = fs::read(root.join(&document))
            .with_context(|| format!("{document} could not be read"))?;

        Ok(Self {
            document: hash(&bytes),
            operations: provider.operations.texts().map(str::to_owned).collect(),
            outputs: outputs
                .iter()
                .map(|(file, text)| (file.clone(), hash(text.as_bytes())))
                .collect(),
        })
    }
}

impl Lock {
    /// Reads the lock; what is not there is empty.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        match fs::read_to_string(root.join(LOCK)) {
            Ok(text) => Self::parse(&text).context(LOCK),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).context(LOCK),
        }
    }

    fn parse(text: &str) -> Result<Self> {
        let table: DocumentMut = text
            .parse()
            .context("this is no TOML; after a conflict, run `cargo xtask codegen` without it")?;
        let strings = |item: Option<&Item>| {
            item.and_then(Item::as_table_like)
                .into_iter()
                .flat_map(toml_edit::TableLike::iter)
                .filter_map(|(key, value)| Some((key.to_owned(), value.as_str()?.to_owned())))
                .collect()
        };
        let providers = table.get("providers").and_then(Item::as_table_like);
        let section = |(name, row): (&str, &Item)| {
            let operations = row.get("operations").and_then(Item::as_array);
            let section = Section {
                document: row.get("document").and_then(Item::as_str).unwrap_or_default().to_owned(),
                operations: operations
                    .into_iter()
                    .flatten()
                    .filter_map(|filter| filter.as_str().map(str::to_owned))
                    .collect(),
                outputs: strings(row.get("outputs")),
            };
            (name.to_owned(), section)
        };
        Ok(Self {
            tools: strings(table.get("tools")),
            providers: providers
                .into_iter()
                .flat_map(toml_edit::TableLike::iter)
                .map(section)
                .collect(),
        })
    }

    /// The lock as a file.
    pub(crate) fn text(&self) -> String {
        let mut file = DocumentMut::new();
        file.insert("tools", Item::Table(strings(&self.tools)));

        let mut providers = Table::new();
        providers.set_implicit(true);
        for (name, section) in &self.providers {
            let mut row = Table::new();
            row.insert("document", value(&section.document));
            row.insert("operations", value(section.operations.iter().collect::<Array>()));
            row.insert("outputs", Item::Table(strings(&section.outputs)));
            providers.insert(name, Item::Table(row));
        }
        file.insert("providers", Item::Table(providers));
        format!("{HEADER}{file}")
    }

    /// Why what this lock remembers of a provider is not what is there.
    ///
    /// `committed` has the hash of each file as it is; nothing is returned when nothing differs.
    pub(crate) fn reasons(
        &self,
        provider: &Provider,
        now: &Section,
        tools: &BTreeMap<String, String>,
        committed: &BTreeMap<String, String>,
    ) -> Vec<String> {
        let Some(known) = self.providers.get(&provider.name) else {
            return vec![format!("{LOCK} does not know {}", provider.name)];
        };
        let mut reasons = Vec::new();

        if known.document != now.document {
            reasons.push(format!("{} has changed since", provider.document()));
        }
        if known.operations != now.operations {
            reasons.push(format!("its filters in {} have changed since", super::providers::TABLE));
        }
        for (file, hash) in committed {
            if known.outputs.get(file).is_some_and(|known| known != hash) {
                reasons.push(format!("{file} was changed by something else than the generator"));
            }
        }
        reasons.extend(differences(&self.tools, tools));
        if reasons.is_empty() && known != now {
            reasons.push("the sources of the generator have changed since".to_owned());
        }
        reasons
    }
}

/// How tools differ from those of the lock.
fn differences(known: &BTreeMap<String, String>, now: &BTreeMap<String, String>) -> Vec<String> {
    let names: std::collections::BTreeSet<_> = known.keys().chain(now.keys()).collect();

    names
        .into_iter()
        .filter(|name| known.get(*name) != now.get(*name))
        .map(|name| {
            let version = |tools: &BTreeMap<String, String>| {
                tools.get(name).cloned().unwrap_or_else(|| "nothing".to_owned())
            };
            format!("{name} was {} and is {}", version(known), version(now))
        })
        .collect()
}

fn strings(map: &BTreeMap<String, String>) -> Table {
    let mut table = Table::new();
    for (key, text) in map {
        table.insert(key, value(text));
    }
    table
}

/// The SHA-256 of some bytes, in hexadecimal digits.
pub(crate) fn hash(bytes: &[u8]) -> String {
    let digits = hmac_sha256::Hash::hash(bytes).map(|byte| format!("{byte:02x}"));
    format!("sha256:{}", digits.concat())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Lock, Section, hash};
    use crate::codegen::providers::Provider;
    use crate::codegen::selection::Selection;

    fn provider() -> Provider {
        Provider {
            name: "a".to_owned(),
            file: "a.yaml".to_owned(),
            operations: Selection::default(),
        }
    }

    fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect()
    }

    fn section() -> Section {
        Section {
            document: "d".to_owned(),
            operations: vec!["tag:x".to_owned()],
            outputs: map(&[("generated.rs", "o")]),
        }
    }

    fn lock() -> Lock {
        let providers = BTreeMap::from([("a".to_owned(), section()), ("b".to_owned(), section())]);
        Lock { tools: map(&[("progenitor", "1"), ("rustfmt", "2")]), providers }
    }

    #[test]
    fn what_is_written_is_read_back() {
        assert_eq!(Lock::parse(&lock().text()).unwrap(), lock());
        assert_eq!(
            hash(b""),
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn each_change_is_told_apart() {
        let fine = map(&[("generated.rs", "o")]);
        let why = |now: Section, tools: &[(&str, &str)], committed: &BTreeMap<String, String>| {
            lock().reasons(&provider(), &now, &map(tools), committed).join("; ")
        };
        let tools = [("progenitor", "1"), ("rustfmt", "2")];

        assert_eq!(why(section(), &tools, &fine), "");
        assert_eq!(
            why(Section { document: "e".to_owned(), ..section() }, &tools, &fine),
            "openapi/a.yaml has changed since"
        );
        assert!(
            why(Section { operations: vec![], ..section() }, &tools, &fine).contains("its filters")
        );
        assert_eq!(
            why(section(), &[("progenitor", "3")], &fine),
            "progenitor was 1 and is 3; rustfmt was 2 and is nothing"
        );
        assert!(
            why(section(), &tools, &map(&[("generated.rs", "x")]))
                .contains("something else than the generator")
        );
        assert!(
            why(Section { outputs: map(&[("generated.rs", "p")]), ..section() }, &tools, &fine)
                .contains("the sources of the generator")
        );
        assert!(
            Lock::default().reasons(&provider(), &section(), &map(&tools), &fine)[0]
                .contains("does not know a")
        );
    }
}
