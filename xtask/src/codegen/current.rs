//! The generated files of the workspace: written, or held against what would be written.

use std::collections::BTreeMap;
use std::fs;
use std::panic::resume_unwind;
use std::path::Path;
use std::thread;

use anyhow::{Context as _, Result, bail};

use super::lock::{self, LOCK, Lock, Section};
use super::notes::Notes;
use super::outputs::{self, Made};
use super::providers::{self, Provider};
use super::scaffold::lacks;
use super::{drift, samples, smoke};

/// Writes what is not current, and the lock.
pub(super) fn write(names: &[String], explain: bool, root: &Path) -> Result<()> {
    let all = providers::read(root)?;
    let wanted = wanted(&all, names)?;
    let mut lock = Lock::read(root)?;
    let tools = lock::tools(root)?;

    for (provider, made) in wanted.iter().zip(side_by_side(&wanted, root)) {
        let made = told(provider, made, explain)?;
        for (file, text) in &made.files {
            put(file, text, root)?;
        }
        let section = Section::now(provider, &made.files, root)?;
        lock.providers.insert(provider.name.clone(), section);
    }
    put(smoke::INDEX, &smoke::index(&all, root)?, root)?;
    if let (true, Some(text)) = (names.is_empty(), samples::text(root)?) {
        put(samples::GENERATED, &text, root)?;
    }

    lock.providers.retain(|name, _| all.iter().any(|provider| provider.name == *name));
    // Other providers were made with what the lock says, until they are made anew.
    if wanted.len() == all.len() || lock.tools.is_empty() {
        lock.tools = tools;
    }
    put(LOCK, &lock.text(), root)
}

/// Tells every file that is not current, why, and what mends it.
pub(super) fn check(names: &[String], explain: bool, root: &Path) -> Result<bool> {
    let all = providers::read(root)?;
    let lock = Lock::read(root)?;
    let tools = lock::tools(root)?;
    let mut current = true;

    let wanted = wanted(&all, names)?;
    for (provider, made) in wanted.iter().zip(side_by_side(&wanted, root)) {
        let made = told(provider, made, explain)?;
        current &= check_one(provider, &made, &lock, &tools, root)?;
    }
    let index = smoke::index(&all, root)?;
    if fs::read_to_string(root.join(smoke::INDEX)).unwrap_or_default() != index {
        println!(
            "{} does not name every provider\nmend it with: cargo xtask codegen",
            smoke::INDEX
        );
        current = false;
    }
    if let (true, Some(text)) = (names.is_empty(), samples::text(root)?) {
        let there = fs::read_to_string(root.join(samples::GENERATED)).unwrap_or_default();
        if let Some(difference) = drift::first(&there, &text) {
            println!("{} is not current; it differs first at {difference}", samples::GENERATED);
            println!("mend it with: cargo xtask codegen");
            current = false;
        }
    }
    for gone in lock.providers.keys().filter(|name| all.iter().all(|one| one.name != **name)) {
        println!("{LOCK} knows {gone}, which is no provider\nmend it with: cargo xtask codegen");
        current = false;
    }
    Ok(current)
}

/// Everything of each provider, with what was noted: each is a thread's work of its own.
fn side_by_side(providers: &[&Provider], root: &Path) -> Vec<Result<(Made, Notes)>> {
    let one = |provider: &Provider| {
        let mut notes = Notes::default();
        let made = outputs::of(provider, root, &mut notes)?;
        fits(provider, &made, root)?;
        Ok((made, notes))
    };

    thread::scope(|scope| {
        let threads: Vec<_> =
            providers.iter().map(|provider| scope.spawn(move || one(provider))).collect();
        let made = threads.into_iter().map(thread::ScopedJoinHandle::join);
        made.map(|made| made.unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

/// Whether the crate around the generated code has what the code needs.
fn fits(provider: &Provider, made: &Made, root: &Path) -> Result<()> {
    let file = provider.manifest();
    let Ok(manifest) = fs::read_to_string(root.join(&file)) else { return Ok(()) };
    let lacks = lacks(&manifest, &made.client.model)
        .with_context(|| format!("{file} is not understood"))?;
    if let Some(feature) = lacks {
        let document = provider.document();
        bail!("{document} needs the feature `{feature}` of keymint-core: turn it on in {file}");
    }
    Ok(())
}

fn told(provider: &Provider, made: Result<(Made, Notes)>, explain: bool) -> Result<Made> {
    let (made, notes) = made?;

    if explain {
        println!("{}\n{notes}", provider.document());
    }
    Ok(made)
}

fn check_one(
    provider: &Provider,
    made: &Made,
    lock: &Lock,
    tools: &BTreeMap<String, String>,
    root: &Path,
) -> Result<bool> {
    let mut committed = BTreeMap::new();
    let mut current = true;

    for (file, text) in &made.files {
        let there = fs::read_to_string(root.join(file)).unwrap_or_default();
        committed.insert(file.clone(), lock::hash(there.as_bytes()));
        if let Some(difference) = drift::first(&there, text) {
            let document = provider.document();
            println!("{file} is not what {document} generates; it differs first at {difference}");
            current = false;
        } else {
            println!("{file} is current");
        }
    }

    let section = Section::now(provider, &made.files, root)?;
    let reasons = lock.reasons(provider, &section, tools, &committed);
    for reason in &reasons {
        println!("{LOCK}: {reason}");
    }
    if !current || !reasons.is_empty() {
        let which = if current && lock.tools != *tools { "" } else { &provider.name };
        println!("mend it with: {}", format!("cargo xtask codegen {which}").trim_end());
    }
    Ok(current && reasons.is_empty())
}

/// The providers that are named, or all.
fn wanted<'p>(all: &'p [Provider], names: &[String]) -> Result<Vec<&'p Provider>> {
    if let Some(name) = names.iter().find(|name| all.iter().all(|one| one.name != **name)) {
        let known: Vec<_> = all.iter().map(|provider| provider.name.as_str()).collect();
        bail!("{name} is no provider; {} are", known.join(", "));
    }
    Ok(all.iter().filter(|provider| names.is_empty() || names.contains(&provider.name)).collect())
}

fn put(file: &str, text: &str, root: &Path) -> Result<()> {
    let path = root.join(file);
    if fs::read_to_string(&path).is_ok_and(|there| there == text) {
        println!("{file} is current");
        return Ok(());
    }

    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("{file} has no folder"))?;
    }
    fs::write(&path, text).with_context(|| format!("{file} could not be written"))?;
    println!("{file} written: {} lines", text.lines().count());
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{check, write};
    use crate::codegen::providers;
    use crate::workspace;

    const DOCUMENT: &str = "openapi: 3.0.3
info: {title: A, version: '1'}
servers: [{url: 'https://a.example'}]
paths:
  /a: {get: {operationId: a, tags: [x], responses: {'204': {description: ok}}}}
  /b: {get: {operationId: b, responses: {'204': {description: ok}}}}
";

    /// A workspace with one provider, whose files are current.
    fn workspace() -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        for folder in ["openapi", "crates/keymint-a/src", "tests/smoke"] {
            fs::create_dir_all(home.path().join(folder)).unwrap();
        }
        for file in ["Cargo.lock", "Cargo.toml", ".rustfmt.toml", "rust-toolchain.toml"] {
            fs::copy(workspace::root().join(file), home.path().join(file)).unwrap();
        }
        fs::write(home.path().join("openapi/a.yaml"), DOCUMENT).unwrap();
        table(home.path(), "[a]\ndocument = \"a.yaml\"\n");
        write(&[], false, home.path()).unwrap();
        home
    }

    fn table(root: &Path, text: &str) {
        fs::write(root.join(providers::TABLE), text).unwrap();
    }

    fn is_current(root: &Path) -> bool {
        check(&[], false, root).unwrap()
    }

    #[test]
    fn what_was_written_is_current() {
        assert!(is_current(workspace().path()));
    }

    #[test]
    fn a_document_that_changed_is_told_even_where_nothing_else_does() {
        let home = workspace();

        fs::write(home.path().join("openapi/a.yaml"), format!("# A comment.\n{DOCUMENT}")).unwrap();

        assert!(!is_current(home.path()));
        write(&[], false, home.path()).unwrap();
        assert!(is_current(home.path()));
    }

    #[test]
    fn an_edited_file_a_changed_filter_and_a_changed_tool_are_told() {
        let generated = "crates/keymint-a/src/generated.rs";
        for (file, old, new) in [
            (generated, "pub struct Client", "pub struct  Client"),
            ("tests/smoke/a/generated.rs", "GET", "PUT"),
            ("tests/smoke/main.rs", "mod support", "mod  support"),
            (providers::TABLE, "[a]\n", "[a]\noperations = [\"tag:x\"]\n"),
            ("openapi/codegen.lock", "prettyplease = \"", "prettyplease = \"9"),
        ] {
            let home = workspace();
            let path = home.path().join(file);
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains(old), "{file}: {text}");

            fs::write(&path, text.replacen(old, new, 1)).unwrap();

            assert!(!is_current(home.path()), "{file}");
            write(&[], false, home.path()).unwrap();
            assert!(is_current(home.path()), "{file}");
        }
    }

    #[test]
    fn a_document_that_speaks_xml_now_asks_for_the_feature_in_the_manifest() {
        let home = workspace();
        let xml = "{description: ok, content: {application/xml: {schema: {type: object, \
                   properties: {a: {type: string}}}}}}";
        let document =
            DOCUMENT.replacen("{'204': {description: ok}}", &format!("{{'200': {xml}}}"), 1);
        fs::write(home.path().join("openapi/a.yaml"), document).unwrap();
        let manifest = home.path().join("crates/keymint-a/Cargo.toml");
        let core = |features: &str| {
            format!("[dependencies]\nkeymint-core = {{ workspace = true{features} }}\n")
        };

        fs::write(&manifest, core("")).unwrap();
        for error in [
            write(&[], false, home.path()).unwrap_err(),
            check(&[], false, home.path()).unwrap_err(),
        ] {
            assert_eq!(
                error.to_string(),
                "openapi/a.yaml needs the feature `xml` of keymint-core: turn it on in \
                 crates/keymint-a/Cargo.toml"
            );
        }
        fs::write(&manifest, core(", features = [\"xml\"]")).unwrap();
        write(&[], false, home.path()).unwrap();
    }

    #[test]
    fn a_provider_that_is_not_there_is_refused() {
        let home = workspace();

        let error = check(&["b".to_owned()], false, home.path()).unwrap_err();

        assert_eq!(error.to_string(), "b is no provider; a are");
    }
}
