//! Reading YAML, with the slips forgiven that most readers of YAML forgive.

use std::borrow::Cow;
use std::thread;

use anyhow::{Error, Result, anyhow, bail};
use serde_json::Value;

use super::Slip;

/// More slips than anybody makes who has ever read the document.
const MOST_SLIPS: usize = 200;
/// Each slip takes another reading: so many bytes are read again, and no more.
const MOST_BYTES: usize = 64 << 20;

/// Reads YAML on a stack of its own: each level of a document takes much of one.
pub(super) fn read(text: &str, file: &str, slips: &mut Vec<Slip>) -> Result<Value> {
    const STACK: usize = 64 << 20;

    thread::scope(|scope| {
        let reading = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || read_forgiving(text, file, slips));
        reading?.join().unwrap_or_else(|_| bail!("{file} could not be read as YAML"))
    })
}

fn read_forgiving(text: &str, file: &str, slips: &mut Vec<Slip>) -> Result<Value> {
    let mut left = MOST_SLIPS.min(MOST_BYTES / text.len().max(1));
    let mut text = Cow::Borrowed(text);
    loop {
        let error = match parse(&text) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let mended = mend(&text, &error, file).filter(|_| left > 0);
        let Some((mended, slip)) = mended else { return Err(refusal(&error, file)) };
        slips.push(slip);
        text = Cow::Owned(mended);
        left -= 1;
    }
}

fn parse(text: &str) -> Result<Value, serde_saphyr::Error> {
    let options = serde_saphyr::options! {
        // One anchor may stand for what every operation says; what all aliases replay has a bound of its own.
        budget: serde_saphyr::budget! {
            enforce_alias_anchor_ratio: false,
            max_depth: 128,
            max_events: 50_000_000,
            max_nodes: 20_000_000,
        },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 2_000_000 },
        leading_zero_numbers_as_strings: true,
        strict_booleans: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options)
}

fn refusal(error: &serde_saphyr::Error, file: &str) -> Error {
    let line =
        error.location().map_or_else(String::new, |location| format!(":{}", location.line()));
    anyhow!("{error}").context(format!("{file}{line} is no YAML"))
}

/// The text without the slip that an error is about, if its meaning is beyond doubt.
fn mend(text: &str, error: &serde_saphyr::Error, file: &str) -> Option<(String, Slip)> {
    /// Deeper than what a quoted text may belong to.
    const DEEP: &str =
        "                                                                                ";

    let location = error.location()?;
    let line = usize::try_from(location.line()).ok()?;
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let rest = text.get(start..)?;
    let said = error.to_string();

    let (at, missing, what) = if said.contains("invalid indentation in multiline quoted scalar") {
        (start, DEEP, "a quoted text goes on further to the left than YAML allows")
    } else if said.contains("comments must be separated from other tokens by whitespace") {
        let column = usize::try_from(location.column()).ok()?.checked_sub(1)?;
        let (offset, _) = rest.char_indices().nth(column).filter(|(_, sign)| *sign == '#')?;
        (start + offset, " ", "a comment stands without the space that YAML wants before it")
    } else {
        return None;
    };
    let (before, after) = text.split_at_checked(at)?;
    let slip = Slip { at: format!("{file}:{line}"), what };
    Some(([before, missing, after].concat(), slip))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_quoted_text_may_go_on_at_the_margin() {
        let text = "a:\n  b: 'one\n  two\n\n three'\n  c: \"x\n  \n  y\"\n";
        let mut slips = Vec::new();

        let value = read(text, "a.yaml", &mut slips).unwrap();

        assert_eq!(value, serde_json::json!({"a": {"b": "one two\nthree", "c": "x\ny"}}));
        assert!(!slips.is_empty());
        assert!(slips[0].at.starts_with("a.yaml:"), "{slips:?}");
    }

    #[test]
    fn a_comment_may_follow_a_quote_at_once() {
        let text = "a:\n  $ref: 'b.yaml#/c'# said\n  d: \"\u{e4}\"#\n";
        let mut slips = Vec::new();

        let value = read(text, "a.yaml", &mut slips).unwrap();

        assert_eq!(value, serde_json::json!({"a": {"$ref": "b.yaml#/c", "d": "\u{e4}"}}));
        assert_eq!(
            slips.iter().map(|slip| slip.at.as_str()).collect::<Vec<_>>(),
            ["a.yaml:2", "a.yaml:3"]
        );
    }

    #[test]
    fn slips_without_end_are_refused() {
        let text = "- 'a'# b\n".repeat(1_000);
        let mut slips = Vec::new();

        let error = read(&text, "a.yaml", &mut slips).unwrap_err();

        assert!(error.to_string().starts_with("a.yaml:201 is no YAML"), "{error:#}");
        assert_eq!(slips.len(), 200);
    }

    #[test]
    fn what_is_beyond_mending_is_refused_with_its_first_line() {
        let mut slips = Vec::new();

        let error = read("a: 'x'y\n", "a.yaml", &mut slips).unwrap_err();

        assert!(error.to_string().starts_with("a.yaml:1 is no YAML"), "{error:#}");
    }
}
