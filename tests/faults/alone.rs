//! Tests that measure or change what a whole process shares: each runs in a process of its own.

use std::process::Command;

use tokio::runtime::{Builder, Runtime};

const MARK: &str = "KEYMINT_TEST_ALONE";

/// What stands before a line that the parent repeats.
pub(crate) const FIGURES: &str = "figures: ";

/// Runs `test` in a process of its own, which is this same binary asked for this one test by its full name.
pub(crate) fn alone(name: &str, environment: &[(&str, &str)], test: impl Future<Output = ()>) {
    if is_child() {
        runtime().block_on(test);
    } else {
        drop(test);
        run_child(name, environment);
    }
}

pub(crate) fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// Whether this process was started for one test.
pub(crate) fn is_child() -> bool {
    std::env::var_os(MARK).is_some()
}

/// Runs the test of this name in a process of its own, and repeats its figures.
pub(crate) fn run_child(name: &str, environment: &[(&str, &str)]) {
    let binary = std::env::current_exe().expect("this binary");
    let output = Command::new(binary)
        .args(["--exact", name, "--nocapture", "--test-threads", "1"])
        .env(MARK, "1")
        .envs(environment.iter().copied())
        .output()
        .expect("a child process");
    let said = String::from_utf8_lossy(&output.stdout);
    for figures in said.lines().filter_map(|line| line.split_once(FIGURES)) {
        println!("{}", figures.1);
    }
    assert!(
        said.contains("1 passed"),
        "{name}: {said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
