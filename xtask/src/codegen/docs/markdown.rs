//! Blocks of Markdown: paragraphs and lists are filled, code is fenced as text and never a test.

use super::{inline, wrap};

/// Rewrites a description so that rustdoc shows it as it was meant, and nothing in it is code to run.
pub(super) fn tidy(text: &str) -> String {
    let mut blocks = Blocks::default();

    for line in text.lines() {
        let line = clean(line);
        match &mut blocks.fence {
            Some(fence) if line.trim_start().starts_with(fence.marker.as_str()) => {
                blocks.end_code();
            }
            Some(fence) => fence.lines.push(line.trim_end().to_owned()),
            None => blocks.line(line.trim_end()),
        }
    }

    blocks.end_code();
    blocks.end_paragraph();
    while blocks.out.last().is_some_and(String::is_empty) {
        blocks.out.pop();
    }
    blocks.out.join("\n")
}

#[derive(Debug, Default)]
struct Blocks {
    out: Vec<String>,
    paragraph: Option<Paragraph>,
    fence: Option<Fence>,
}

#[derive(Debug)]
struct Paragraph {
    first: String,
    text: String,
}

#[derive(Debug)]
struct Fence {
    marker: String,
    lines: Vec<String>,
}

impl Blocks {
    fn line(&mut self, line: &str) {
        let text = line.trim_start();
        let indent = line.len() - text.len();

        if let Some(marker) = fence(text) {
            self.end_paragraph();
            self.fence = Some(Fence { marker, lines: Vec::new() });
        } else if text.is_empty() || is_rule(text) {
            self.end_paragraph();
            self.blank();
        } else if let Some((mark, rest)) = item(text) {
            self.end_paragraph();
            let nested = if indent > 1 && self.in_list() { "  " } else { "" };
            self.paragraph =
                Some(Paragraph { first: format!("{nested}{mark} "), text: rest.to_owned() });
        } else if text.starts_with('|') {
            self.end_paragraph();
            self.out.push(inline::escape(text));
        } else if text.starts_with('#') || text.starts_with('>') {
            self.end_paragraph();
            self.blank();
            let text = text.trim_start_matches(['#', '>', ' ']);
            self.out.push(inline::escape(text));
            self.blank();
        } else if let Some(paragraph) = &mut self.paragraph {
            paragraph.text.push(' ');
            paragraph.text.push_str(text);
        } else {
            self.paragraph = Some(Paragraph { first: String::new(), text: text.to_owned() });
        }
    }

    fn in_list(&self) -> bool {
        self.out
            .last()
            .is_some_and(|line| item(line.trim_start()).is_some() || line.starts_with("  "))
    }

    fn blank(&mut self) {
        if self.out.last().is_some_and(|line| !line.is_empty()) {
            self.out.push(String::new());
        }
    }

    fn end_paragraph(&mut self) {
        let Some(Paragraph { first, text }) = self.paragraph.take() else { return };
        let starts_list = !first.is_empty() && !self.in_list();
        if starts_list || (first.is_empty() && !self.out.is_empty()) {
            self.blank();
        }

        let hang = " ".repeat(first.chars().count());
        self.out.extend(wrap::wrap(&first, &hang, &inline::escape(&text)));
    }

    fn end_code(&mut self) {
        let Some(Fence { lines, .. }) = self.fence.take() else { return };
        let longest = lines
            .iter()
            .map(|line| line.trim_start().chars().take_while(|c| *c == '`').count())
            .max();
        let marker = "`".repeat(longest.unwrap_or(0).max(2) + 1);

        self.blank();
        self.out.push(format!("{marker}text"));
        self.out.extend(lines);
        self.out.push(marker);
        self.out.push(String::new());
    }
}

/// A line without characters that are not text, tabs among them; some turn the direction of reading.
pub(super) fn clean(line: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    line.replace('\t', "    ").chars().filter(|c| !hidden(*c)).collect()
}

fn fence(text: &str) -> Option<String> {
    let sign = text.chars().next().filter(|sign| "`~".contains(*sign))?;
    let length = text.chars().take_while(|c| *c == sign).count();
    let after: String = text.chars().skip(length).collect();
    (length >= 3 && !after.contains('`')).then(|| sign.to_string().repeat(length))
}

fn is_rule(text: &str) -> bool {
    let sign = text.chars().next().unwrap_or_default();
    "-=*_".contains(sign) && text.len() > 1 && text.chars().all(|c| c == sign || c == ' ')
}

/// A list item as its mark and its text.
fn item(text: &str) -> Option<(String, &str)> {
    if let Some(rest) = ["- ", "* ", "+ "].iter().find_map(|mark| text.strip_prefix(mark)) {
        return Some(("-".to_owned(), rest.trim_start()));
    }
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits).filter(|_| (1..4).contains(&digits))?;
    let rest = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))?;
    Some((format!("{number}."), rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn lines_of_a_paragraph_are_one_paragraph() {
        assert_eq!(tidy("One.\nTwo.\n\n\nThree.\n"), "One. Two.\n\nThree.");
    }

    #[test]
    fn indented_code_is_no_code() {
        assert_eq!(tidy("Call:\n\n    let x = 1;\n"), "Call:\n\nlet x = 1;");
        assert_eq!(tidy("-      let x = 1;"), "- let x = 1;");
    }

    #[test]
    fn fenced_code_is_text() {
        assert_eq!(
            tidy("Call:\n```rust\nlet x = 1;\n```\nDone."),
            "Call:\n\n```text\nlet x = 1;\n```\n\nDone."
        );
        assert_eq!(tidy("~~~\n```rust\nx\n"), "````text\n```rust\nx\n````");
    }

    #[test]
    fn lists_stay_lists() {
        assert_eq!(
            tidy("Either:\n* one\n  more\n  - inner\n* two\n"),
            "Either:\n\n- one more\n  - inner\n- two"
        );
        assert_eq!(tidy("1. one\n2) two"), "1. one\n2. two");
    }

    #[test]
    fn headings_and_rules_are_text() {
        assert_eq!(tidy("# Title\nText\n---\nMore"), "Title\n\nText\n\nMore");
    }

    #[test]
    fn characters_that_hide_are_left_out() {
        assert_eq!(tidy("a\u{202e}b\u{0}c\u{200b}"), "abc");
    }
}
