//! Patterns with stars and question marks; braces and brackets are themselves, as paths have them.

/// Whether a pattern matches a whole text; `*` and `?` stop at the separator, where there is one, and `**` does not.
pub(super) fn matches(pattern: &str, text: &str, separator: Option<char>) -> bool {
    let text: Vec<_> = text.chars().collect();
    // Whether the pattern read so far matches the first n characters.
    let mut fits = vec![false; text.len() + 1];
    if let Some(start) = fits.first_mut() {
        *start = true;
    }
    let mut pattern = pattern.chars().peekable();

    while let Some(c) = pattern.next() {
        let crosses = c == '*' && pattern.next_if_eq(&'*').is_some();
        let may_pass = |next: &char| crosses || Some(*next) != separator;
        fits = match c {
            '*' => {
                let mut reached = false;
                let mut now = Vec::with_capacity(fits.len());
                for (at, before) in fits.iter().enumerate() {
                    let passed = at.checked_sub(1).and_then(|last| text.get(last));
                    reached = *before || (reached && passed.is_some_and(may_pass));
                    now.push(reached);
                }
                now
            }
            c => {
                let one = |next: &char| if c == '?' { may_pass(next) } else { *next == c };
                let moved = fits.iter().zip(&text).map(|(before, next)| *before && one(next));
                std::iter::once(false).chain(moved).collect()
            }
        };
    }
    fits.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_and_question_marks_match() {
        for (pattern, text) in [
            ("", ""),
            ("*", ""),
            ("*", "abc"),
            ("a*c", "abbc"),
            ("a?c", "abc"),
            ("*b*", "abc"),
            ("**", "a/b"),
            ("a/*/c", "a/b/c"),
            ("/{id}", "/{id}"),
            ("[a]", "[a]"),
        ] {
            assert!(matches(pattern, text, Some('/')), "{pattern} {text}");
        }
        for (pattern, text) in
            [("", "a"), ("a", ""), ("a?c", "ac"), ("a*", "a/b"), ("a?b", "a/b"), ("a*c", "abcd")]
        {
            assert!(!matches(pattern, text, Some('/')), "{pattern} {text}");
        }
    }

    #[test]
    fn many_stars_take_no_longer() {
        let text = "a".repeat(5_000);

        assert!(!matches(&"*a".repeat(200), &format!("{text}b"), None));
    }
}
