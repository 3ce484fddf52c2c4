//! Documentation as a person would type it, from descriptions that anybody may have written.

mod inline;
mod markdown;
pub(crate) mod texts;
mod wrap;

use syn::{Attribute, parse_quote};

/// Doc attributes, one per line.
pub(crate) fn attributes(text: &str) -> Vec<Attribute> {
    let lines =
        text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    lines.map(|line| parse_quote!(#[doc = #line])).collect()
}
