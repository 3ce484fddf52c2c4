//! The copy of a document that the workspace keeps: one file of UTF-8, whatever it was.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::codegen::document::Document;

/// The text of a copy and the ending of its name.
pub(super) struct Copy {
    pub(super) text: String,
    pub(super) ending: &'static str,
}

/// The ending that a copy has, by the ending of the document.
pub(super) fn ending(path: &Path) -> Result<&'static str> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("yaml" | "yml") => Ok("yaml"),
        Some("json") => Ok("json"),
        _ => bail!("{} is neither .yaml nor .json", path.display()),
    }
}

impl Copy {
    /// Byte for byte what was read, unless that was several files, or not UTF-8: then it is their JSON.
    pub(super) fn of(path: &Path, document: &Document) -> Result<Self> {
        let ending = ending(path)?;
        let bytes =
            fs::read(path).with_context(|| format!("{} could not be read", path.display()))?;

        match String::from_utf8(bytes) {
            Ok(text) if !document.has_other_files() => Ok(Self { text, ending }),
            Ok(_) | Err(_) => {
                let text = serde_json::to_string_pretty(&document.root)? + "\n";
                Ok(Self { text, ending: "json" })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Copy, ending};
    use crate::codegen::document::Document;

    const TEXT: &str = "openapi: 3.0.3\npaths: {/a: {$ref: 'a.yaml'}}\n";
    const OTHER: &str = "get: {operationId: getA, responses: {}}\n";

    fn copy(bytes: &[u8], others: &[(&str, &str)]) -> Copy {
        let folder = tempfile::tempdir().unwrap();
        for (file, text) in others {
            fs::write(folder.path().join(file), text).unwrap();
        }
        let path = folder.path().join("main.yaml");
        fs::write(&path, bytes).unwrap();
        Copy::of(&path, &Document::read(&path, "main.yaml").unwrap()).unwrap()
    }

    #[test]
    fn one_file_is_copied_as_it_stands() {
        let text = "openapi: 3.0.3 # ours\npaths: {}\n";

        let copy = copy(text.as_bytes(), &[]);

        assert_eq!((copy.text.as_str(), copy.ending), (text, "yaml"));
    }

    #[test]
    fn several_files_become_one_that_says_the_same() {
        let copy = copy(TEXT.as_bytes(), &[("a.yaml", OTHER)]);

        let read = Document::parse(&copy.text, "copy.json").unwrap();
        assert_eq!(copy.ending, "json");
        assert_eq!(read.root.pointer("/x-keymint-files/a.yaml/get/operationId").unwrap(), "getA");
        assert_eq!(read.root.pointer("/paths/~1a/$ref").unwrap(), "#/x-keymint-files/a.yaml");
    }

    #[test]
    fn utf_16_becomes_utf_8() {
        let text = "openapi: 3.0.3\ninfo: {title: Schl\u{fc}ssel}\npaths: {}\n";
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();

        let copy = copy(&bytes, &[]);

        assert!(copy.text.contains("Schl\u{fc}ssel"));
    }

    #[test]
    fn what_has_another_ending_is_refused() {
        let error = ending(Path::new("a.txt")).unwrap_err();

        assert!(error.to_string().contains("neither .yaml nor .json"));
    }
}
