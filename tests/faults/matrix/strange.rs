//! S01 on: answers that are legal and rare, or illegal and common, beyond the 62 faults.

use super::below::{after, body, chunk, chunked, head, say, whole};
use super::{Ends, Row, row};
use crate::dialect::{Dialect, SECRET};
use crate::server::{Act, Step};

pub(super) fn rows() -> Vec<Row> {
    let mut rows = heads();
    rows.extend(bodies());
    rows
}

/// S01 to S10: strange on the way, or in the head.
#[rustfmt::skip]
fn heads() -> Vec<Row> {
    vec![
        row("S01", "HTTP/1.0 with a length", Ends::Well, |d, k| {
            after([rewritten(&whole(d, k), "HTTP/1.1", "HTTP/1.0"), Act::Close])
        }),
        row("S01", "HTTP/1.0 without a length", Ends::Well, |d, k| {
            after([say(&typed("HTTP/1.0 200 OK", d, "")), Act::Write(body(d, k)), Act::Close])
        }),
        row("S02", "a connection that is kept and then closed", Ends::Well, |d, k| {
            let head = typed("HTTP/1.1 200 OK", d, &format!("connection: keep-alive\r\nkeep-alive: timeout=0, max=0\r\ncontent-length: {}\r\n", body(d, k).len()));
            after([say(&head), Act::Write(body(d, k)), Act::Close])
        }),
        row("S03", "more than the length says", Ends::Well, |d, k| {
            after([Act::Write(whole(d, k)), say("garbage after the end\r\n\r\n"), Act::Close])
        }),
        row("S04", "the same length twice", Ends::Well, |d, k| {
            let length = format!("content-length: {0}\r\ncontent-length: {0}\r\n", body(d, k).len());
            after([say(&typed("HTTP/1.1 200 OK", d, &length)), Act::Write(body(d, k)), Act::Close])
        }),
        row("S05", "chunks with extensions and trailers", Ends::Well, |d, k| {
            let body = body(d, k);
            let (first, second) = body.split_at(9);
            let part = |bytes: &[u8], extension: &str| {
                [format!("{:x}{extension}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
            };
            after([
                Act::Write(chunked(d)), Act::Write(part(first, ";name=value")), Act::Write(part(second, "; quoted=\"a;b\"")),
                say("0\r\nx-trailer: late\r\ncontent-length: 3\r\n\r\n"), Act::Close,
            ])
        }),
        row("S06", "a chunk size beyond all numbers", Ends::CutOff, |d, _| {
            after([Act::Write(chunked(d)), say("fffffffffffffffff\r\n{"), Act::Close])
        }),
        row("S06", "a chunk in the middle of nowhere", Ends::CutOff, |d, k| {
            after([Act::Write(chunked(d)), Act::Write(chunk(&body(d, k)[..9])), say("5"), Act::Close])
        }),
        row("S07", "a header folded over two lines", Ends::Broken, |d, k| {
            after([say(&typed("HTTP/1.1 200 OK", d, &format!("x-a: b\r\n c\r\ncontent-length: {}\r\n", body(d, k).len()))), Act::Write(body(d, k)), Act::Close])
        }),
        row("S07", "a header with a null byte", Ends::Broken, |d, _| {
            after([say(&typed("HTTP/1.1 200 OK", d, "x-a: b\0c\r\ncontent-length: 0\r\n")), Act::Close])
        }),
        row("S07", "a header without a name", Ends::Broken, |d, _| {
            after([say(&typed("HTTP/1.1 200 OK", d, ": b\r\ncontent-length: 0\r\n")), Act::Close])
        }),
        row("S08", "a header in bytes that are no text", Ends::Well, |d, k| {
            let head = typed("HTTP/1.1 200 OK", d, &format!("content-length: {}\r\n", body(d, k).len()));
            let head = head.strip_suffix("\r\n").expect("a head").as_bytes().to_vec();
            after([Act::Write([&head, &b"x-a: \xff\xfe\r\n\r\n"[..]].concat()), Act::Write(body(d, k))])
        }),
        row("S09", "a status beyond those that exist", Ends::Unclear, |d, _| {
            after([say(&typed("HTTP/1.1 999 Beyond", d, "content-length: 2\r\n")), say("{}")])
        }),
        row("S09", "a status of two digits", Ends::Broken, |_, _| after([say("HTTP/1.1 20 OK\r\n\r\n"), Act::Close])),
        row("S10", "another success", Ends::Well, |d, k| {
            after([rewritten(&whole(d, k), "200 OK", "202 Accepted")])
        }),
        row("S10", "205, which has no body", Ends::Unreadable, |_, _| {
            after([say("HTTP/1.1 205 Reset Content\r\ncontent-length: 0\r\n\r\n")])
        }),
    ]
}

/// S11 to S16: strange in the body.
#[rustfmt::skip]
fn bodies() -> Vec<Row> {
    vec![
        row("S11", "an encoding that changes nothing", Ends::Well, |d, k| {
            let more = format!("content-encoding: Identity\r\ncontent-length: {}\r\n", body(d, k).len());
            after([say(&typed("HTTP/1.1 200 OK", d, &more)), Act::Write(body(d, k))])
        }),
        row("S11", "a second encoding that changes everything", Ends::Unreadable, |d, k| {
            let more = format!("content-encoding: identity\r\ncontent-encoding: br\r\ncontent-length: {}\r\n", body(d, k).len());
            after([say(&typed("HTTP/1.1 200 OK", d, &more)), Act::Write(body(d, k))])
        }),
        row("S12", "two byte order marks", Ends::Unreadable, |d, k| {
            marked(d, &["\u{feff}\u{feff}".as_bytes(), &body(d, k)].concat())
        }),
        row("S12", "a byte order mark and nothing else", Ends::Unreadable, |d, _| marked(d, "\u{feff}".as_bytes())),
        row("S13", "text in UTF-16", Ends::Unreadable, |d, k| {
            let text = String::from_utf8(body(d, k)).expect("text");
            let units = [0xfeff].into_iter().chain(text.encode_utf16());
            marked(d, &units.flat_map(u16::to_le_bytes).collect::<Vec<_>>())
        }),
        row("S14", "a null byte after the end", Ends::Unreadable, |d, k| marked(d, &[&body(d, k)[..], b"\0"].concat())),
        row("S14", "a null byte within the secret", Ends::Unreadable, |d, k| {
            let secret = if d.is_xml() { "a\0b" } else { "\"a\0b\"" };
            marked(d, d.answer_with(k, secret, "").as_bytes())
        }),
        row("S15", "numbers beyond all numbers in an unknown field", Ends::Well, |d, k| {
            let huge = "9".repeat(400);
            let secret = if d.is_xml() { SECRET.to_owned() } else { format!("\"{SECRET}\"") };
            let more = if d.is_xml() { format!("<isNew>{huge}</isNew>") } else { format!(",\"is_new\":[{huge},-{huge},1e400]") };
            marked(d, d.answer_with(k, &secret, &more).as_bytes())
        }),
        row("S16", "a secret in a CDATA section and by numbers", Ends::Well, |d, k| {
            if !d.is_xml() {
                return marked(d, &body(d, k));
            }
            let (start, end) = SECRET.split_at(5);
            let (first, end) = end.split_at(1);
            let number = u32::from(first.chars().next().expect("a character"));
            marked(d, d.answer_with(k, &format!("<![CDATA[{start}]]>&#x{number:x};<!-- -->{end}"), "").as_bytes())
        }),
        row("S16", "an entity that nobody declared", Ends::UnreadableIfXml, |d, k| {
            let secret = if d.is_xml() { "&secret;".to_owned() } else { format!("\"{SECRET}\"") };
            marked(d, d.answer_with(k, &secret, "").as_bytes())
        }),
    ]
}

fn typed(line: &str, dialect: Dialect, more: &str) -> String {
    format!("{line}\r\ncontent-type: {}\r\n{more}\r\n", dialect.media())
}

/// A success with this body, as it is.
fn marked(dialect: Dialect, body: &[u8]) -> Step {
    after([Act::Write(head(dialect, body.len())), Act::Write(body.to_vec())])
}

fn rewritten(answer: &[u8], from: &str, to: &str) -> Act {
    Act::Write(String::from_utf8_lossy(answer).replacen(from, to, 1).into_bytes())
}
