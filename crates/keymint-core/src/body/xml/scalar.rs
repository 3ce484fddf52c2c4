//! Text that stands for a number or a boolean.

use crate::api::Node;

/// A number at the start of a text, as JSON defines it.
pub(super) struct Number {
    pub(super) length: usize,
    pub(super) is_whole: bool,
}

/// The number that `text` starts with.
pub(super) fn number(text: &[u8]) -> Option<Number> {
    let at = |index: usize| text.get(index).copied().unwrap_or_default();
    let digits =
        |from: usize| text.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let some_digits = |from: usize| Some(digits(from)).filter(|count| *count > 0);

    let sign = usize::from(at(0) == b'-');
    let whole = sign + if at(sign) == b'0' { 1 } else { some_digits(sign)? };
    let mut length = whole;
    if at(length) == b'.' {
        length += 1 + some_digits(length + 1)?;
    }
    if matches!(at(length), b'e' | b'E') {
        length += 1 + usize::from(matches!(at(length + 1), b'+' | b'-'));
        length += some_digits(length)?;
    }
    Some(Number { length, is_whole: length == whole })
}

/// Turns the text that `out` holds from `start` on into a JSON literal, and no text into `null`.
pub(super) fn settle(out: &mut Vec<u8>, start: usize, node: &Node) -> Result<(), &'static str> {
    let raw = out.get(start..).unwrap_or_default();
    let text = raw.trim_ascii();
    let literal: &[u8] = match (node, text) {
        (_, b"") => b"null",
        (Node::Boolean, b"true" | b"1") => b"true",
        (Node::Boolean, b"false" | b"0") => b"false",
        (Node::Boolean, _) => return Err("expected true, false, 1 or 0"),
        (Node::Integer, _) if !is_number(text, |number| number.is_whole) => {
            return Err("expected a whole number");
        }
        (Node::Number, _) if !is_number(text, |_| true) => return Err("expected a number"),
        _ => {
            let (before, length) = (raw.len() - raw.trim_ascii_start().len(), text.len());
            out.drain(start..start + before);
            out.truncate(start + length);
            return Ok(());
        }
    };
    out.truncate(start);
    out.extend_from_slice(literal);
    Ok(())
}

fn is_number(text: &[u8], is_right: impl Fn(&Number) -> bool) -> bool {
    number(text).is_some_and(|number| number.length == text.len() && is_right(&number))
}
