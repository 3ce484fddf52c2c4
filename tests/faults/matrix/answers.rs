//! F32 to F44: answers that are whole, and say no.

use super::{Ends, Row, row};
use crate::dialect::Dialect;
use crate::server::{Act, Step};

const PAGE: &str = "<!doctype html><html><body>Sign in to the network</body></html>";

pub(super) fn rows() -> Vec<Row> {
    let mut rows = vec![
        row("F32", "204", Ends::Unreadable, |_, _| answer("204 No Content", "", "")),
        row("F32", "an empty 200", Ends::Unreadable, |d, _| answer("200 OK", &media(d), "")),
        row("F33", "a page", Ends::Unreadable, |_, _| {
            answer("200 OK", "content-type: text/html\r\n", PAGE)
        }),
        row("F33", "a page that says it is not", Ends::Unreadable, |d, _| {
            answer("200 OK", &media(d), PAGE)
        }),
        row("F34", "a proxy's page", Ends::Overloaded, |_, _| {
            answer("502 Bad Gateway", "content-type: text/html\r\n", PAGE)
        }),
        status("F35", "500 Internal Server Error", "", Ends::Unclear),
        status("F35", "504 Gateway Timeout", "", Ends::Overloaded),
        status("F36", "503 Service Unavailable", "", Ends::Overloaded),
        status("F37", "503 Service Unavailable", "retry-after: 0\r\n", Ends::Overloaded),
        status("F38", "429 Too Many Requests", "retry-after: 0\r\n", Ends::Limited),
        status("F38", "429 Too Many Requests", "retry-after: 1\r\n", Ends::Limited),
        status("F38", "429 Too Many Requests", "retry-after: 61\r\n", Ends::LimitedForLong),
        status("F41", "408 Request Timeout", "", Ends::Unclear),
        status("F41", "425 Too Early", "", Ends::Unclear),
        status("F43", "409 Conflict", "", Ends::Refused),
    ];
    for date in [
        "Sun, 06 Nov 1994 08:49:38 GMT",
        "Sunday, 06-Nov-94 08:49:38 GMT",
        "Sun Nov  6 08:49:38 1994",
    ] {
        let headers = format!("date: Sun, 06 Nov 1994 08:49:37 GMT\r\nretry-after: {date}\r\n");
        rows.push(status("F39", "429 Too Many Requests", headers, Ends::Limited));
    }
    for absurd in ["-1", "+5", "1.5", "NaN", "1e999", "", "soon", "Sun, 06 Nov 10000 08:49:37 GMT"]
    {
        let headers = format!("retry-after: {absurd}\r\n");
        rows.push(status("F40", "429 Too Many Requests", headers, Ends::Limited));
    }
    for endless in
        ["18446744073709551615", "99999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"]
    {
        let headers = format!("retry-after: {endless}\r\n");
        rows.push(status("F40", "429 Too Many Requests", headers, Ends::LimitedForLong));
    }
    for refusal in [
        "400 Bad Request",
        "401 Unauthorized",
        "403 Forbidden",
        "404 Not Found",
        "422 Unprocessable Content",
    ] {
        rows.push(status("F42", refusal, "", Ends::Refused));
    }
    // Of all redirects this one comes after the work is done.
    rows.push(status("F44", "303 See Other", "location: /elsewhere\r\n", Ends::Unclear));
    for redirect in
        ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        rows.push(status("F44", redirect, "location: /elsewhere\r\n", Ends::Refused));
    }
    rows
}

fn status(id: &'static str, line: &'static str, headers: impl Into<String>, ends: Ends) -> Row {
    let headers = headers.into();
    let what = format!("{line} {}", headers.trim());
    row(id, what, ends, move |d, _| answer(line, &format!("{}{headers}", media(d)), "{}"))
}

fn media(dialect: Dialect) -> String {
    format!("content-type: {}\r\n", dialect.media())
}

/// A whole answer.
pub(super) fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Step {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    let head =
        if status.starts_with("204") { head.replace("content-length: 0\r\n", "") } else { head };
    Step::After(vec![Act::Write([head.as_bytes(), body].concat())])
}
