//! The last step: prettyplease, then the pinned rustfmt with the repository's settings, unless that would take too long.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

mod spacing;

/// Formats a file and puts its header before it.
pub(crate) fn format(file: syn::File, header: &str, root: &Path) -> Result<String> {
    let text = format!("{header}\n\n{}", spacing::unparse(file));
    if is_long(&text) { Ok(text) } else { rustfmt(&text, root) }
}

/// Whether a file is left as prettyplease wrote it.
///
/// On such a file rustfmt takes longer than everything before it together, and nobody reads it as a whole.
pub(crate) fn is_long(text: &str) -> bool {
    /// More lines than the clients of all but the largest documents have.
    const LONGEST: usize = 200_000;

    text.lines().nth(LONGEST).is_some()
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

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{format, is_long};
    use crate::workspace;

    #[test]
    fn a_file_of_usual_length_is_as_rustfmt_writes_it() {
        let file = syn::parse2(quote!(
            fn f() -> bool {
                same(first_argument, second_argument, third_argument, fourth_argument, fifth)
            }
        ));

        let text = format(file.unwrap(), "// header", &workspace::root()).unwrap();

        assert_eq!(
            text,
            "// header\n\nfn f() -> bool {\n    same(first_argument, second_argument, third_argument, fourth_argument, fifth)\n}\n"
        );
        assert!(!is_long(&text));
    }

    #[test]
    fn a_file_that_nobody_reads_as_a_whole_is_long() {
        assert!(!is_long(&"line\n".repeat(200_000)));
        assert!(is_long(&"line\n".repeat(200_001)));
    }
}
