//! JSON pointers, written as a `$ref` writes them: `#/paths/~1keys/get`.

use serde_json::Value;

/// Where the other files of a document stand, once it has been read.
pub(crate) const FILES: &str = "#/x-keymint-files";

/// The pointer to `key` below `at`.
pub(crate) fn below(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The last part of a pointer that says what it points to.
pub(crate) fn name(at: &str) -> String {
    const STRUCTURE: [&str; 6] =
        ["schema", "items", "properties", "additionalProperties", "allOf", "oneOf"];

    let part =
        at.rsplit('/').find(|part| !STRUCTURE.contains(part) && part.parse::<u32>().is_err());
    let part = unescape(part.unwrap_or_default());
    match at.strip_prefix(FILES) {
        // A whole file is called after itself, without its folder and its extension.
        Some(file) if !file.trim_start_matches('/').contains('/') => {
            let name = part.rsplit('/').next().unwrap_or_default();
            name.split('.').next().unwrap_or_default().to_owned()
        }
        Some(_) | None => part,
    }
}

/// The pointer that a reference within the document stands for, percent signs decoded.
///
/// `None` when it points into another file, or to an anchor.
pub(crate) fn local(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#')?;
    let decoded = percent_decode(fragment)?;
    (decoded.is_empty() || decoded.starts_with('/')).then(|| format!("#{decoded}"))
}

/// What stands at a pointer.
pub(crate) fn get<'d>(root: &'d Value, at: &str) -> Option<&'d Value> {
    root.pointer(at.strip_prefix('#')?)
}

/// The names that a pointer without `#` consists of.
pub(crate) fn names(at: &str) -> Option<Vec<String>> {
    Some(at.strip_prefix('/')?.split('/').map(unescape).collect())
}

/// A key, of its part in a pointer.
fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();

    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let pair = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }

    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{below, get, local, name};

    #[test]
    fn keys_with_slashes_and_tildes_survive() {
        let document = json!({"paths": {"/a~b": 1}});

        let at = below("#/paths", "/a~b");

        assert_eq!(at, "#/paths/~1a~0b");
        assert_eq!(get(&document, &at), Some(&json!(1)));
    }

    #[test]
    fn percent_signs_in_references_are_decoded() {
        assert_eq!(local("#/paths/~1%7Bid%7D").as_deref(), Some("#/paths/~1{id}"));
        assert_eq!(local("#/bad%zz"), None);
    }

    #[test]
    fn anchors_and_other_files_are_not_local() {
        assert_eq!(local("#Pet"), None);
        assert_eq!(local("other.yaml#/Pet"), None);
    }

    #[test]
    fn a_pointer_is_named_by_its_last_telling_part() {
        assert_eq!(name("#/components/schemas/Pet/properties/owner/items"), "owner");
        assert_eq!(name("#/components/schemas/Pet/oneOf/1"), "Pet");
    }
}
