//! `cargo xtask ci`: the definition of green.

use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::workspace;

/// One check: what it is called, the arguments of `cargo`, and what its environment needs.
struct Step {
    name: &'static str,
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

/// From the quickest to the slowest, so that a slip is told early.
const STEPS: &[Step] = &[
    Step { name: "format", arguments: &["fmt", "--all", "--", "--check"], environment: &[] },
    Step { name: "generated code", arguments: &["xtask", "codegen", "--check"], environment: &[] },
    Step {
        name: "lints",
        arguments: &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
        environment: &[],
    },
    // The other ways to do TLS need a C toolchain or a system library; this one needs neither. Without XML, too.
    Step {
        name: "features",
        arguments: &[
            "clippy",
            "--package=keymint-core",
            "--no-default-features",
            "--features=rustls-no-provider,reqwest",
            "--locked",
            "--",
            "-D",
            "warnings",
        ],
        environment: &[],
    },
    Step {
        name: "documentation",
        arguments: &["doc", "--workspace", "--no-deps", "--locked"],
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
    },
    Step { name: "budget", arguments: &["xtask", "budget", "--quick"], environment: &[] },
    // Adds providers to a copy of the workspace and compiles what consumers write: too slow for every `cargo test`.
    Step {
        name: "new providers",
        arguments: &["test", "--package=xtask", "--locked", "--", "--ignored"],
        environment: &[],
    },
    // Last, so that the runner's closing lines close the output.
    Step {
        name: "tests",
        arguments: &["test", "--workspace", "--locked"],
        environment: &[("INSTA_UPDATE", "no")],
    },
];

/// Runs every step and stops at the first that fails.
pub(crate) fn run() -> Result<()> {
    let mut times = Vec::new();
    for step in STEPS {
        println!("==> {}: cargo {}", step.name, step.arguments.join(" "));
        let started = Instant::now();
        let mut command = workspace::cargo();
        command.args(step.arguments).envs(step.environment.iter().copied());
        let status = command
            .status()
            .with_context(|| format!("cargo could not be started for {}", step.name))?;
        if !status.success() {
            bail!("{} failed; run `cargo {}` to see it alone", step.name, step.arguments.join(" "));
        }
        times.push((step.name, started.elapsed()));
    }
    let summary: Vec<_> =
        times.iter().map(|(name, time)| format!("{name} {} s", time.as_secs())).collect();
    eprintln!("==> green: {}", summary.join(", "));
    Ok(())
}
