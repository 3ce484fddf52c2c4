//! What stands in a line of Markdown: code, links and addresses stay, everything else is only text.

/// HTML that descriptions use for looks.
const LOOKS: [&str; 20] = [
    "a", "b", "br", "code", "div", "em", "font", "h1", "h2", "h3", "h4", "i", "li", "ol", "p",
    "pre", "span", "strong", "u", "ul",
];

/// Characters that end an address when they stand at its end.
const AFTER_ADDRESS: [char; 10] = ['.', ',', ';', ':', '!', '?', ')', '*', '_', '\''];

/// Escapes what rustdoc would take for a link, for HTML or for code that never ends.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';

    while let Some(c) = rest.chars().next() {
        let (written, length) = next(rest, c, before);
        out.push_str(&written);
        let (taken, left) = rest.split_at_checked(length.max(c.len_utf8())).unwrap_or((rest, ""));
        before = taken.chars().next_back().unwrap_or(' ');
        rest = left;
    }
    out
}

/// How the text goes on, and how much of it that is.
fn next(rest: &str, c: char, before: char) -> (String, usize) {
    let plain = (c.to_string(), c.len_utf8());

    match c {
        '\\' => match rest.chars().nth(1) {
            Some(escaped) if escaped.is_ascii_punctuation() => (format!("\\{escaped}"), 2),
            Some(_) | None => ("\\\\".to_owned(), 1),
        },
        '`' => code(rest),
        '<' => angle(rest).unwrap_or(plain),
        '[' => link(rest).unwrap_or_else(|| ("\\[".to_owned(), 1)),
        ']' => ("\\]".to_owned(), 1),
        'h' if !before.is_alphanumeric() => address(rest).unwrap_or(plain),
        _ => plain,
    }
}

fn code(rest: &str) -> (String, usize) {
    let run = rest.chars().take_while(|c| *c == '`').count();
    let (_, after) = rest.split_at_checked(run).unwrap_or((rest, ""));
    let mut searched = 0;

    for piece in after.split_inclusive('`') {
        searched += piece.len();
        let tail = after.get(searched..).unwrap_or_default();
        let ends_run = !tail.starts_with('`');
        let length = after
            .get(..searched)
            .map_or(0, |seen| seen.chars().rev().take_while(|c| *c == '`').count());
        if ends_run && length == run {
            let whole = rest.get(..run + searched).unwrap_or_default();
            return (whole.to_owned(), whole.len());
        }
    }
    ("\\`".repeat(run), run)
}

/// An address in angle brackets, a tag for looks, or a bracket that must not be a tag.
fn angle(rest: &str) -> Option<(String, usize)> {
    let inner = rest.strip_prefix('<')?;
    let tag = inner.find('>').and_then(|end| inner.get(..end));

    if let Some(tag) = tag {
        if is_address(tag) {
            return Some((format!("<{tag}>"), tag.len() + 2));
        }
        let name = tag
            .trim_start_matches('/')
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        if LOOKS.contains(&name.to_ascii_lowercase().as_str()) {
            return Some((
                if name.len() > 1 { " ".to_owned() } else { String::new() },
                tag.len() + 2,
            ));
        }
    }
    inner
        .starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c))
        .then(|| ("\\<".to_owned(), 1))
}

/// `[text](https://…)`; links to anything but an absolute address are only text.
fn link(rest: &str) -> Option<(String, usize)> {
    let inner = rest.strip_prefix('[')?;
    let text = inner.get(..inner.find(['[', ']'])?)?;
    let target = inner.get(text.len()..)?.strip_prefix("](")?;
    let target = target.get(..target.find([')', ' '])?)?;
    let length = text.len() + target.len() + 4;

    (is_address(target) && rest.get(..length)?.ends_with(')'))
        .then(|| (format!("[{}]({target})", escape(text).replace(['<', '>'], "")), length))
}

/// An address that stands on its own.
fn address(rest: &str) -> Option<(String, usize)> {
    let end =
        rest.find(|c: char| c.is_whitespace() || "<>\"`[]|\\".contains(c)).unwrap_or(rest.len());
    let address = rest.get(..end)?.trim_end_matches(AFTER_ADDRESS);

    is_address(address).then(|| (format!("<{address}>"), address.len()))
}

fn is_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty())
        && !text.contains(|c: char| c.is_whitespace() || "<>`".contains(c))
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn addresses_become_links() {
        assert_eq!(escape("See https://a.example/x_y."), "See <https://a.example/x_y>.");
        assert_eq!(escape("(http://a.example)"), "(<http://a.example>)");
        assert_eq!(escape("<https://a.example>"), "<https://a.example>");
        assert_eq!(escape("[page](https://a.example/b)"), "[page](https://a.example/b)");
        assert_eq!(escape("xhttps://"), "xhttps://");
    }

    #[test]
    fn brackets_that_are_no_links_are_text() {
        assert_eq!(escape("ip[0]=1"), r"ip\[0\]=1");
        assert_eq!(escape("[page](/docs)"), r"\[page\](/docs)");
        assert_eq!(escape("[a]: b"), r"\[a\]: b");
    }

    #[test]
    fn code_is_kept_when_it_ends() {
        assert_eq!(escape("a `b[0]` c"), "a `b[0]` c");
        assert_eq!(escape("``a`b``"), "``a`b``");
        assert_eq!(escape("a ` b"), r"a \` b");
    }

    #[test]
    fn html_is_text_unless_it_is_only_looks() {
        assert_eq!(escape("a<b>c</b>"), "ac");
        assert_eq!(escape("a<br/>b"), "a b");
        assert_eq!(escape("<script>"), r"\<script>");
        assert_eq!(escape("a < b"), "a < b");
        assert_eq!(escape("Vec<u8>"), r"Vec\<u8>");
    }

    #[test]
    fn escapes_stay_escapes() {
        assert_eq!(escape(r"\[a"), r"\[a");
        assert_eq!(escape(r"a\b\"), r"a\\b\\");
    }
}
