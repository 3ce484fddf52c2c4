//! F01 to F31, F45, F46 and F49: faults below the answer's meaning, from the name that does not resolve to the bomb.

use std::time::Duration;

use super::{Ends, On, Row, row};
use crate::dialect::{Dialect, Kind, SECRET};
use crate::server::{Act, Step};

const DRIP: Duration = Duration::from_millis(100);

#[rustfmt::skip]
pub(super) fn rows() -> Vec<Row> {
    let at = |id, what: &str, on, ends| Row { id, what: what.to_owned(), on, ends };
    vec![
        at("F01", "no such host", On::NoSuchHost, Ends::Unreached),
        at("F02", "connection refused", On::ClosedPort, Ends::Unreached),
        at("F03", "connecting takes too long", On::FullBacklog, Ends::Unreached),
        row("F05", "closed at once", Ends::BrokenUnread, |_, _| Step::CloseAtOnce),
        row("F06", "reset at once", Ends::ResetEarly, |_, _| Step::ResetAtOnce),
        row("F07", "closed half way through the request", Ends::BrokenUnread, |_, _| Step::CloseHalfWay),
        row("F08", "closed after the request", Ends::Broken, |_, _| after([Act::Close])),
        row("F09", "reset after the request", Ends::Broken, |_, _| after([Act::Reset])),
        row("F10", "no answer", Ends::Late, |_, _| after([Act::Hang])),
        row("F11", "header by header, byte by byte", Ends::Late, |d, k| after([Act::Drip(whole(d, k), DRIP)])),
        row("F12", "body byte by byte", Ends::Stalled, |d, k| {
            after([Act::Write(head(d, 4_000)), Act::Drip(body(d, k), DRIP), Act::Hang])
        }),
        row("F13", "body stalls", Ends::Stalled, |d, k| {
            after([Act::Write(head(d, body(d, k).len())), Act::Write(body(d, k)[..9].to_vec()), Act::Hang])
        }),
        row("F14", "body cut short", Ends::CutOff, |d, k| {
            after([Act::Write(head(d, body(d, k).len())), Act::Write(body(d, k)[..9].to_vec()), Act::Close])
        }),
        row("F15", "broken chunk size", Ends::CutOff, |d, k| {
            after([Act::Write(chunked(d)), Act::Write(chunk(&body(d, k)[..9])), say("not a size\r\n"), Act::Close])
        }),
        row("F16", "chunks end early", Ends::CutOff, |d, k| {
            after([Act::Write(chunked(d)), Act::Write(chunk(&body(d, k))), Act::Close])
        }),
        row("F17", "reset within the body", Ends::CutOff, |d, k| {
            after([Act::Write(head(d, body(d, k).len())), Act::Write(body(d, k)[..9].to_vec()), wait(100), Act::Reset])
        }),
        row("F18", "half a status line", Ends::Broken, |_, _| after([say("HTTP/1.1 20"), Act::Close])),
        row("F19", "another protocol", Ends::Broken, |_, _| after([say("SSH-2.0-OpenSSH_9.9\r\n"), Act::Close])),
        row("F19", "an impossible version", Ends::Broken, |_, _| after([say("HTTP/7.3 200 OK\r\n\r\n"), Act::Close])),
        row("F20", "a hundred huge headers", Ends::Broken, |_, _| {
            let header = format!("x-filler: {}\r\n", "x".repeat(9_000));
            after([say("HTTP/1.1 200 OK\r\n"), Act::Flood(header.into_bytes(), 100), say("\r\n"), Act::Close])
        }),
        row("F21", "two lengths", Ends::Broken, |_, _| {
            after([say("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}"), Act::Close])
        }),
        row("F22", "a length and chunks", Ends::Well, |d, k| {
            let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {}\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n", d.media());
            after([say(&head), Act::Write(chunk(&body(d, k))), say("0\r\n\r\n"), Act::Close])
        }),
        row("F23", "a negative length", Ends::Broken, |_, _| {
            after([say("HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n"), Act::Close])
        }),
        row("F23", "a length beyond all numbers", Ends::Broken, |_, _| {
            after([say("HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\n"), Act::Close])
        }),
        row("F24", "no length, cut short", Ends::Unreadable, |d, k| {
            let head = format!("HTTP/1.0 200 OK\r\ncontent-type: {}\r\n\r\n", d.media());
            let body = body(d, k);
            after([say(&head), Act::Write(body[..body.len() - 5].to_vec()), Act::Close])
        }),
        row("F25", "a thousand early hints", Ends::Well, |d, k| {
            let hint = b"HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n";
            after([Act::Flood(hint.to_vec(), 1_000), Act::Write(whole(d, k))])
        }),
        row("F26", "a switch of protocols", Ends::Unclear, |_, _| {
            after([say("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"), Act::Close])
        }),
        row("F27", "continue, then the answer", Ends::Well, |d, k| {
            after([say("HTTP/1.1 100 Continue\r\n\r\n"), Act::Write(whole(d, k))])
        }),
        row("F28", "an unknown encoding", Ends::Unreadable, |d, k| encoded(d, "br", &body(d, k))),
        row("F29", "not the encoding it says", Ends::Unreadable, |d, k| encoded(d, "gzip", &body(d, k))),
        row("F30", "a body without end", Ends::Unreadable, |d, _| {
            after([Act::Write(chunked(d)), Act::Flood(chunk(&[b' '; 16_384]), 1_000_000)])
        }),
        row("F30", "a body of unbearable length", Ends::Unreadable, |d, _| after([Act::Write(head(d, 400 << 20)), Act::Hang])),
        row("F31", "a bomb", Ends::Unreadable, |d, _| encoded(d, "gzip", &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])),
        row("F49", "frames of HTTP/2", Ends::Broken, |_, _| {
            let settings_and_goaway = b"\0\0\0\x04\0\0\0\0\0\0\0\x08\x07\0\0\0\0\0\0\0\0\0\0\0\0\0";
            after([Act::Write(settings_and_goaway.to_vec()), Act::Close])
        }),
        at("F45", "an untrusted certificate", On::UntrustedCertificate, Ends::Untrusted),
        at("F46", "plain HTTP on the TLS port", On::PlainOnTlsPort, Ends::Untrusted),
    ]
}

pub(super) fn after(acts: impl Into<Vec<Act>>) -> Step {
    Step::After(acts.into())
}

pub(super) fn say(text: &str) -> Act {
    Act::Write(text.as_bytes().to_vec())
}

fn wait(millis: u64) -> Act {
    Act::Wait(Duration::from_millis(millis))
}

pub(super) fn body(dialect: Dialect, kind: Kind) -> Vec<u8> {
    dialect.answer(kind, SECRET).into_bytes()
}

pub(super) fn head(dialect: Dialect, length: usize) -> Vec<u8> {
    let media = dialect.media();
    format!("HTTP/1.1 200 OK\r\ncontent-type: {media}\r\ncontent-length: {length}\r\n\r\n")
        .into_bytes()
}

pub(super) fn chunked(dialect: Dialect) -> Vec<u8> {
    let media = dialect.media();
    format!("HTTP/1.1 200 OK\r\ncontent-type: {media}\r\ntransfer-encoding: chunked\r\n\r\n")
        .into_bytes()
}

pub(super) fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

pub(super) fn whole(dialect: Dialect, kind: Kind) -> Vec<u8> {
    let body = body(dialect, kind);
    [head(dialect, body.len()), body].concat()
}

fn encoded(dialect: Dialect, coding: &str, bytes: &[u8]) -> Step {
    let (media, length) = (dialect.media(), bytes.len());
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {media}\r\ncontent-encoding: {coding}\r\ncontent-length: {length}\r\n\r\n"
    );
    after([say(&head), Act::Write(bytes.to_vec())])
}
