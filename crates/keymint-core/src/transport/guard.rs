//! A call reaches the path its operation names, or nothing.

use std::iter;

use percent_encoding::percent_decode_str;
use url::Url;

use crate::api::Operation;
use crate::base_url::BaseUrl;

/// Checks that `url`, as the generated method composed it, is an instance of the operation's template below the base
/// URL, and stays it when parsed.
///
/// The text is checked before parsing, because parsing resolves dot segments and turns backslashes into slashes.
pub(crate) fn admit(base: &BaseUrl, operation: &Operation, url: &str) -> Result<Url, String> {
    let path = url.strip_prefix(base.as_str()).ok_or("the URL left the base URL")?;
    if path.bytes().any(|byte| matches!(byte, b'?' | b'#' | b'\\')) {
        return Err("the URL has more than a path".to_owned());
    }
    let mut given = segments(path);
    for wanted in segments(operation.path) {
        let segment = given.next().ok_or("the URL is shorter than the operation's path")?;
        check_segment(wanted, segment)?;
    }
    if given.next().is_some() {
        return Err("the URL is longer than the operation's path".to_owned());
    }
    // The host is parsed already; what follows it is parsed as it would be behind it.
    let rest = url.get(base.origin_length()..).unwrap_or_default();
    let parsed = base.url().join(rest).map_err(|_e| "the URL cannot be parsed".to_owned())?;
    if parsed.as_str().strip_prefix(base.as_str()) != Some(path) {
        return Err("the URL changes when it is parsed".to_owned());
    }
    Ok(parsed)
}

/// `wanted` is a segment of the template: a literal, or text around `{name}`s.
fn check_segment(wanted: &str, given: &str) -> Result<(), String> {
    let Some((before, rest)) = halves(wanted, b'{') else {
        return if wanted == given {
            Ok(())
        } else {
            Err("the URL left the operation's path".to_owned())
        };
    };
    let (name, after) = halves(rest, b'}').unwrap_or((rest, ""));
    let refuse = |why: &str| Err(format!("path parameter `{name}` {why}"));
    let value = given.strip_prefix(before).ok_or("the URL left the operation's path")?;
    let (value, tail) = match halves(after, b'{') {
        // The last parameter of the segment: what follows it is literal.
        None => (value.strip_suffix(after).ok_or("the URL left the operation's path")?, None),
        Some(("", _)) => (value, None),
        Some((literal, _)) => {
            let Some((value, tail)) = value.split_once(literal) else {
                return Err("the URL left the operation's path".to_owned());
            };
            (value, Some(tail))
        }
    };
    if value.is_empty() {
        return refuse("is empty; give the identifier");
    }
    if matches!(given, "." | "..") {
        return refuse("is a dot segment, which no identifier is");
    }
    let Ok(text) = percent_decode_str(value).decode_utf8() else {
        return refuse("is not text");
    };
    if text.chars().any(char::is_control) {
        return refuse("holds a control character; check for a line break at its end");
    }
    if let (Some(tail), Some((_, template))) = (tail, halves(after, b'{')) {
        return check_segment(&format!("{{{template}"), tail);
    }
    Ok(())
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(path);
    iter::from_fn(move || {
        let path = rest?;
        let (segment, after) = halves(path, b'/').unzip();
        rest = after;
        Some(segment.unwrap_or(path))
    })
}

/// The text before and after the first of a sign: paths are too short for the search that `split_once` sets up.
fn halves(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == sign)?;
    text.get(..at).zip(text.get(at + 1..))
}

#[cfg(test)]
mod tests {
    use crate::rt::encode_path;

    use super::*;

    fn call(value: &str) -> Result<Url, String> {
        let base = BaseUrl::parse("https://api.example.com/v1").unwrap();
        let url = format!("{}/things/{}/keys", base.as_str(), encode_path(value));
        admit(&base, &Operation::reading("/things/{thingId}/keys"), &url)
    }

    #[test]
    fn a_value_with_reserved_characters_stays_one_segment() {
        for value in [
            "a",
            "_",
            "a/b",
            "a\\b",
            "..\\..\\x",
            "%2e%2e",
            "a?b#c",
            "a%2Fb",
            "../..",
            "@evil.com",
            "a+b&c=d",
            "ключ",
            "...",
            "a;b",
        ] {
            let url = call(value).unwrap_or_else(|why| panic!("{value}: {why}"));
            let segments: Vec<_> = url.path_segments().unwrap().collect();
            assert_eq!(segments.len(), 4, "{url}");
            assert_eq!(percent_decode_str(segments[2]).decode_utf8().unwrap(), value);
            assert_eq!(url.query(), None);
        }
    }

    #[test]
    fn a_value_that_is_no_identifier_is_refused_by_name() {
        for value in ["", ".", "..", "a\nb", "\0", "a\r", "\u{7f}", "\u{85}"] {
            let why = call(value).expect_err(value);
            assert!(why.starts_with("path parameter `thingId`"), "{why}");
        }
    }

    #[test]
    fn parameters_inside_a_segment_are_checked_too() {
        let base = BaseUrl::parse("https://api.example.com").unwrap();
        let dated = Operation::reading("/files/{name}.{ext}");
        let admitted = |path: &str| admit(&base, &dated, &format!("https://api.example.com{path}"));

        assert!(admitted("/files/a.json").is_ok());
        assert!(admitted("/files/.json").is_err());
        assert!(admitted("/files/a.").is_err());
        assert!(admitted("/files/..").is_err());
        assert!(admitted("/other/a.json").is_err());
    }

    #[test]
    fn a_url_elsewhere_is_refused() {
        let base = BaseUrl::parse("https://api.example.com/v1").unwrap();
        let get = Operation::reading("/things/{thingId}");
        for url in [
            "https://evil.com/v1/things/a",
            "https://api.example.com/v1/things",
            "https://api.example.com/v1/things/a/b",
            "https://api.example.com/v1/things/../x",
            "https://api.example.com/v1/things/a?b",
            "https://api.example.com/v1/things/a#b",
            "https://api.example.com/v1/thongs/a",
        ] {
            assert!(admit(&base, &get, url).is_err(), "{url}");
        }
    }
}
