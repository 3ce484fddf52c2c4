//! What is depended on is no older than its last known flaw.
//!
//! `cargo xtask prove supply` asks the database of advisories; this holds without one.

use crate::support::root;

/// A crate, and the first version without the flaws of which we know; of each series that has its own mend.
const MINIMUMS: [(&str, &[[u64; 3]]); 15] = [
    ("anyhow", &[[1, 0, 103]]),
    ("aws-lc-sys", &[[0, 39, 0]]),
    ("bytes", &[[1, 11, 1]]),
    ("h2", &[[0, 4, 16]]),
    ("hyper", &[[1, 0, 0]]),
    ("idna", &[[1, 0, 0]]),
    // 0.41 ends the process on deep nesting.
    ("quick-xml", &[[0, 42, 0]]),
    ("rand", &[[0, 9, 3], [0, 10, 1]]),
    ("ring", &[[0, 17, 12]]),
    ("rustls", &[[0, 23, 18]]),
    ("rustls-webpki", &[[0, 103, 13]]),
    ("slab", &[[0, 4, 11]]),
    ("time", &[[0, 3, 47]]),
    ("tokio", &[[1, 44, 2]]),
    ("tracing-subscriber", &[[0, 3, 20]]),
];

/// Nobody mends these any more.
const ABANDONED: [&str; 6] =
    ["atty", "derivative", "instant", "paste", "rustls-pemfile", "serde_yml"];

/// The packages of a lock file, with their versions.
fn locked(file: &str) -> Vec<(String, [u64; 3])> {
    let text = std::fs::read_to_string(root().join(file)).expect("a lock file");
    let value = |line: &str, key: &str| {
        line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"').map(str::to_owned)
    };
    let mut found = Vec::new();
    let mut name = String::new();
    for line in text.lines() {
        if let Some(text) = value(line, "name") {
            name = text;
        } else if let Some(text) = value(line, "version") {
            let core = text.split(['-', '+']).next().unwrap_or_default();
            let parts: Vec<u64> =
                core.split('.').map(|part| part.parse().expect("a number")).collect();
            found.push((name.clone(), parts.try_into().expect("three numbers")));
        }
    }
    assert!(found.len() > 50, "{file} lists packages");
    found
}

/// Why a version is not to be depended on.
fn flaw(name: &str, version: [u64; 3]) -> Option<String> {
    if ABANDONED.contains(&name) {
        return Some(format!("{name} is abandoned"));
    }
    let (_, minimums) = MINIMUMS.iter().find(|(known, _)| *known == name)?;
    let same_series = |minimum: &&[u64; 3]| minimum[..2] == version[..2];
    let minimum = minimums.iter().find(same_series).or(minimums.last())?;
    (version < *minimum).then(|| format!("{name} {version:?} is older than {minimum:?}"))
}

#[test]
fn no_dependency_is_older_than_its_last_known_flaw() {
    for file in ["Cargo.lock", "fuzz/Cargo.lock"] {
        let packages = locked(file);

        let flaws: Vec<_> =
            packages.iter().filter_map(|(name, version)| flaw(name, *version)).collect();

        assert!(flaws.is_empty(), "{file}: {}", flaws.join(", "));
        let checked = MINIMUMS.iter().filter(|(name, _)| packages.iter().any(|it| it.0 == *name));
        assert!(checked.count() > 5, "{file}: the names are still those of the packages");
    }
}

#[test]
fn a_flaw_is_seen_in_each_series() {
    assert!(flaw("quick-xml", [0, 41, 9]).is_some() && flaw("quick-xml", [0, 42, 0]).is_none());
    assert!(flaw("rand", [0, 9, 2]).is_some() && flaw("rand", [0, 9, 3]).is_none());
    assert!(flaw("rand", [0, 10, 0]).is_some() && flaw("rand", [0, 8, 9]).is_some());
    assert!(flaw("paste", [1, 0, 15]).is_some() && flaw("reqwest", [0, 1, 0]).is_none());
}
