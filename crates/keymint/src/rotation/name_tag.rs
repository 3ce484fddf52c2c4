//! What a worker puts at the end of the names of its keys.

use std::fmt;

/// The end of a key's name by which a worker finds the key again: `#3f9ac01b7e.1` in `billing#3f9ac01b7e.1`.
///
/// ```
/// use keymint::NameTag;
///
/// let tag = NameTag::of("billing#3f9ac01b7e.1").expect("a name of ours");
///
/// assert_eq!((tag.word(), tag.attempt()), ("3f9ac01b7e", 1));
/// assert_eq!(NameTag::of("ticket #4711"), None);
/// assert_eq!(NameTag::base_of("billing#3f9ac01b7e.1"), "billing");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameTag<'a> {
    word: &'a str,
    attempt: u32,
}

impl<'a> NameTag<'a> {
    /// The tag of a name, if a worker gave it one.
    pub fn of(name: &'a str) -> Option<Self> {
        Self::split(name).1
    }

    /// The name without its tag: what the key was asked to be called.
    pub fn base_of(name: &str) -> &str {
        NameTag::split(name).0
    }

    /// The word that stands in the names of one job's keys, and in no other.
    pub fn word(&self) -> &'a str {
        self.word
    }

    /// Which attempt of the job made the key, counted from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    pub(super) fn new(word: &'a str, attempt: u32) -> Self {
        Self { word, attempt }
    }

    fn split(name: &'a str) -> (&'a str, Option<Self>) {
        let Some((base, tag)) = name.rsplit_once('#') else { return (name, None) };
        let parts = tag.split_once('.').filter(|(word, attempt)| {
            word.len() == WORD_LENGTH
                && word.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
                && attempt.bytes().all(|b| b.is_ascii_digit())
        });
        let tag = parts.and_then(|(word, attempt)| Some(Self::new(word, attempt.parse().ok()?)));
        if tag.is_some() { (base, tag) } else { (name, None) }
    }
}

impl fmt::Display for NameTag<'_> {
    /// Writes it as it stands in a name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}.{}", self.word, self.attempt)
    }
}

/// Ten hexadecimal digits: 40 bits tell the jobs of one owner apart.
pub(super) const WORD_LENGTH: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_that_is_written_is_read_back() {
        let tag = NameTag::new("0123456789", 12);

        assert_eq!(NameTag::of(&format!("a#b{tag}")), Some(tag));
        assert_eq!(NameTag::base_of(&format!("a#b{tag}")), "a#b");
        assert_eq!(NameTag::base_of(&tag.to_string()), "");
    }

    #[test]
    fn other_names_have_none() {
        for name in [
            "",
            "billing",
            "ticket #4711",
            "a#0123456789",
            "a#0123456789.",
            "a#0123456789.+1",
            "a#0123456789.99999999999",
            "a#012345678.1",
            "a#012345678x.1",
            "a#0123456789.1 ",
            "a#ABCDEF0123.1",
        ] {
            assert_eq!(NameTag::of(name), None, "{name}");
            assert_eq!(NameTag::base_of(name), name);
        }
    }
}
