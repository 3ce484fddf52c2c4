//! Finds a canary, or a piece of it, in any encoding that text gets into.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

/// A canary in all its encodings, cut into the shortest pieces that count.
pub(crate) struct Needle {
    pieces: Vec<(&'static str, String)>,
    /// The pieces that start with two bytes: megabytes of log are searched for hundreds of them.
    by_start: Vec<Vec<usize>>,
}

/// A piece of this length of a key is worth something to whoever reads it.
const PIECE: usize = 8;

impl Needle {
    pub(crate) fn new(canary: &str) -> Self {
        let mut pieces = Vec::new();
        let mut add = |how, encoded: &str, length: usize, step: usize| {
            let mut start = 0;
            while let Some(piece) = encoded.get(start..start + length) {
                pieces.push((how, piece.to_owned()));
                start += step;
            }
        };
        add("raw", canary, PIECE, 1);
        for alphabet in [STANDARD, URL_SAFE] {
            for before in 0..3 {
                let padded = [&b"\0\0"[..before], canary.as_bytes()].concat();
                let encoded = alphabet.encode(padded);
                // The first characters hold bits of what stands before, the last ones of what follows.
                let known = encoded.get(if before == 0 { 0 } else { 4 }..encoded.len() - 4);
                add("base64", known.unwrap_or_default(), 11, 1);
            }
        }
        let percent = percent(canary);
        add("percent", &percent, 3 * PIECE, 3);
        add("percent", &percent.to_ascii_lowercase(), 3 * PIECE, 3);
        let hex = hex(canary);
        add("hex", &hex, 2 * PIECE, 2);
        add("hex", &hex.to_ascii_uppercase(), 2 * PIECE, 2);
        let escaped: String = canary.bytes().map(|byte| format!("\\x{byte:02x}")).collect();
        add("escaped", &escaped, 4 * PIECE, 4);
        add("escaped", &escaped.to_ascii_uppercase().replace("\\X", "\\x"), 4 * PIECE, 4);
        for window in canary.as_bytes().windows(PIECE) {
            let list: Vec<_> = window.iter().map(u8::to_string).collect();
            pieces.push(("decimal", list.join(",")));
        }
        let mut by_start = vec![Vec::new(); 1 << 16];
        for (index, (_, piece)) in pieces.iter().enumerate() {
            by_start[start(piece.as_bytes())].push(index);
        }
        Self { pieces, by_start }
    }

    /// The encodings in which a piece stands in the text, each once.
    pub(crate) fn found_in(&self, text: &str) -> Vec<&'static str> {
        let mut found = Vec::new();
        self.search(text.as_bytes(), &mut found);
        if text.contains(", ") || text.contains(",\n") {
            let dense: String = text.split_whitespace().collect();
            self.search(dense.as_bytes(), &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn search(&self, text: &[u8], found: &mut Vec<&'static str>) {
        for at in 0..text.len().saturating_sub(1) {
            for index in &self.by_start[start(&text[at..])] {
                let (how, piece) = &self.pieces[*index];
                if text[at..].starts_with(piece.as_bytes()) {
                    found.push(how);
                }
            }
        }
    }
}

/// The first two bytes as a number.
fn start(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) << 8 | usize::from(bytes[1])
}

pub(crate) fn base64(text: &str) -> String {
    STANDARD.encode(text)
}

pub(crate) fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

pub(crate) fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}
