//! F50 to F59: successes whose bodies are not what was documented.

use super::answers::answer;
use super::{Ends, Row, row};
use crate::dialect::{Dialect, Kind, SECRET};
use crate::server::Step;

pub(super) fn rows() -> Vec<Row> {
    vec![
        of("F50", "bytes that are no text", Ends::Unreadable, |d, k| {
            let body = d.answer(k, "REPLACED").into_bytes();
            let at = body.windows(8).position(|w| w == b"REPLACED").expect("the secret");
            let mut broken = body;
            broken[at..at + 3].copy_from_slice(b"\xff\xfe\xc0");
            broken
        }),
        of("F51", "a byte order mark", Ends::Well, |d, k| {
            ["\u{feff}".as_bytes(), d.answer(k, SECRET).as_bytes()].concat()
        }),
        of("F52", "the same property twice", Ends::Unreadable, |d, k| {
            let again = if d.is_xml() {
                format!("<publicApiKey>{SECRET}</publicApiKey>")
            } else {
                format!(r#","{}":"{SECRET}""#, property(d, k))
            };
            let secret = if d.is_xml() { SECRET.to_owned() } else { format!("\"{SECRET}\"") };
            d.answer_with(k, &secret, &again).into_bytes()
        }),
        // XML knows no types: there, each of these is text.
        of("F53", "a number for a secret", Ends::UnreadableUnlessXml, |d, k| {
            let number = if d.is_xml() { SECRET } else { "4711" };
            d.answer_with(k, number, "").into_bytes()
        }),
        of("F53", "an object for a secret", Ends::Unreadable, |d, k| {
            let object = if d.is_xml() { "<a>b</a>" } else { r#"{"a":"b"}"# };
            d.answer_with(k, object, "").into_bytes()
        }),
        of("F53", "nothing that was promised", Ends::Unreadable, |d, k| {
            let empty = match (d.is_xml(), k) {
                (true, Kind::Create) => "<apiKey><name>My site</name></apiKey>",
                (true, Kind::Read) => "<apiKeys><apiKey><name>My site</name></apiKey></apiKeys>",
                (false, _) => "[]",
            };
            empty.as_bytes().to_vec()
        }),
        of("F54", "unknown fields", Ends::Well, |d, k| {
            let more = if d.is_xml() { "<isNew>1</isNew>" } else { r#","is_new":{"a":[1]}"# };
            let secret = if d.is_xml() { SECRET.to_owned() } else { format!("\"{SECRET}\"") };
            d.answer_with(k, &secret, more).into_bytes()
        }),
        of("F54", "values that an enum does not have", Ends::Well, |d, k| {
            let more = match (d, k) {
                (Dialect::Bitgpt, _) => r#","scopes":["brand.new"]"#,
                (Dialect::Infobip, _) => r#","permissions":["BRAND_NEW"]"#,
                (Dialect::InfobipXml, _) => {
                    "<permissions><permission>BRAND_NEW</permission></permissions>"
                }
                (Dialect::Sendkit, Kind::Read) => r#","tier":"brand new""#,
                (Dialect::Senderwiz | Dialect::Sendkit, _) => "",
            };
            let secret = if d.is_xml() { SECRET.to_owned() } else { format!("\"{SECRET}\"") };
            d.answer_with(k, &secret, more).into_bytes()
        }),
        of("F55", "a list for an object", Ends::UnreadableUnlessXml, |d, k| {
            let whole = d.answer(k, SECRET);
            if d.is_xml() { whole } else { format!("[{whole}]") }.into_bytes()
        }),
        of("F56", "a secret nested a hundred thousand deep", Ends::Unreadable, |d, k| {
            let deep = if d.is_xml() { "<a>".repeat(100_000) } else { "[".repeat(100_000) };
            d.answer_with(k, &deep, "").into_bytes()
        }),
        xml("F57", "a document type", r#"<!DOCTYPE a [<!ENTITY b "c">]><apiKey>&b;</apiKey>"#),
        xml(
            "F57",
            "a document type from elsewhere",
            r#"<!DOCTYPE a SYSTEM "file:///etc/passwd"><apiKey/>"#,
        ),
        xml("F58", "another root", "<other><key>k1</key></other>"),
        xml("F58", "something after the end", "<apiKey><key>k1</key></apiKey>junk"),
        xml("F58", "a second root", "<apiKeys></apiKeys><apiKeys></apiKeys>"),
        row("F59", "XML without bottom", Ends::Unreadable, |_, _| {
            answer("200 OK", XML, format!("<apiKey>{}", "<a>".repeat(100_000)))
        }),
    ]
}

const XML: &str = "content-type: application/xml;charset=UTF-8\r\n";

fn of(
    id: &'static str,
    what: &str,
    ends: Ends,
    body: impl Fn(Dialect, Kind) -> Vec<u8> + Send + Sync + 'static,
) -> Row {
    row(id, what, ends, move |d, k| {
        answer("200 OK", &format!("content-type: {};charset=utf-8\r\n", d.media()), body(d, k))
    })
}

/// An XML document for all of them: who did not ask for XML must not take it for anything either.
fn xml(id: &'static str, what: &str, text: &'static str) -> Row {
    row(id, what, Ends::Unreadable, move |_, _| -> Step { answer("200 OK", XML, text) })
}

/// The name of the property that holds the secret.
fn property(dialect: Dialect, kind: Kind) -> &'static str {
    match (dialect, kind) {
        (Dialect::Bitgpt, _) => "secret",
        (Dialect::Infobip | Dialect::InfobipXml, _) => "publicApiKey",
        (Dialect::Senderwiz, _) => "key",
        (Dialect::Sendkit, Kind::Create) => "apiKey",
        (Dialect::Sendkit, Kind::Read) => "name",
    }
}
