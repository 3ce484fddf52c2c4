//! A program that makes one call: its manifest is written here, its source stands in `benches/consumers/`.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use wait4::Wait4 as _;

use crate::workspace;

/// A program whose cost is that of what it depends on.
#[derive(Debug)]
pub(super) struct Consumer {
    pub(super) name: &'static str,
    source: &'static str,
    /// A crate of this workspace and its features.
    ours: Option<(&'static str, &'static str)>,
    /// Crates of others, and what their lines say.
    others: &'static [(&'static str, &'static str)],
    /// Only shown: what is not ours has no limit.
    pub(super) is_foreign: bool,
}

/// What a build took, and made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Built {
    pub(super) cpu_seconds: f64,
    pub(super) bytes: u32,
}

const REQWEST: (&str, &str) =
    ("reqwest", r#"default-features = false, features = ["json", "rustls-no-provider"]"#);

/// As one would write it without a client; what the others are measured by.
pub(super) const REFERENCE: Consumer = Consumer {
    name: "by_hand",
    source: "by_hand",
    ours: None,
    others: &[
        REQWEST,
        ("rustls", r#"default-features = false, features = ["ring", "std", "tls12"]"#),
        ("serde", r#"features = ["derive"]"#),
        // Serde's JSON has it already; with the features that quick-xml asks for, it is the same for all.
        ("memchr", r#"features = ["std"]"#),
    ],
    is_foreign: false,
};

/// All of them.
pub(super) const CONSUMERS: [Consumer; 7] = [
    REFERENCE,
    provider("bitgpt", "keymint-bitgpt"),
    provider("infobip", "keymint-infobip"),
    provider("senderwiz", "keymint-senderwiz"),
    provider("sendkit", "keymint-sendkit"),
    Consumer { ours: Some(("keymint", r#""infobip""#)), ..provider("keymint", "keymint") },
    Consumer {
        name: "reqwest_default",
        source: "by_hand",
        ours: None,
        others: &[("reqwest", r#"features = ["json"]"#), ("serde", r#"features = ["derive"]"#)],
        is_foreign: true,
    },
];

const fn provider(name: &'static str, package: &'static str) -> Consumer {
    Consumer { name, source: name, ours: Some((package, "")), others: &[], is_foreign: false }
}

impl Consumer {
    /// The same with the features of reqwest that the reference has: otherwise it would be built once more.
    pub(super) fn on_the_same_reqwest(&self) -> Self {
        Self { others: &[REQWEST], ..*self }
    }

    /// Writes its manifest, with the versions of this workspace's lock file.
    pub(super) fn write(&self) -> Result<()> {
        let root = workspace::root();
        let folder = self.folder();
        fs::create_dir_all(&folder)?;
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        fs::write(folder.join("Cargo.toml"), self.manifest()?)?;
        // Where nothing new is needed, nothing is asked of the registry.
        let adapt =
            |more: &[&str]| self.cargo("metadata").args(["--format-version=1"]).args(more).output();
        if !adapt(&["--offline"])?.status.success() {
            said(&adapt(&[])?)?;
        }
        Ok(())
    }

    fn manifest(&self) -> Result<String> {
        let root = workspace::root();
        // A string of JSON is one of TOML.
        let path = |path: &str| Value::from(root.join(path).display().to_string()).to_string();
        let ring = self.others.iter().any(|(name, _)| *name == "rustls");
        let mut text = format!(
            "[package]\nname = \"consumer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [features]\ndefault = [{}]\nring = []\n\n\
             [[bin]]\nname = \"consumer\"\npath = {}\n\n\
             [dependencies]\ntokio = {{ version = \"*\", default-features = false, features = [\"macros\", \"rt\"] }}\n",
            if ring { "\"ring\"" } else { "" },
            path(&format!("benches/consumers/{}.rs", self.source)),
        );
        if let Some((package, features)) = self.ours {
            let at = path(&format!("crates/{package}"));
            writeln!(text, "{package} = {{ path = {at}, features = [{features}] }}")?;
        }
        for (package, line) in self.others {
            writeln!(text, "{package} = {{ version = \"*\", {line} }}")?;
        }
        text.push_str("\n[profile.release]\nstrip = true\n\n[workspace]\n");
        Ok(text)
    }

    /// How many crates it is built of, itself included.
    pub(super) fn crates(&self) -> Result<usize> {
        let mut tree = self.cargo("tree");
        let output = tree.args(["--locked", "--edges=normal", "--prefix=none"]).output()?;
        let text = said(&output)?;
        let named =
            |line: &str| line.split_whitespace().take(2).map(str::to_owned).collect::<Vec<_>>();
        Ok(text.lines().map(named).collect::<BTreeSet<_>>().len())
    }

    /// Builds it with optimisation; what the folder holds from before is built already.
    pub(super) fn build(&self, folder: &str) -> Result<Built> {
        let target = budget().join("target").join(folder);
        if folder == self.name && target.exists() {
            fs::remove_dir_all(&target)?;
        }
        let mut build = self.cargo("build");
        build.args(["--release", "--locked", "--quiet", "--target-dir"]).arg(&target);
        let used = build.spawn()?.wait4()?;
        if !used.status.success() {
            bail!("the consumer {} could not be built", self.name);
        }
        let binary =
            target.join("release/consumer").with_extension(std::env::consts::EXE_EXTENSION);
        let cpu = used.rusage.utime + used.rusage.stime;
        Ok(Built { cpu_seconds: cpu.as_secs_f64(), bytes: fs::metadata(binary)?.len().try_into()? })
    }

    fn cargo(&self, verb: &str) -> Command {
        let mut cargo = workspace::cargo();
        cargo.arg(verb).arg("--manifest-path").arg(self.folder().join("Cargo.toml"));
        cargo
    }

    fn folder(&self) -> PathBuf {
        budget().join(self.name)
    }
}

impl fmt::Display for Built {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} s of processor time, {} bytes", self.cpu_seconds, self.bytes)
    }
}

fn budget() -> PathBuf {
    workspace::target().join("budget")
}

fn said(output: &Output) -> Result<String> {
    if !output.status.success() {
        bail!("cargo failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    String::from_utf8(output.stdout.clone()).context("cargo says UTF-8")
}
