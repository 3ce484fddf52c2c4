//! What a filter may have meant.

use std::collections::BTreeSet;

use super::{By, Candidate, Filter};

/// Names that a message shows.
const SHOWN: usize = 5;
/// How alike a name must be, of one.
const ALIKE: f32 = 0.5;

/// Names of the same kind that are like the filter's, or the first ones.
pub(super) fn names(filter: &Filter, all: &[Candidate<'_>]) -> String {
    let known: BTreeSet<&str> = all
        .iter()
        .flat_map(|one| match filter.by {
            By::Id => vec![one.id.unwrap_or(one.name)],
            By::Tag => one.tags.clone(),
            By::Path => vec![one.path],
            By::Method => vec![one.method],
        })
        .collect();
    let known: Vec<_> = known.into_iter().collect();
    let like = similar::get_close_matches(filter.pattern.as_str(), &known, SHOWN, ALIKE);

    match (like.is_empty(), known.is_empty()) {
        (false, _) => format!("near it: {}", like.join(", ")),
        (true, false) => {
            let first: Vec<_> = known.iter().take(SHOWN).copied().collect();
            let more = if known.len() > SHOWN { ", …" } else { "" };
            format!("there are {}{more}", first.join(", "))
        }
        (true, true) => "the document has none".to_owned(),
    }
}
