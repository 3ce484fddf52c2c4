//! Values that are no identifiers, and want to be paths.

/// More than two hundred values: known attacks, and the pieces of them in all pairs.
pub(crate) fn hostile_values() -> Vec<String> {
    let mut values: Vec<String> = KNOWN.iter().map(|value| (*value).to_owned()).collect();
    for first in PIECES {
        for second in PIECES {
            values.push(format!("{first}{second}"));
        }
    }
    values.extend((0..=0x20_u8).chain([0x7f]).map(|byte| format!("a{}b", char::from(byte))));
    values.push("x".repeat(10_000));
    values.push("../".repeat(1_000));
    values.sort();
    values.dedup();
    values
}

const PIECES: &[&str] = &[
    "..", ".", "/", "\\", "%2e", "%2f", "%5c", "?", "#", "\n", "\0", "a", ";", "//", "@", ":", "é",
];

const KNOWN: &[&str] = &[
    "",
    " ",
    "...",
    "....//",
    "../../../etc/passwd",
    "..\\..\\..\\x",
    "\\\\evil.example\\",
    "//evil.example/",
    "http://evil.example/",
    "https:evil.example",
    "a/../../../other",
    "a\\..\\..\\..\\other",
    "%2e%2e%2f%2e%2e%2f",
    "%252e%252e%252f",
    "%2e%2e/",
    "..%2f",
    "..%5c",
    "..%00",
    "..;/",
    "..%c0%af",
    "%c0%ae%c0%ae",
    "%uff0e%uff0e",
    "．．",
    "．．／",
    "‥",
    "․․",
    "。。",
    "\u{202e}..",
    "\u{feff}..",
    "\u{200b}..",
    "a?admin=true",
    "a#fragment",
    "a&b=c",
    "a=b",
    "a+b",
    "a b",
    "a%20b",
    "a%0d%0aX-Evil: 1",
    "a\r\nX-Evil: 1\r\n\r\n",
    "a HTTP/1.1\r\nHost: evil.example\r\n\r\nGET /",
    "@evil.example",
    "user:password@evil.example",
    ":80",
    "[::1]",
    "*",
    "~",
    "~root",
    "{id}",
    "{}",
    "$(id)",
    "`id`",
    "';DROP TABLE keys;--",
    "\"",
    "<script>",
    "null",
    "undefined",
    "-1",
    "0",
    "\u{85}",
    "\u{2028}",
    "\u{1f511}",
    "ключ",
    "a\u{301}",
    "%",
    "%%",
    "%z",
    "%e",
    "%ff",
    "%00",
    "|",
    "^",
    "[",
    "]",
];
