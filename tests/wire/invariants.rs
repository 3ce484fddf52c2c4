//! What ARCHITECTURE.md says always holds, read off the tree.

use std::path::{Path, PathBuf};

use crate::support::root;

/// No hand-written file is longer.
const LONGEST: usize = 400;

/// Rust files below a folder of the repository, hand-written ones only.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !path.ends_with("generated.rs")
            {
                let text = std::fs::read_to_string(&path).expect("text");
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has sources");
    found
}

/// The crates of the table of providers.
fn providers() -> Vec<PathBuf> {
    let table = std::fs::read_to_string(root().join("openapi/providers.toml")).expect("the table");
    let names = table.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
    let crates: Vec<_> =
        names.map(|name| root().join("crates").join(format!("keymint-{name}"))).collect();
    assert!(crates.len() >= 4, "the table has every provider");
    crates
}

fn is_below(path: &Path, folder: &str) -> bool {
    path.strip_prefix(root()).is_ok_and(|path| path.starts_with(folder))
}

#[test]
fn one_idea_per_file() {
    for folder in ["crates", "xtask", "tests"] {
        for (path, text) in sources(folder) {
            let lines = text.lines().count();
            assert!(lines <= LONGEST, "{}: {lines} lines", path.display());
        }
    }
}

#[test]
fn the_core_alone_knows_the_http_library() {
    for (path, text) in sources("crates") {
        let is_test = path.components().any(|part| part.as_os_str() == "tests");
        if is_test || is_below(&path, "crates/keymint-core") {
            continue;
        }
        assert!(!text.contains("reqwest"), "{} names reqwest", path.display());
    }
    for provider in providers() {
        let manifest = std::fs::read_to_string(provider.join("Cargo.toml")).expect("a manifest");
        let depends = manifest
            .lines()
            .any(|line| line.starts_with("reqwest.") || line.starts_with("reqwest = {"));
        assert!(!depends, "{}", provider.display());
        let generated =
            std::fs::read_to_string(provider.join("src/generated.rs")).expect("generated code");
        for foreign in ["reqwest", "progenitor_client"] {
            assert!(!generated.contains(foreign), "{} names {foreign}", provider.display());
        }
    }
}

#[test]
fn a_provider_s_crate_holds_a_credential_and_a_builder() {
    for provider in providers() {
        let mut files: Vec<_> = std::fs::read_dir(provider.join("src"))
            .expect("a folder")
            .map(|entry| entry.expect("a file").file_name().into_string().expect("UTF-8"))
            .collect();
        files.sort();
        assert_eq!(files, ["client.rs", "generated.rs", "lib.rs"], "{}", provider.display());
        for file in ["client.rs", "lib.rs"] {
            let text = std::fs::read_to_string(provider.join("src").join(file)).expect("text");
            for word in ["loop ", "while ", "sleep", "StatusCode", ".status()", "unsafe"] {
                assert!(!text.contains(word), "{}/{file} has `{word}`", provider.display());
            }
        }
    }
}

#[test]
fn a_secret_is_seen_in_one_place_of_a_crate() {
    for provider in providers() {
        let text = std::fs::read_to_string(provider.join("src/client.rs")).expect("text");
        assert!(text.matches(".expose()").count() <= 1, "{}", provider.display());
    }
}

#[test]
fn libraries_read_no_environment_and_print_nothing() {
    for (path, text) in sources("crates") {
        let inside = path.components().any(|part| {
            ["tests", "examples", "keymint-cli"].iter().any(|name| part.as_os_str() == *name)
        });
        if inside {
            continue;
        }
        for word in ["std::env::", "println!", "dbg!", "todo!(", "unimplemented!("] {
            let used = text.lines().any(|line| {
                line.contains(word)
                    && !line.trim_start().starts_with("//")
                    && !line.contains("env!(")
            });
            assert!(!used, "{} has `{word}`", path.display());
        }
    }
}

#[test]
fn every_example_is_compiled() {
    for folder in ["crates"] {
        for (path, text) in sources(folder) {
            assert!(
                !text.contains("```ignore") && !text.contains("rust,ignore"),
                "{}",
                path.display()
            );
        }
    }
    for entry in std::fs::read_dir(root().join("crates")).expect("a folder") {
        let readme = entry.expect("an entry").path().join("README.md");
        if let Ok(text) = std::fs::read_to_string(&readme) {
            assert!(!text.contains("ignore\n"), "{}", readme.display());
        }
    }
}
