//! Lines of a width that people read.

/// Columns of text in a line of documentation.
const WIDTH: usize = 100;

/// Fills lines with words; what `hang` is stands before every line but the first.
pub(super) fn wrap(first: &str, hang: &str, text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut empty = true;

    for word in words(text) {
        let full = line.chars().count() + 1 + word.chars().count() > WIDTH;
        if !empty && full && !means_more_at_the_start(&word) {
            lines.push(std::mem::replace(&mut line, hang.to_owned()));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(&word);
        empty = false;
    }

    lines.push(line.trim_end().to_owned());
    lines
}

/// Words; code with spaces in it is one.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;

    for word in text.split_whitespace() {
        match words.last_mut() {
            Some(last) if open => {
                last.push(' ');
                last.push_str(word);
            }
            Some(_) | None => words.push(word.to_owned()),
        }
        let ticks = word.replace("\\`", "").matches('`').count();
        open ^= ticks % 2 == 1;
    }
    words
}

/// Whether Markdown would read a word at the start of a line as a list, a quote, a heading or a table.
fn means_more_at_the_start(word: &str) -> bool {
    let number = word.trim_start_matches(|c: char| c.is_ascii_digit());

    ["-", "+", "*", "=", "|", "#", ">"].iter().any(|sign| word.starts_with(sign))
        || (number.len() < word.len() && (number.starts_with('.') || number.starts_with(')')))
        || word.starts_with("```")
        || word.starts_with("~~~")
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn long_lines_are_broken_between_words() {
        let text = "word ".repeat(30);

        let lines = wrap("- ", "  ", &text);

        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.len() <= 100));
        assert!(lines[0].starts_with("- word") && lines[1].starts_with("  word"));
    }

    #[test]
    fn a_line_never_starts_with_a_sign_that_markdown_reads() {
        let text = format!("{} - minus 1. one", "x".repeat(99));

        assert_eq!(
            wrap("", "", &text),
            [format!("{} -", "x".repeat(99)), "minus 1. one".to_owned()]
        );
    }

    #[test]
    fn code_is_not_broken() {
        let text = format!("{} `a b c`", "x".repeat(95));

        assert_eq!(wrap("", "", &text), ["x".repeat(95), "`a b c`".to_owned()]);
    }
}
