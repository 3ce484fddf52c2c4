//! Where a canary can stand in an answer: each field, under each status, in each header and in the reason phrase.

use serde_json::{Value, json};

use crate::dialect::{Dialect, Kind, SECRET};
use crate::server::{Act, Step};

/// One place, and the answer that has a canary there.
pub(crate) struct Place {
    pub(crate) name: String,
    pub(crate) step: Step,
    /// Whether the place is one for secrets: then a success must hide it too.
    pub(crate) is_secret: bool,
}

/// Puts canaries into the reason phrase and the headers of whatever is answered.
pub(crate) fn canaried(step: Step, dialect: Dialect) -> Step {
    let Step::After(acts) = step else { return step };
    let rewrite = |act| match act {
        Act::Write(bytes) if bytes.starts_with(b"HTTP/1.1 ") => {
            Act::Write(with_headers(&bytes, dialect))
        }
        other => other,
    };
    Step::After(acts.into_iter().map(rewrite).collect())
}

fn with_headers(bytes: &[u8], dialect: Dialect) -> Vec<u8> {
    let line = bytes.iter().position(|byte| *byte == b'\r').unwrap_or(bytes.len());
    let (line, rest) = bytes.split_at(line);
    let line = String::from_utf8_lossy(line);
    let status = line.split(' ').nth(1).unwrap_or("200");
    // Interim answers stay as they are, and so do lines that were broken on purpose.
    if status.starts_with('1') || status.len() != 3 || rest.is_empty() {
        return bytes.to_vec();
    }
    let headers = [
        "x-key",
        "set-cookie",
        "server",
        "via",
        "x-request-id",
        "www-authenticate",
        "etag",
        "link",
        "x-ratelimit-reset",
    ];
    let headers: String = headers.iter().map(|name| format!("\r\n{name}: {SECRET}")).collect();
    let head = format!("HTTP/1.1 {status} {SECRET}{headers}");
    // An error without a body gets one that is nothing but canaries.
    let text = String::from_utf8_lossy(rest);
    if let Some(start) = text.strip_suffix("content-length: 2\r\n\r\n{}") {
        let body = error_bodies(dialect).swap_remove(0).to_string();
        return format!("{head}{start}content-length: {}\r\n\r\n{body}", body.len()).into_bytes();
    }
    [head.as_bytes(), rest].concat()
}

pub(crate) fn places(dialect: Dialect, kind: Kind) -> Vec<Place> {
    let mut places = successes(dialect, kind);
    for status in [400, 401, 409, 418, 500] {
        for (number, body) in error_bodies(dialect).iter().enumerate() {
            let name = format!("{status} with error body {number}");
            places.push(Place {
                name,
                step: answer(status, "application/json", &body.to_string()),
                is_secret: true,
            });
        }
        for (media, body) in [
            ("text/plain", SECRET.to_owned()),
            ("text/html", format!("<html>{SECRET}</html>")),
            ("application/xml", format!("<{SECRET} a=\"{SECRET}\">{SECRET}</{SECRET}>")),
            ("application/json", format!("{{\"{SECRET}")),
            (SECRET, SECRET.to_owned()),
        ] {
            let name = format!("{status} as {media}");
            places.push(Place { name, step: answer(status, media, &body), is_secret: true });
        }
    }
    places
}

/// Error bodies in the shapes of all providers, with a canary wherever one fits.
fn error_bodies(dialect: Dialect) -> Vec<Value> {
    let s = SECRET;
    let own = match dialect {
        Dialect::Bitgpt => {
            json!({"status": 400, "error": s, "support_id": s, "message": s, "validator": {s: s, "label": [s]}, "data": s, "log": {s: s}, "env": s})
        }
        Dialect::Infobip | Dialect::InfobipXml => {
            json!({"requestError": {"serviceException": {"messageId": s, "text": s, "validationErrors": {s: s}}}, "errorCode": s, "description": s, "violations": [{"property": s, "violation": s}]})
        }
        Dialect::Senderwiz => json!({"status": s, "error": {"name": s, s: [s, s]}, "message": s}),
        Dialect::Sendkit => {
            json!({"success": false, "error": {"code": s, "message": s, "details": {s: s}}})
        }
    };
    vec![
        own,
        json!({"error": s, "message": s, "code": s, "details": s}),
        json!([s, {s: s}]),
        json!(s),
        json!({s: {s: [s]}}),
    ]
}

/// A documented success with one thing in it replaced, each in turn.
fn successes(dialect: Dialect, kind: Kind) -> Vec<Place> {
    let whole = dialect.answer(kind, SECRET);
    let mut places = vec![Place {
        name: "the answer itself".to_owned(),
        step: answer(200, dialect.media(), &whole),
        is_secret: true,
    }];
    if dialect.is_xml() {
        let texts: Vec<_> = whole
            .match_indices('>')
            .filter(|(at, _)| whole[at + 1..].find('<').is_some_and(|length| length > 0))
            .collect();
        for (at, _) in texts {
            let end = at + 1 + whole[at + 1..].find('<').unwrap_or(0);
            for other in [
                SECRET.to_owned(),
                format!("<{SECRET}>{SECRET}</{SECRET}>"),
                format!("&{SECRET};"),
                format!("{SECRET}</wrong>"),
            ] {
                let body = format!("{}{other}{}", &whole[..=at], &whole[end..]);
                let is_secret = whole[..at].ends_with("publicApiKey");
                places.push(Place {
                    name: format!("{other} at {at}"),
                    step: answer(200, dialect.media(), &body),
                    is_secret,
                });
            }
        }
        return places;
    }
    let whole: Value = serde_json::from_str(&whole).expect("JSON");
    let mut pointers = Vec::new();
    walk(&whole, &mut String::new(), &mut pointers);
    for pointer in pointers {
        for other in
            [json!(SECRET), json!({SECRET: SECRET}), json!([SECRET]), json!([[{SECRET: SECRET}]])]
        {
            let mut body = whole.clone();
            let Some(place) = body.pointer_mut(&pointer) else { continue };
            let is_secret = *place == json!(SECRET);
            *place = other.clone();
            let name = format!("{other} at {pointer}");
            places.push(Place {
                name,
                step: answer(200, dialect.media(), &body.to_string()),
                is_secret,
            });
        }
    }
    places
}

fn walk(value: &Value, pointer: &mut String, found: &mut Vec<String>) {
    found.push(pointer.clone());
    let length = pointer.len();
    let keys: Vec<String> = match value {
        Value::Object(map) => map.keys().cloned().collect(),
        Value::Array(list) => (0..list.len()).map(|index| index.to_string()).collect(),
        _ => Vec::new(),
    };
    for key in keys {
        pointer.extend(["/", &key]);
        if let Some(inner) = value.pointer(&format!("/{key}")) {
            walk(inner, pointer, found);
        }
        pointer.truncate(length);
    }
}

fn answer(status: u16, media: &str, body: &str) -> Step {
    let length = body.len();
    let text = format!(
        "HTTP/1.1 {status} Reason\r\ncontent-type: {media}\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    Step::After(vec![Act::Write(text.into_bytes())])
}
