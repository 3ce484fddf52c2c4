//! The other files of a document: those beside it and below, and no others.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Map, Value};

use super::{Document, Slip};
use crate::codegen::pointer;

/// More files than any person keeps one API in.
const MOST_FILES: usize = 5_000;
/// More bytes than all of them have.
const MOST_BYTES: u64 = 256 << 20;

/// Keys below which stands data, not description.
const DATA: [&str; 5] = ["const", "default", "enum", "example", "value"];
/// Keys whose own keys are names.
const NAMED: [&str; 14] = [
    "$defs",
    "callbacks",
    "definitions",
    "examples",
    "headers",
    "links",
    "mapping",
    "parameters",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
];

/// Takes what the document refers to in other files into it, and makes the references local.
///
/// What nothing refers to is left out: files that all companies share hold much that is another's.
pub(super) fn bundle(document: &mut Document, path: &Path) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let main = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let mut files = Files {
        folder: folder.to_owned(),
        main: main.clone(),
        document: &document.file,
        waiting: VecDeque::new(),
        known: BTreeMap::new(),
        slips: &mut document.slips,
        bytes: 0,
    };

    files.rewrite(&mut document.root, &main, "#", false)?;
    let mut kept = Map::new();
    while let Some(target) = files.waiting.pop_front() {
        if let Some((keys, value)) = files.part(&target)? {
            keep(kept.entry(target.file).or_insert(Value::Null), &keys, value);
        }
    }
    if let (false, Some(root)) = (kept.is_empty(), document.root.as_object_mut()) {
        root.insert(pointer::FILES.trim_start_matches("#/").to_owned(), Value::Object(kept));
    }
    Ok(())
}

/// A place in another file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Target {
    file: String,
    /// The keys from the top of the file to the place.
    keys: Vec<String>,
}

/// Puts a value where it stood in its file.
fn keep(at: &mut Value, keys: &[String], value: Value) {
    let Some((key, below)) = keys.split_first() else {
        *at = value;
        return;
    };
    if at.is_null() {
        *at = Value::Object(Map::new());
    }
    if let Some(map) = at.as_object_mut() {
        keep(map.entry(key).or_insert(Value::Null), below, value);
    }
}

struct Files<'f> {
    folder: PathBuf,
    /// The document's own file, without its folder.
    main: String,
    /// The document, as messages name it.
    document: &'f str,
    /// Places that were referred to, and are not rewritten yet.
    waiting: VecDeque<Target>,
    /// The files that were referred to, with the places in them that were.
    known: BTreeMap<String, Known>,
    slips: &'f mut Vec<Slip>,
    bytes: u64,
}

/// A file that was referred to.
#[derive(Default)]
struct Known {
    /// Everything in it, once a place of it was asked for.
    value: Option<Value>,
    /// The places that are, or will be, part of the document.
    places: BTreeSet<Vec<String>>,
}

impl Files<'_> {
    /// What stands at a place, its references made local, with the keys that lead to it; `None` when nothing does.
    ///
    /// For a place in a list that is the whole list: what stands before the place counts.
    fn part(&mut self, target: &Target) -> Result<Option<(Vec<String>, Value)>> {
        let file = &target.file;
        if self.known.get(file).is_none_or(|known| known.value.is_none()) {
            let value = self.read(file)?;
            self.known.entry(file.clone()).or_default().value = Some(value);
        }

        let whole = self.known.get(file).and_then(|known| known.value.as_ref());
        let Some(mut part) = whole else { return Ok(None) };
        let (mut keys, mut at, mut names) = (Vec::new(), "#".to_owned(), false);
        for key in &target.keys {
            if part.is_array() {
                break;
            }
            let Some(below) = part.get(key) else { return Ok(None) };
            part = below;
            at = pointer::below(&at, key);
            names = !names && NAMED.contains(&key.as_str());
            keys.push(key.clone());
        }
        let mut part = part.clone();
        self.rewrite(&mut part, file, &at, names)?;
        Ok(Some((keys, part)))
    }

    /// Makes the references in a value of `file` local; below `names`, keys are names and not words of OpenAPI.
    fn rewrite(&mut self, value: &mut Value, file: &str, at: &str, names: bool) -> Result<()> {
        match value {
            Value::Array(items) => items.iter_mut().enumerate().try_for_each(|(number, item)| {
                self.rewrite(item, file, &pointer::below(at, &number.to_string()), false)
            }),
            Value::Object(map) => map.iter_mut().try_for_each(|(key, value)| {
                let at = pointer::below(at, key);
                if let ("$ref", false, Value::String(reference)) =
                    (key.as_str(), names, &mut *value)
                {
                    if let Some(local) = self.local(reference, file, &at)? {
                        *reference = local;
                    }
                    return Ok(());
                }
                if !names
                    && (DATA.contains(&key.as_str()) || (key == "examples" && value.is_array()))
                {
                    return Ok(());
                }
                self.rewrite(value, file, &at, !names && NAMED.contains(&key.as_str()))
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
        }
    }

    /// A reference as one into the document; `None` when it is that already.
    fn local(&mut self, reference: &str, file: &str, at: &str) -> Result<Option<String>> {
        let (target, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if target.is_empty() && file == self.main {
            return Ok(None);
        }
        let refuse = |why: &str| {
            let place = if file == self.main { at.to_owned() } else { format!("{file}{at}") };
            format!("{}: {place}: {reference} {why}", self.document)
        };
        ensure!(
            !target.contains("://") && !target.starts_with("//"),
            refuse(
                "is a URL, and nothing is fetched; save the file beside the document and refer to it there"
            )
        );
        ensure!(
            fragment.is_empty() || fragment.starts_with('/'),
            refuse(
                "is an anchor; refer to the schema by its path, as in #/components/schemas/Name"
            )
        );

        let name = if target.is_empty() { Some(file.to_owned()) } else { beside(file, target) };
        let Some(name) = name else {
            bail!(refuse("leads out of the document's folder; move the file into the folder"));
        };
        if name == self.main {
            return Ok(Some(format!("#{fragment}")));
        }
        if !self.known.contains_key(&name) {
            ensure!(self.known.len() < MOST_FILES, refuse("is one file too many"));
            ensure!(
                self.stays_inside(&name),
                refuse("is no file in the document's folder; add it, or mend the path")
            );
        }
        self.want(&name, fragment);
        Ok(Some(format!("{}{fragment}", pointer::below(pointer::FILES, &name))))
    }

    /// Remembers that a place is referred to, unless it is part of another that was.
    fn want(&mut self, file: &str, fragment: &str) {
        let known = self.known.entry(file.to_owned()).or_default();
        let local = pointer::local(&format!("#{fragment}")).unwrap_or_default();
        let keys = pointer::names(local.trim_start_matches('#')).unwrap_or_default();

        let mut around = (0..=keys.len()).filter_map(|length| keys.get(..length));
        if !around.any(|place| known.places.contains(place)) {
            known.places.insert(keys.clone());
            self.waiting.push_back(Target { file: file.to_owned(), keys });
        }
    }

    /// Whether a file is there, and no link leads out of the folder.
    fn stays_inside(&self, name: &str) -> bool {
        let folder = if self.folder.as_os_str().is_empty() { Path::new(".") } else { &self.folder };
        match (folder.canonicalize(), folder.join(name).canonicalize()) {
            (Ok(folder), Ok(file)) => file.starts_with(folder) && file.is_file(),
            (_, _) => false,
        }
    }

    fn read(&mut self, name: &str) -> Result<Value> {
        let path = self.folder.join(name);
        self.bytes += fs::metadata(&path).map_or(0, |about| about.len());
        ensure!(self.bytes <= MOST_BYTES, "{}: its files are larger than 256 MiB", self.document);
        let bytes = fs::read(&path).with_context(|| format!("{name} could not be read"))?;
        super::value(&super::decode(bytes, name)?, name, self.slips)
    }
}

/// The path of `target` as seen from `file`, both below the document's folder.
fn beside(file: &str, target: &str) -> Option<String> {
    let target = pointer::local(&format!("#/{target}"))?;
    let target = target.strip_prefix("#/")?;
    if target.starts_with('/') || target.contains(['\\', '\0', ':']) {
        return None;
    }

    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use crate::codegen::document::Document;
    use crate::codegen::normalize::normalize;
    use crate::codegen::notes::Notes;

    /// A folder with these files, gone when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn with(name: &str, files: &[(&str, &str)]) -> Self {
            let folder =
                std::env::temp_dir().join(format!("keymint-files-{}-{name}", std::process::id()));
            for (file, text) in files {
                let path = folder.join(file);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            Self(folder)
        }

        fn read(&self) -> Result<Document, String> {
            Document::read(&self.0.join("api/main.yaml"), "main.yaml")
                .map_err(|error| format!("{error:#}"))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            drop(fs::remove_dir_all(&self.0));
        }
    }

    #[test]
    fn files_beside_the_document_are_part_of_it() {
        let folder = Folder::with(
            "beside",
            &[
                (
                    "api/main.yaml",
                    "openapi: 3.0.3\npaths: {/a: {$ref: 'paths/a.yaml'}}\ncomponents: {schemas: {Own: {type: object, properties: {x: {type: string}}}}}\n",
                ),
                (
                    "api/paths/a.yaml",
                    "get: {operationId: getA, parameters: [{$ref: '../shared.json#/parameters/page'}], responses: {'200': {$ref: '#/answer'}}}\nanswer: {description: ok, content: {application/json: {schema: {$ref: '../schemas/Pet.yaml'}}}}\n",
                ),
                (
                    "api/schemas/Pet.yaml",
                    "type: object\nproperties: {own: {$ref: '../main.yaml#/components/schemas/Own'}, friend: {$ref: 'Pet.yaml'}, data: {type: string, example: {$ref: 'nowhere.yaml'}}}\n",
                ),
                (
                    "api/shared.json",
                    "{\"parameters\": {\"page\": {\"name\": \"page\", \"in\": \"query\", \"schema\": {\"type\": \"integer\"}}}}",
                ),
            ],
        );

        let document = folder.read().unwrap();
        let mut notes = Notes::default();
        let model = normalize(&document, &mut notes).unwrap();

        insta::assert_snapshot!(format!("{model}\n{notes}"));
    }

    #[test]
    fn what_nothing_refers_to_is_no_part_of_the_document() {
        let folder = Folder::with(
            "reached",
            &[
                (
                    "api/main.yaml",
                    "openapi: 3.0.3\npaths: {}\ncomponents: {schemas: {A: {$ref: 'shared.yaml#/schemas/A'}, B: {$ref: 'shared.yaml#/lists/1/of'}}}\n",
                ),
                (
                    "api/shared.yaml",
                    "schemas: {A: {items: {$ref: '#/schemas/C'}}, B: {$ref: 'missing.yaml'}, C: {type: string}}\nlists: [0, {of: {type: number}}]\n",
                ),
            ],
        );

        let root = folder.read().unwrap().root;

        assert_eq!(
            root.get("x-keymint-files").unwrap(),
            &serde_json::json!({"shared.yaml": {
                "schemas": {"A": {"items": {"$ref": "#/x-keymint-files/shared.yaml/schemas/C"}}, "C": {"type": "string"}},
                "lists": [0, {"of": {"type": "number"}}],
            }})
        );
    }

    #[test]
    fn a_reference_out_of_the_folder_or_to_a_url_is_refused_with_its_place() {
        let refused = |name: &str, reference: &str| {
            let text = format!("openapi: 3.0.3\npaths: {{/a: {{$ref: '{reference}'}}}}\n");
            let folder =
                Folder::with(name, &[("api/main.yaml", &text), ("outside.yaml", "get: {}\n")]);
            folder.read().unwrap_err()
        };

        for (name, reference, why) in [
            ("up", "../outside.yaml", "leads out of the document's folder"),
            ("encoded", "%2e%2e/outside.yaml", "leads out of the document's folder"),
            ("deep", "x/../../outside.yaml", "leads out of the document's folder"),
            ("absolute", "/etc/passwd", "leads out of the document's folder"),
            ("drive", "C:\\\\x.yaml", "leads out of the document's folder"),
            ("url", "https://a.example/a.yaml#/a", "is a URL"),
            ("file", "file:///etc/passwd", "is a URL"),
            ("missing", "missing.yaml", "is no file in the document's folder"),
        ] {
            let error = refused(name, reference);
            assert!(
                error.starts_with("main.yaml: #/paths/~1a/$ref: ") && error.contains(why),
                "{error}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_refused() {
        let text = "openapi: 3.0.3\npaths: {/a: {$ref: 'link.yaml'}}\n";
        let folder =
            Folder::with("link", &[("api/main.yaml", text), ("outside.yaml", "get: {}\n")]);
        std::os::unix::fs::symlink(folder.0.join("outside.yaml"), folder.0.join("api/link.yaml"))
            .unwrap();

        assert!(folder.read().unwrap_err().contains("is no file in the document's folder"));
    }
}
