//! How a committed file differs from what would be generated.

use similar::{ChangeTag, TextDiff};

/// Lines of context and change that a message shows.
const SHOWN: usize = 12;

/// The first difference, as lines of a diff with the number of the first; `None` when there is none.
pub(crate) fn first(committed: &str, generated: &str) -> Option<String> {
    if committed == generated {
        return None;
    }

    let diff = TextDiff::from_lines(committed, generated);
    let groups = diff.grouped_ops(2);
    let group = groups.first()?;
    let line = group.first().map_or(0, |change| change.old_range().start) + 1;
    let changes =
        group.iter().flat_map(|change| diff.iter_changes(change)).take(SHOWN).map(|change| {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            format!("{sign}{}", change.value().trim_end_matches('\n'))
        });
    Some(format!("line {line}:\n{}", changes.collect::<Vec<_>>().join("\n")))
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn equal_files_do_not_differ() {
        assert_eq!(first("a\n", "a\n"), None);
    }

    #[test]
    fn the_first_difference_is_shown_with_its_line() {
        let shown = first("a\nb\nc\nd\n", "a\nb\nx\nd\n").unwrap();

        assert_eq!(shown, "line 1:\n a\n b\n-c\n+x\n d");
    }
}
