//! One string out of a JSON text, without reading the rest into values, nor what stands behind it.

use std::borrow::Cow;

use crate::body::json::text::{ESCAPED, Json, Value};

/// The string that names lead to, each that of a property of the object before it; borrowed unless it is written with escapes.
pub(crate) fn string_at<'j>(json: &'j str, names: &[&str]) -> Option<Cow<'j, str>> {
    let mut json = Json::of(json, &ESCAPED);
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
    use crate::body::json::text;

    #[test]
    fn names_lead_through_objects_to_a_string() {
        let json =
            r#"{"other": [1, {"name": "no"}], "data": {"a": {}, "a/b": "\u00fc"}, "name": null}"#;

        assert_eq!(string_at(json, &["data", "a/b"]).as_deref(), Some("ü"));
        for nowhere in
            [&["name"][..], &["data"], &["data", "a", "name"], &["other", "name"], &["b"], &[]]
        {
            assert_eq!(string_at(json, nowhere), None, "{nowhere:?}");
        }
        assert_eq!(string_at(r#"{"name": 31}"#, &["name"]), None);
        assert_eq!(string_at("{", &["name"]), None);
        let cut = text(b"{\"x\": \"\xff\", \"name\": \"n\"}").unwrap();
        assert_eq!(string_at(&cut, &["name"]).as_deref(), Some("n"));
    }

    #[test]
    fn what_is_passed_over_needs_not_be_right() {
        for before in
            [r#""u\ud800""#, r#""}\\""#, r#"[{"name": "no", "\"]": [{}]}, []]"#, "-1e5", "nul"]
        {
            let json = format!(r#"{{"x" : {before} , "name":"n"}}"#);

            assert_eq!(string_at(&json, &["name"]).as_deref(), Some("n"), "{json}");
        }
        for json in
            [r#"{"x": "name", "name""#, r#"{"x": "a\"#, r#"{"x": [}"#, r#"{"x": 1"#, r#"{"x": "#]
        {
            assert_eq!(string_at(json, &["name"]), None, "{json}");
        }
    }

    #[test]
    fn a_string_without_escapes_is_borrowed_under_an_escaped_name() {
        let json = r#"{"n\u0061me": "plain"}"#;

        assert!(matches!(string_at(json, &["name"]), Some(Cow::Borrowed("plain"))));
    }
}
