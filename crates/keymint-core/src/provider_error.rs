//! What a provider says of its own error, found where the document says it stands.

use std::time::Duration;

use http::HeaderMap;

use crate::api::{ErrorFields, Place, Violations};
use crate::body::json::text::{Json, Value};
use crate::header_text::header_text;
use crate::retry::requested_wait;

/// Server text is kept up to this many characters: enough for a sentence, too little to flood a log.
const TEXT_LIMIT: usize = 512;
/// More violations than this help nobody, and a hostile answer could hold a hundred thousand.
const VIOLATION_LIMIT: usize = 64;
/// Headers that carry a request id, by how often they are met.
const REQUEST_ID_HEADERS: [&str; 4] = ["x-request-id", "request-id", "x-correlation-id", "cf-ray"];

/// What the provider found wrong with one field.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The field, in the provider's spelling.
    pub field: String,
    /// What is wrong with it, in the provider's words.
    pub message: String,
}

impl std::fmt::Debug for Violation {
    /// Prints nothing that the server wrote: it may echo a key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Violation").finish_non_exhaustive()
    }
}

#[derive(Default)]
pub(crate) struct ProviderError {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) violations: Vec<Violation>,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
}

impl ProviderError {
    pub(crate) fn read(fields: &ErrorFields, headers: &HeaderMap, json: Option<&str>) -> Self {
        let first = |places: &[Place]| {
            let json = json?;
            places.iter().find_map(|place| Json::at(json, place).and_then(scalar))
        };
        let violations = json.map(|json| violations(fields.violations, json)).unwrap_or_default();
        Self {
            code: first(fields.code),
            message: first(fields.message),
            violations,
            request_id: Self::request_id_of(headers).or_else(|| first(fields.request_id)),
            retry_after: requested_wait(headers),
        }
    }

    /// The request id that a header carries.
    pub(crate) fn request_id_of(headers: &HeaderMap) -> Option<String> {
        REQUEST_ID_HEADERS.iter().find_map(|name| {
            let text = header_text(headers, name)?;
            (!text.is_empty()).then(|| printable(text))
        })
    }
}

/// A string or a number, as text.
fn scalar(mut json: Json<'_>) -> Option<String> {
    let text = match json.value().ok()? {
        Value::Plain(text) | Value::Number(text) => text.into(),
        Value::Text(text) => text,
        Value::Null | Value::Boolean(_) | Value::List | Value::Object => return None,
    };
    (!text.trim().is_empty()).then(|| printable(&text))
}

/// Escapes what could move a cursor or fake a log line, and cuts what is long.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(TEXT_LIMIT));
    for c in text.chars() {
        let length = out.len();
        if is_unseen(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
        if out.chars().count() > TEXT_LIMIT {
            out.truncate(length);
            out.push('…');
            break;
        }
    }
    out
}

/// Whether a character shows nothing, or changes how others are shown.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

fn violations(places: &[Violations], json: &str) -> Vec<Violation> {
    let mut found = Vec::new();
    for place in places {
        let Some(mut json) = Json::at(json, place.at) else { continue };
        // Where the body breaks off, what stood before counts.
        let _whole = match json.value() {
            Ok(Value::Object) => json.properties(|json, field| {
                push_messages(&mut found, field, json.apart());
                Ok(())
            }),
            Ok(Value::List) => json
                .items(|json| {
                    let entry = json.apart();
                    let named = |name| entry.clone().below(name);
                    let field = named(place.field).and_then(scalar).unwrap_or_default();
                    push_messages(&mut found, &field, named(place.message).unwrap_or(entry));
                    Ok(())
                })
                .map(drop),
            _ => Ok(()),
        };
    }
    found
}

/// One violation for a message, one each for a list of them.
fn push_messages(found: &mut Vec<Violation>, field: &str, mut said: Json<'_>) {
    let mut push = |said| {
        if found.len() < VIOLATION_LIMIT
            && let Some(message) = scalar(said)
        {
            found.push(Violation { field: printable(field), message });
        }
    };
    let whole = said.clone();
    if let Ok(Value::List) = said.value() {
        let _whole = said.items(|json| {
            push(json.apart());
            Ok(())
        });
    } else {
        push(whole);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FIELDS: ErrorFields = ErrorFields {
        code: &[&["error", "code"], &["code"]],
        message: &[&["error", "message"], &["message"], &["error"], &["errors", "1", "message"]],
        request_id: &[&["support_id"]],
        violations: &[
            Violations { at: &["validator"], field: "", message: "" },
            Violations { at: &["violations"], field: "property", message: "violation" },
        ],
    };

    fn read(body: &serde_json::Value) -> ProviderError {
        ProviderError::read(&FIELDS, &HeaderMap::new(), Some(&body.to_string()))
    }

    #[test]
    fn two_shapes_end_in_the_same_fields() {
        let nested = read(&json!({"error": {"code": "C1", "message": "no"}}));
        let flat = read(&json!({"error": "Conflict", "message": "no", "code": 409}));

        assert_eq!(nested.code.as_deref(), Some("C1"));
        assert_eq!(nested.message.as_deref(), Some("no"));
        assert_eq!(flat.code.as_deref(), Some("409"));
        assert_eq!(flat.message.as_deref(), Some("no"));
    }

    #[test]
    fn violations_are_read_from_maps_and_lists() {
        let found = read(&json!({
            "validator": {"label": "is required", "scopes": ["unknown", "empty"]},
            "violations": [{"property": "name", "violation": "too long"}, 7],
        }));

        let seen: Vec<_> =
            found.violations.iter().map(|v| (v.field.as_str(), v.message.as_str())).collect();
        assert_eq!(
            seen,
            [
                ("label", "is required"),
                ("scopes", "unknown"),
                ("scopes", "empty"),
                ("name", "too long"),
                ("", "7")
            ]
        );
    }

    #[test]
    fn what_stands_in_a_list_is_found_by_its_number() {
        let second = read(&json!({"errors": [{"message": "a"}, {"message": "b"}]}));

        assert_eq!(second.message.as_deref(), Some("b"));
        assert_eq!(read(&json!({"errors": [{"message": "a"}]})).message, None);
        assert_eq!(read(&json!({"errors": {"1": {"message": "c"}}})).message.as_deref(), Some("c"));
    }

    #[test]
    fn a_body_that_breaks_off_tells_what_it_has() {
        let cut = r#"{"code": "C1", "violations": [{"property": "a", "violation": "b"}, {"prop"#;

        let found = ProviderError::read(&FIELDS, &HeaderMap::new(), Some(cut));

        assert_eq!(found.code.as_deref(), Some("C1"));
        assert_eq!(found.message, None);
        assert_eq!(found.violations.len(), 1);
    }

    #[test]
    fn no_more_violations_are_kept_than_help() {
        let many = "no ".repeat(9 * VIOLATION_LIMIT);
        let said: Vec<_> = many.split_whitespace().collect();

        for body in [json!({"validator": {"a": said}}), json!({"violations": said})] {
            assert_eq!(read(&body).violations.len(), VIOLATION_LIMIT);
        }
    }

    #[test]
    fn server_text_is_escaped_and_cut() {
        let long = format!("\u{1b}[31mred\r\n{}", "x".repeat(2_000));

        let message = read(&json!({ "message": long })).message.unwrap();

        assert!(message.starts_with("\\u{1b}[31mred\\u{d}\\u{a}x"), "{message}");
        assert!(message.chars().count() <= TEXT_LIMIT + 1);
    }

    #[test]
    fn text_is_cut_where_it_passes_the_limit_and_not_before() {
        let said = |text: &str| read(&json!({ "message": text })).message;
        let whole = "é".repeat(TEXT_LIMIT);

        assert_eq!(said(&whole), Some(whole.clone()));
        assert_eq!(said(&format!("{whole}x")), Some(format!("{whole}…")));
        assert_eq!(said(&"x".repeat(9 * TEXT_LIMIT)), Some(format!("{}…", "x".repeat(TEXT_LIMIT))));
    }

    #[test]
    fn nothing_said_is_no_message() {
        assert_eq!(read(&json!({ "message": " \n" })).message, None);
        assert_eq!(
            read(&json!({ "error": {"message": ""}, "message": "no" })).message.as_deref(),
            Some("no")
        );
    }

    #[test]
    fn a_violation_prints_no_text_of_the_server() {
        let violation = Violation { field: "CANARY".to_owned(), message: "CANARY".to_owned() };

        assert_eq!(format!("{violation:?}"), "Violation { .. }");
    }

    #[test]
    fn what_cannot_be_seen_is_written_by_number() {
        let hidden =
            "\u{ad}\u{61c}\u{180e}\u{200b}\u{202e}\u{2060}\u{2066}\u{feff}\u{fff9}\u{e0041}\u{85}";

        let message = read(&json!({ "message": hidden })).message.unwrap();

        assert!(message.bytes().all(|byte| byte.is_ascii_graphic()), "{message}");
        assert!(message.starts_with("\\u{ad}\\u{61c}\\u{180e}"), "{message}");
        assert_eq!(read(&json!({ "message": "né 鍵 😀" })).message.unwrap(), "né 鍵 😀");
    }

    #[test]
    fn a_broken_request_id_header_hides_no_whole_one() {
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", " ".parse().unwrap());
        headers.insert("cf-ray", "ray-1".parse().unwrap());

        assert_eq!(ProviderError::request_id_of(&headers).as_deref(), Some("ray-1"));
    }

    #[test]
    fn a_request_id_header_wins_over_the_body() {
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", "req-1".parse().unwrap());
        headers.insert("retry-after", "7".parse().unwrap());

        let found = ProviderError::read(&FIELDS, &headers, Some(r#"{"support_id": "s-1"}"#));

        assert_eq!(found.request_id.as_deref(), Some("req-1"));
        assert_eq!(found.retry_after, Some(Duration::from_secs(7)));
        assert_eq!(read(&json!({"support_id": "s-1"})).request_id.as_deref(), Some("s-1"));
    }
}
