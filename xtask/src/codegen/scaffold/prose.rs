//! Words of a document in a sentence of ours.

/// No title is quoted longer.
const LONGEST: usize = 80;

/// Words with capitals inside that linters know.
const KNOWN: [&str; 8] =
    ["GitHub", "GitLab", "GraphQL", "JavaScript", "OAuth", "OpenAPI", "TypeScript", "WebSocket"];

/// A title as part of a sentence: one line, no markup, names of code in backticks.
pub(super) fn title(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() || "`[]()<>*|\\{}#~\"!".contains(c) { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .take(LONGEST)
        .collect();
    let words: Vec<_> = plain
        .split_whitespace()
        .map(|word| if is_code(word) { format!("`{word}`") } else { word.to_owned() })
        .collect();

    if words.is_empty() { "an API".to_owned() } else { words.join(" ") }
}

/// A text between backticks.
pub(super) fn code(text: &str) -> String {
    text.chars()
        .map(|c| if c == '`' { '\'' } else { c })
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .collect()
}

/// Marks that turn or hide text.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether a linter takes a word for a name of code.
fn is_code(word: &str) -> bool {
    let bare = word.trim_end_matches("'s").trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let capitals = word.chars().filter(char::is_ascii_uppercase).count();
    let small = word.chars().any(|c| c.is_ascii_lowercase());

    !KNOWN.contains(&bare) && ((capitals > 1 && small) || word.contains('_') || word.contains("::"))
}

#[cfg(test)]
mod tests {
    use super::{code, title};

    #[test]
    fn names_of_code_stand_in_backticks() {
        assert_eq!(title("The PetStore API\n v2"), "The `PetStore` API v2");
        assert_eq!(title("GitHub's v3 REST API, GitHub"), "GitHub's v3 REST API, GitHub");
        assert_eq!(title("my_api"), "`my_api`");
    }

    #[test]
    fn markup_is_only_text() {
        assert_eq!(title("[x](y) `a` <b> \u{202e}c"), "x y a b c");
        assert_eq!(title(" \n"), "an API");
        assert_eq!(code("a`b\nc"), "a'b c");
    }
}
