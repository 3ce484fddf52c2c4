//! What the generator changed in a document, where and why.

use std::collections::BTreeMap;
use std::fmt;

/// A rule of the generator, as `--explain` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rule {
    /// A short name.
    pub(crate) name: &'static str,
    /// Why the rule exists, as a clause.
    pub(crate) why: &'static str,
}

/// Notes, in the order in which they were made.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// The notes of each rule, and when each was made.
    by_rule: BTreeMap<Rule, BTreeMap<Note, usize>>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Note {
    at: String,
    what: String,
}

impl Notes {
    /// Remembers that `rule` did `what` at the JSON pointer `at`, once.
    pub(crate) fn add(&mut self, rule: Rule, at: &str, what: impl Into<String>) {
        let note = Note { at: at.to_owned(), what: what.into() };
        let notes = self.by_rule.entry(rule).or_default();

        let number = notes.len();
        notes.entry(note).or_insert(number);
    }

    /// How often each rule did something, in one line; `None` when none did.
    pub(crate) fn summary(&self) -> Option<String> {
        let rules =
            self.by_rule.iter().map(|(rule, notes)| format!("{} {}", rule.name, notes.len()));
        let rules = rules.collect::<Vec<_>>().join(", ");
        (!rules.is_empty()).then(|| format!("notes: {rules}"))
    }

    /// Takes over other notes.
    pub(crate) fn append(&mut self, other: Self) {
        for (rule, notes) in other.by_rule {
            let mut notes: Vec<_> = notes.into_iter().collect();
            notes.sort_by_key(|(_, number)| *number);
            for (Note { at, what }, _) in notes {
                self.add(rule, &at, what);
            }
        }
    }
}

impl fmt::Display for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (rule, notes) in &self.by_rule {
            writeln!(f, "{}: {}", rule.name, rule.why)?;
            let mut notes: Vec<_> = notes.iter().collect();
            notes.sort_by_key(|(_, number)| **number);
            for (Note { at, what }, _) in notes {
                writeln!(f, "  {at}: {what}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Notes, Rule};

    #[test]
    fn notes_stay_in_the_order_in_which_they_were_made_and_are_made_once() {
        let rule = Rule { name: "rule", why: "a reason" };
        let mut notes = Notes::default();

        for at in ["/b", "/c", "/a", "/c"] {
            notes.add(rule, at, "changed");
        }

        assert_eq!(
            notes.to_string(),
            "rule: a reason\n  /b: changed\n  /c: changed\n  /a: changed\n"
        );
        assert_eq!(notes.summary().unwrap(), "notes: rule 3");
        assert_eq!(Notes::default().summary(), None);
    }
}
