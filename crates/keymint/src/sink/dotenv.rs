//! One variable in a dotenv file.

use std::path::PathBuf;

use keymint_core::Secret;

use super::rendering::{quoted, unquoted};
use super::staging::Target;
use super::{Holding, Sink, blocking, refused};
use crate::api_key::IssuedKey;
use crate::error::{Error, ErrorKind, Result};
use crate::provider::BoxFuture;

/// Sets one variable in a dotenv file, and keeps everything else in it as it is.
///
/// The file is replaced in one step. A variable that has a value is refused, unless it is the key that is being
/// replaced or [`DotenvSink::force`] was called. A new file is readable by its owner alone; one that exists keeps its
/// permissions, and so is refused while everybody can read it.
#[derive(Clone, Debug)]
#[must_use]
pub struct DotenvSink {
    target: Target,
    variable: String,
    force: bool,
}

impl DotenvSink {
    /// Takes the path of the file and the name of the variable.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Invalid`] when the name is none that a shell takes.
    pub fn new(path: impl Into<PathBuf>, variable: impl Into<String>) -> Result<Self> {
        let variable = variable.into();
        let first = variable.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
        if !first || !variable.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            let what = "is no name of a variable; use letters, digits and underscores";
            return Err(Error::new(ErrorKind::Invalid, what).in_field("variable"));
        }
        Ok(Self { target: Target::new(path.into()), variable, force: false })
    }

    /// Replaces the variable whatever it holds.
    pub fn force(mut self) -> Self {
        self.force = true;
        self
    }

    /// What is staged is the value alone: the file may change until it is put in.
    fn label(&self, fingerprint: &str) -> String {
        format!("{}-{}", self.variable, fingerprint.trim_start_matches("sha256:"))
    }

    fn read_current(&self) -> Result<Option<Secret>> {
        let Some(text) = self.target.read()? else { return Ok(None) };
        Ok(value_of(text.expose(), &self.variable)
            .filter(|value| !value.is_empty())
            .map(Secret::new))
    }

    fn found(&self, fingerprint: &str) -> Result<(Holding, Option<Secret>)> {
        let wanted = |secret: &Secret| secret.fingerprint() == fingerprint;
        if let Some(secret) = self.read_current()?.filter(wanted) {
            return Ok((Holding::Current, Some(secret)));
        }
        Ok(match self.target.staged(&self.label(fingerprint))?.filter(wanted) {
            Some(secret) => (Holding::Staged, Some(secret)),
            None => (Holding::Absent, None),
        })
    }

    fn put_in(&self, fingerprint: &str) -> Result<()> {
        self.target.locked(|| {
            if let (Holding::Staged, Some(secret)) = self.found(fingerprint)? {
                let text = self.target.read()?.unwrap_or_else(|| Secret::new(""));
                self.target.put(&Secret::new(with_value(
                    text.expose(),
                    &self.variable,
                    secret.expose(),
                )))?;
            }
            match self.found(fingerprint)?.0 {
                Holding::Current => self.target.unstage(&self.label(fingerprint)),
                Holding::Staged | Holding::Absent | Holding::Unknown => {
                    Err(refused(&self.place(), "no longer has the delivered secret beside it"))
                }
            }
        })
    }
}

impl Sink for DotenvSink {
    fn place(&self) -> String {
        format!("variable {} in {}", self.variable, self.target.path().display())
    }

    fn preflight<'a>(&'a self, replaceable: &'a [String]) -> BoxFuture<'a, Result<()>> {
        let (sink, replaceable) = (self.clone(), replaceable.to_vec());
        Box::pin(blocking(move || {
            sink.target.check()?;
            if !sink.force {
                sink.target.check_closed()?;
            }
            let there = sink.read_current()?;
            if sink.force || there.is_none_or(|secret| replaceable.contains(&secret.fingerprint()))
            {
                return Ok(());
            }
            Err(refused(&sink.place(), "has another value; name another variable, or force it"))
        }))
    }

    fn deliver<'a>(&'a self, key: &'a IssuedKey) -> BoxFuture<'a, Result<()>> {
        let (sink, secret, label) =
            (self.clone(), key.secret.clone(), self.label(&key.fingerprint));
        Box::pin(blocking(move || sink.target.stage(&label, &secret)))
    }

    fn cut_over<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<()>> {
        let (sink, fingerprint) = (self.clone(), fingerprint.to_owned());
        Box::pin(blocking(move || sink.put_in(&fingerprint)))
    }

    fn holds<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<Holding>> {
        let (sink, fingerprint) = (self.clone(), fingerprint.to_owned());
        Box::pin(blocking(move || Ok(sink.found(&fingerprint)?.0)))
    }

    fn current(&self) -> BoxFuture<'_, Result<Option<Secret>>> {
        let sink = self.clone();
        Box::pin(blocking(move || sink.read_current()))
    }

    fn recall<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<Option<Secret>>> {
        let (sink, fingerprint) = (self.clone(), fingerprint.to_owned());
        Box::pin(blocking(move || Ok(sink.found(&fingerprint)?.1)))
    }

    fn discard<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<()>> {
        let (sink, label) = (self.clone(), self.label(fingerprint));
        Box::pin(blocking(move || sink.target.unstage(&label)))
    }
}

/// A part of a dotenv file: an assignment with all its lines, or anything else.
struct Part<'a> {
    text: &'a str,
    /// What stands before the equals sign, and the value after it, quotes included.
    assignment: Option<(&'a str, &'a str)>,
}

/// Splits a file so that a quoted value of several lines stays in one piece.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut length = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let line = rest.get(..length).unwrap_or(rest);
        let assignment =
            line.split_once('=').filter(|(name, _)| !name.trim_start().starts_with('#'));
        if let Some((name, value)) = assignment {
            length = closing(rest, name.len() + 1, value).unwrap_or(length);
        }
        let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let assignment = assignment.and_then(|_| text.split_once('='));
        parts.push(Part { text, assignment });
        rest = after;
    }
    parts
}

/// Where the line ends on which a quote that this line opens is closed.
fn closing(rest: &str, start: usize, value: &str) -> Option<usize> {
    let quote = value.trim_start().chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let opened = start + value.find(quote)? + 1;
    let mut escaped = false;
    let mut closed = None;
    for (at, c) in rest.get(opened..)?.char_indices() {
        match c {
            '\\' if quote == '"' && !escaped => escaped = true,
            c if c == quote && !escaped => {
                closed = Some(opened + at);
                break;
            }
            _ => escaped = false,
        }
    }
    let closed = closed?;
    let line_end = rest.get(closed..)?.find('\n');
    Some(line_end.map_or(rest.len(), |at| closed + at + 1))
}

/// The variable's name, without `export` and white space.
fn name_of(assigned: &str) -> &str {
    let name = assigned.trim();
    name.strip_prefix("export")
        .filter(|rest| rest.starts_with(char::is_whitespace))
        .unwrap_or(name)
        .trim()
}

/// The last value wins, as it does in a shell.
fn value_of(text: &str, variable: &str) -> Option<String> {
    let mut values = parts(text).into_iter().filter_map(|part| part.assignment);
    let value = values.rfind(|(name, _)| name_of(name) == variable)?.1;
    Some(unquoted(value))
}

/// The file with the variable set: every assignment of it replaced, or one appended.
fn with_value(text: &str, variable: &str, value: &str) -> String {
    let value = quoted(value);
    let mut out = String::with_capacity(text.len() + value.len());
    let mut found = false;
    for part in parts(text) {
        match part.assignment {
            Some((assigned, _)) if name_of(assigned) == variable => {
                let line_break = if part.text.ends_with("\r\n") { "\r\n" } else { "\n" };
                out.extend([assigned.trim_end(), "=", &value, line_break]);
                found = true;
            }
            Some(_) | None => out.push_str(part.text),
        }
    }
    if !found {
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.extend([variable, "=", &value, "\n"]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str =
        "# A=1\nA=old\n\nexport  KEY = 'old one' # why\nMULTI=\"first\nKEY=not one\n\"\nB=2";

    #[test]
    fn one_variable_changes_and_everything_else_stays() {
        assert_eq!(
            with_value(FILE, "KEY", "sk_new"),
            "# A=1\nA=old\n\nexport  KEY=sk_new\nMULTI=\"first\nKEY=not one\n\"\nB=2"
        );
        assert_eq!(with_value(FILE, "A", "it's"), FILE.replace("A=old", "A=\"it's\""));
        assert_eq!(with_value("B=2", "KEY", "x y"), "B=2\nKEY='x y'\n");
        assert_eq!(with_value("KEY=1\r\nB=2\r\n", "KEY", "3"), "KEY=3\r\nB=2\r\n");
        assert_eq!(with_value("", "KEY", "1"), "KEY=1\n");
        assert_eq!(with_value("KEY=1\nKEY=2\n", "KEY", "3"), "KEY=3\nKEY=3\n");
    }

    #[test]
    fn the_last_value_is_the_value() {
        assert_eq!(value_of("KEY=1\nKEY=2\n", "KEY").as_deref(), Some("2"));
        assert_eq!(value_of(FILE, "B").as_deref(), Some("2"));
        assert_eq!(value_of(FILE, "MULTI").as_deref(), Some("first\nKEY=not one\n"));
        assert_eq!(value_of(FILE, "MISSING"), None);
    }

    #[test]
    fn a_name_that_no_shell_takes_is_refused() {
        for name in ["", "1A", "A-B", "A B", "Ä"] {
            assert_eq!(
                DotenvSink::new(".env", name).unwrap_err().field(),
                Some("variable"),
                "{name}"
            );
        }
    }
}
