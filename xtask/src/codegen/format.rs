//! The last step: prettyplease, then the pinned rustfmt with the repository's settings.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

mod spacing;

/// Formats a file and puts its header before it.
pub(crate) fn format(file: syn::File, header: &str, root: &Path) -> Result<String> {
    let text = spacing::unparse(file);
    rustfmt(&format!("{header}\n\n{text}"), root)
}

fn rustfmt(text: &str, root: &Path) -> Result<String> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(root.join(".rustfmt.toml"))
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("rustfmt could not be started")?;

    let mut input = child.stdin.take().context("rustfmt has no input")?;
    let output = std::thread::scope(|scope| {
        scope.spawn(move || input.write_all(text.as_bytes()));
        child.wait_with_output()
    })?;
    if !output.status.success() {
        bail!("rustfmt refused the generated code: {}", String::from_utf8_lossy(&output.stderr));
    }
    String::from_utf8(output.stdout).context("rustfmt wrote no text")
}
