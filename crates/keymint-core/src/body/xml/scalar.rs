//! Text that stands for a number or a boolean.

use crate::api::Node;
use crate::body::json::number::number;

/// Turns the text that `out` holds from `start` on into a JSON literal, and no text into `null`.
pub(super) fn settle(out: &mut String, start: usize, node: &Node) -> Result<(), &'static str> {
    let raw = out.get(start..).unwrap_or_default();
    let text = raw.trim_ascii();
    let literal = match (node, text) {
        (_, "") => "null",
        (Node::Boolean, "true" | "1") => "true",
        (Node::Boolean, "false" | "0") => "false",
        (Node::Boolean, _) => return Err("expected true, false, 1 or 0"),
        (Node::Integer, _) if !(is_number(text) && is_whole(text)) => {
            return Err("expected a whole number");
        }
        (Node::Number, _) if !is_number(text) => return Err("expected a number"),
        _ => {
            let (before, length) = (raw.len() - raw.trim_ascii_start().len(), text.len());
            out.drain(start..start + before);
            out.truncate(start + length);
            return Ok(());
        }
    };
    out.truncate(start);
    out.push_str(literal);
    Ok(())
}

/// Whether a number has neither a fraction nor an exponent.
pub(super) fn is_whole(number: &str) -> bool {
    !number.contains(['.', 'e', 'E'])
}

fn is_number(text: &str) -> bool {
    number(text.as_bytes()) == Some(text.len())
}
