//! Reading an OpenAPI document, in YAML or JSON.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use serde_json::Value;

use super::pointer;
use super::selection::Selection;

mod files;
mod yaml;

/// A document as it was read.
#[derive(Debug)]
pub(crate) struct Document {
    /// The file, as messages name it.
    pub(crate) file: String,
    /// The version of OpenAPI that it is written in.
    pub(crate) version: Version,
    /// Everything in it.
    pub(crate) root: Value,
    /// What was forgiven in its text.
    pub(crate) slips: Vec<Slip>,
    /// The operations that are wanted of it.
    pub(crate) selection: Selection,
}

/// What a text says against the rules of its format, and beyond doubt.
#[derive(Clone, Debug)]
pub(crate) struct Slip {
    /// The file and the line.
    pub(crate) at: String,
    /// What is wrong.
    pub(crate) what: &'static str,
}

/// The versions of OpenAPI that differ in what a schema means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// 3.0.x.
    V30,
    /// 3.1.x, whose schemas are JSON Schema.
    V31,
}

impl Document {
    /// Reads a file.
    pub(crate) fn read(path: &Path, file: &str) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("{file} could not be read"))?;
        let mut document = Self::parse(&decode(bytes, file)?, file)?;
        files::bundle(&mut document, path)?;
        Ok(document)
    }

    /// Whether other files became part of it.
    pub(crate) fn has_other_files(&self) -> bool {
        pointer::get(&self.root, pointer::FILES).is_some()
    }

    /// Reads a text: JSON when it starts with a brace, YAML otherwise.
    pub(crate) fn parse(text: &str, file: &str) -> Result<Self> {
        let mut slips = Vec::new();
        let root = value(text, file, &mut slips)?;
        let version = version(&root, file)?;

        if !root.get("paths").is_some_and(Value::is_object) {
            bail!("{file}: `paths` is missing, or is no object");
        }
        Ok(Self { file: file.to_owned(), version, root, slips, selection: Selection::default() })
    }
}

/// The text of a file, which is UTF-8, or UTF-16 if its first bytes say so.
fn decode(bytes: Vec<u8>, file: &str) -> Result<String> {
    let units = |of: fn([u8; 2]) -> u16| {
        bytes
            .get(2..)
            .unwrap_or_default()
            .chunks_exact(2)
            .filter_map(|pair| Some(of(pair.try_into().ok()?)))
            .collect::<Vec<u16>>()
    };
    let units = match bytes.get(..2) {
        Some([0xff, 0xfe]) => units(u16::from_le_bytes),
        Some([0xfe, 0xff]) => units(u16::from_be_bytes),
        Some(_) | None => {
            return String::from_utf8(bytes)
                .map_err(|_e| anyhow!("{file} is no UTF-8; save it as UTF-8"));
        }
    };
    String::from_utf16(&units).map_err(|_e| anyhow!("{file} is no UTF-16; save it as UTF-8"))
}

/// JSON when a text starts with a brace, YAML otherwise.
fn value(text: &str, file: &str, slips: &mut Vec<Slip>) -> Result<Value> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('{') {
        json(text, file)
    } else {
        yaml::read(text, file, slips)
    }
}

fn json(text: &str, file: &str) -> Result<Value> {
    serde_json::from_str(text).with_context(|| format!("{file} is no JSON"))
}

fn version(root: &Value, file: &str) -> Result<Version> {
    if root.get("swagger").is_some() {
        bail!("{file}: this is Swagger 2.0; convert it to OpenAPI 3 first");
    }
    let Some(version) = root.get("openapi").and_then(Value::as_str) else {
        bail!("{file}: `openapi` is missing, so this is no OpenAPI document");
    };
    match version.split('.').take(2).collect::<Vec<_>>().join(".").as_str() {
        "3.0" => Ok(Version::V30),
        "3.1" => Ok(Version::V31),
        _ => bail!("{file}: OpenAPI {version} is not understood; 3.0 and 3.1 are"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, Version};

    fn refusal(text: &str) -> String {
        format!("{:#}", Document::parse(text, "keys.yaml").unwrap_err())
    }

    #[test]
    fn yaml_and_json_read_the_same() {
        let yaml =
            Document::parse("openapi: 3.0.3\npaths: {}\nx: [no, 1, '2', 2020-01-01, 007]\n", "a")
                .unwrap();
        let json = r#"{"openapi": "3.0.3", "paths": {}, "x": ["no", 1, "2", "2020-01-01", "007"]}"#;

        let json = Document::parse(json, "b").unwrap();

        assert_eq!(yaml.root, json.root);
        assert_eq!(yaml.version, Version::V30);
    }

    #[test]
    fn keys_keep_the_order_of_the_document() {
        let document = Document::parse("openapi: 3.1.0\nz: 1\na: 2\npaths: {}\n", "a").unwrap();

        let keys: Vec<_> = document.root.as_object().unwrap().keys().collect();

        assert_eq!(keys, ["openapi", "z", "a", "paths"]);
    }

    #[test]
    fn a_broken_document_is_refused_with_its_line() {
        assert!(
            refusal("openapi: 3.0.3\npaths: {}\na: [\n").starts_with("keys.yaml:"),
            "{}",
            refusal("a: [\n")
        );
        assert!(refusal("{\n \"a\": }").contains("line 2"));
        assert!(refusal("openapi: 3.0.3\nopenapi: 3.0.3\npaths: {}\n").contains("keys.yaml:2"));
    }

    #[test]
    fn one_anchor_may_be_used_everywhere() {
        let uses = "  - *one\n".repeat(500);
        let text = format!("openapi: 3.0.3\npaths: {{}}\nx: &one [a]\ny:\n{uses}");

        let document = Document::parse(&text, "a").unwrap();

        assert_eq!(document.root.pointer("/y/499/0").unwrap(), "a");
    }

    #[test]
    fn anchors_that_multiply_are_refused() {
        let levels: Vec<_> = (1..12)
            .map(|level| {
                let uses = vec![format!("*l{}", level - 1); 10].join(", ");
                format!("l{level}: &l{level} [{uses}]")
            })
            .collect();
        let levels = levels.join("\n");

        let why = refusal(&format!("openapi: 3.0.3\npaths: {{}}\nl0: &l0 [a]\n{levels}"));

        assert!(why.contains("is no YAML"), "{why}");
    }

    #[test]
    fn other_versions_are_refused_with_the_reason() {
        assert!(refusal("swagger: '2.0'\n").contains("Swagger 2.0"));
        assert!(refusal("openapi: 4.0.0\n").contains("OpenAPI 4.0.0"));
        assert!(refusal("a: 1\n").contains("`openapi` is missing"));
        assert!(refusal("openapi: 3.0.0\n").contains("`paths` is missing"));
    }
}
