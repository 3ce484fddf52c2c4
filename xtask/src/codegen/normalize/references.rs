//! References are followed, and what hangs in the air is noted.

use serde_json::Value;

use crate::codegen::document::Document;
use crate::codegen::notes::{Notes, Rule};
use crate::codegen::pointer;

pub(super) const DANGLING: Rule =
    Rule { name: "dangling", why: "what a reference does not lead to cannot be generated" };

/// More references in a row than any document needs.
const LONGEST_CHAIN: usize = 32;

/// What stands at `at`, or where its `$ref` leads, and the pointer to that.
pub(super) fn follow<'d>(
    document: &'d Document,
    value: &'d Value,
    at: &str,
    notes: &mut Notes,
) -> Option<(&'d Value, String)> {
    let (mut value, mut place) = (value, at.to_owned());

    for _ in 0..LONGEST_CHAIN {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
            return Some((value, place));
        };
        let target = pointer::local(reference);
        let Some((found, there)) =
            target.and_then(|there| Some((pointer::get(&document.root, &there)?, there)))
        else {
            notes.add(DANGLING, at, format!("{reference} leads nowhere"));
            return None;
        };
        (value, place) = (found, there);
    }

    notes.add(DANGLING, at, "the reference leads back to itself");
    None
}
