//! Where this workspace is, and the cargo that runs this.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    root.map(Path::to_owned).unwrap_or_default()
}

/// The folder for what is built.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Builds the programs of a package with optimisation, and gives the folder they are in.
pub(crate) fn release(package: &str, manifest: &str, target: &str) -> Result<PathBuf> {
    let target = self::target().join(target);
    let status = cargo()
        .args(["build", "--release", "--locked", "--package", package, "--manifest-path"])
        .arg(root().join(manifest))
        .arg("--target-dir")
        .arg(&target)
        .status()?;
    ensure!(status.success(), "{package} could not be built with optimisation");
    Ok(target.join("release"))
}

/// Cargo, to be given its arguments.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
