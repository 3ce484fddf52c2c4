//! One string out of a JSON text, without reading the rest into values, nor what stands behind it.

use std::borrow::Cow;
use std::str::Split;

use crate::body::json::text::{ESCAPED, Json, Value};

/// The string that a JSON pointer leads to, through objects alone; borrowed unless it is written with escapes.
pub(crate) fn string_at<'j>(json: &'j [u8], pointer: &str) -> Option<Cow<'j, str>> {
    let names = pointer.strip_prefix('/')?.split('/');
    match str::from_utf8(json) {
        Ok(text) => follow(text, names),
        // What is wrong may stand elsewhere.
        Err(_) => {
            follow(&String::from_utf8_lossy(json), names).map(|text| text.into_owned().into())
        }
    }
}

fn follow<'t>(text: &'t str, names: Split<'_, char>) -> Option<Cow<'t, str>> {
    let mut json = Json::of(text, &ESCAPED);
    for name in names {
        let Ok(Value::Object) = json.value() else { return None };
        if !json.find(name).ok()? {
            return None;
        }
    }
    match json.value() {
        Ok(Value::Plain(text)) => Some(text.into()),
        Ok(Value::Text(text)) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_leads_through_objects_to_a_string() {
        let json =
            br#"{"other": [1, {"name": "no"}], "data": {"a": {}, "name": "\u00fc"}, "name": null}"#;

        assert_eq!(string_at(json, "/data/name").as_deref(), Some("ü"));
        for nowhere in ["/name", "/data", "/data/a/name", "/other/name", "data/name", ""] {
            assert_eq!(string_at(json, nowhere), None, "{nowhere}");
        }
        assert_eq!(string_at(b"{\"name\": 31}", "/name"), None);
        assert_eq!(string_at(b"{", "/name"), None);
        assert_eq!(string_at(b"{\"x\": \"\xff\", \"name\": \"n\"}", "/name").as_deref(), Some("n"));
    }

    #[test]
    fn a_string_without_escapes_is_borrowed_under_an_escaped_name() {
        let json = br#"{"n\u0061me": "plain"}"#;

        assert!(matches!(string_at(json, "/name"), Some(Cow::Borrowed("plain"))));
    }
}
