//! New providers in a copy of the workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Arguments, run_in};
use crate::codegen::providers;

/// Documents that have little in common.
const DOCUMENTS: [(&str, &str, &str); 6] = [
    ("pets", "yaml", include_str!("tests/pets.yaml")),
    ("xml-only", "yaml", include_str!("tests/xml_only.yaml")),
    ("tokens", "json", include_str!("tests/tokens.json")),
    ("open-air", "yaml", include_str!("tests/open_air.yaml")),
    ("uploads", "yaml", include_str!("tests/uploads.yaml")),
    ("dialect", "json", include_str!("tests/dialect.json")),
];

/// Every file that git knows or would add, in another place.
fn copy(to: &Path) {
    let root = crate::workspace::root();
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(&root)
        .output()
        .unwrap();

    for file in String::from_utf8(listed.stdout).unwrap().split_terminator('\0') {
        if file.starts_with("fuzz/corpus") || !root.join(file).exists() {
            continue;
        }
        let target = to.join(file);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        let text = fs::read(root.join(file)).unwrap();
        if fs::read(&target).ok().as_deref() != Some(&text) {
            fs::write(&target, text).unwrap();
        }
    }
}

/// A copy under git, and a folder for documents beside it.
fn workspace() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("keymint");
    copy(&root);
    git(&root, &["init", "-q"]);
    commit(&root);
    (home, root)
}

fn git(root: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    let done = Command::new("git").args(identity).args(arguments).current_dir(root).status();
    assert!(done.unwrap().success(), "git {arguments:?}");
}

fn commit(root: &Path) {
    git(root, &["add", "--all"]);
    git(root, &["commit", "-q", "--allow-empty", "-m", "test"]);
}

fn status(root: &Path) -> String {
    let output = Command::new("git").args(["status", "--porcelain"]).current_dir(root).output();
    String::from_utf8(output.unwrap().stdout).unwrap()
}

fn order(name: &str, document: &Path) -> Arguments {
    Arguments {
        name: name.to_owned(),
        document: document.to_owned(),
        operations: Vec::new(),
        allow_dirty: false,
        no_build: true,
    }
}

fn refused(arguments: &Arguments, root: &Path) -> String {
    let before = status(root);
    let error = format!("{:#}", run_in(arguments, root).unwrap_err());
    assert_eq!(status(root), before, "{error}");
    error
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_written() {
    let (home, root) = workspace();
    let fine = home.path().join("pets.yaml");
    let broken = home.path().join("broken.yaml");
    let text = home.path().join("pets.txt");
    fs::write(&fine, include_str!("tests/pets.yaml")).unwrap();
    fs::write(&broken, "openapi: 3.0.3\npaths: [\n").unwrap();
    fs::write(&text, "").unwrap();

    for (name, why) in [
        ("infobip", "infobip is taken"),
        ("sandbox", "crates/keymint-sandbox is there"),
        ("Pets", "no name of a provider"),
        ("keymint-pets", "no name of a provider"),
        ("../pets", "no name of a provider"),
        ("support", "is taken"),
        ("self", "no name of a provider"),
    ] {
        let error = refused(&order(name, &fine), &root);
        assert!(error.contains(why), "{name}: {error}");
    }
    assert!(refused(&order("pets", &broken), &root).contains(&format!("{}:", broken.display())));
    assert!(refused(&order("pets", &text), &root).contains("neither .yaml nor .json"));
    let nothing = Arguments { operations: vec!["tag:dogs".to_owned()], ..order("pets", &fine) };
    assert!(refused(&nothing, &root).contains("takes no operation"));

    fs::write(root.join("openapi/infobip.yaml"), "mine").unwrap();
    assert!(refused(&order("pets", &fine), &root).contains("commit or stash these first"));
}

#[test]
fn a_failure_on_the_way_leaves_everything_as_it_was() {
    let (home, root) = workspace();
    let document = home.path().join("pets.yaml");
    fs::write(&document, include_str!("tests/pets.yaml")).unwrap();
    let manifest = fs::read_to_string(root.join("tests/Cargo.toml")).unwrap();
    fs::write(root.join("tests/Cargo.toml"), manifest.replace("[dev-dependencies]", "[other]"))
        .unwrap();
    commit(&root);

    let error = refused(&order("pets", &document), &root);

    assert!(error.contains("nothing was changed") && error.contains("dev-dependencies"), "{error}");
    assert!(!root.join("crates/keymint-pets").exists());
}

#[test]
fn filters_are_kept_with_the_provider() {
    let (home, root) = workspace();
    let document = home.path().join("pets.yaml");
    fs::write(&document, include_str!("tests/pets.yaml")).unwrap();

    let wanted = Arguments { operations: vec!["listPets".to_owned()], ..order("pets", &document) };
    run_in(&wanted, &root).unwrap();

    let table = fs::read_to_string(root.join(providers::TABLE)).unwrap();
    assert!(
        table.contains("[pets]\ndocument = \"pets.yaml\"\noperations = [\"listPets\"]\n"),
        "{table}"
    );
    let generated = fs::read_to_string(root.join("crates/keymint-pets/src/generated.rs")).unwrap();
    assert!(generated.contains("fn list_pets") && !generated.contains("fn create_pet"));
    let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap();
    assert!(lock.contains("name = \"keymint-pets\""));
}

/// The whole promise: builds, lints, documents, generated tests, invariants.
#[test]
#[ignore = "compiles a copy of the workspace; `cargo xtask ci` runs it"]
fn a_workspace_with_new_providers_is_green() {
    let target = crate::workspace::target();
    let (home, root) = workspace();

    for (name, ending, text) in DOCUMENTS {
        let document = home.path().join(format!("{name}.{ending}"));
        fs::write(&document, text).unwrap();
        run_in(&order(name, &document), &root).unwrap_or_else(|error| panic!("{name}: {error:#}"));
        commit(&root);
    }

    let packages: Vec<_> =
        DOCUMENTS.iter().map(|(name, ..)| format!("--package=keymint-{name}")).collect();
    let with_packages = |arguments: &[&str]| -> Vec<String> {
        arguments.iter().map(|&one| one.to_owned()).chain(packages.clone()).collect()
    };
    let mut lint =
        with_packages(&["clippy", "--locked", "--all-targets", "--package=keymint-tests"]);
    lint.extend(["--", "-D", "warnings"].map(str::to_owned));
    let steps = [
        vec!["fmt".to_owned(), "--all".to_owned(), "--check".to_owned()],
        lint,
        with_packages(&["doc", "--locked", "--no-deps"]),
        with_packages(&["test", "--locked", "--doc"]),
        ["test", "--locked", "--package=keymint-tests", "--test=smoke"].map(str::to_owned).to_vec(),
        ["test", "--locked", "--package=keymint-tests", "--test=wire", "invariants"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for step in steps {
        let done = Command::new("cargo")
            .args(&step)
            .current_dir(&root)
            .env("CARGO_TARGET_DIR", &target)
            .env("RUSTDOCFLAGS", "-D warnings")
            .status();
        assert!(done.unwrap().success(), "cargo {}", step.join(" "));
    }
    let checked = crate::codegen::check(&root).unwrap();
    assert!(checked, "codegen --check");
    assert_eq!(status(&root), "");
}
