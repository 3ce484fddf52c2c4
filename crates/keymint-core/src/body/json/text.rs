//! Reads JSON text in its own order, without building a value.
//!
//! This is not `serde_json`, because that turns a number into the nearest one it can hold: here it stays as written.

mod escape;
mod place;

use std::borrow::Cow;

use super::number::number;
use crate::body::encode_error::{EncodeError, Step};
use crate::body::plain::Special;

/// JSON text that is read from its start to its end.
#[derive(Clone)]
pub(crate) struct Json<'j> {
    text: &'j str,
    /// Where what is not read yet starts.
    position: usize,
    depth: usize,
    /// What [`Value::Plain`] has not, beside what JSON escapes.
    special: &'static Special,
}

/// A value, or the start of a list or an object.
pub(crate) enum Value<'j> {
    Null,
    Boolean(bool),
    /// A number as it was written.
    Number(&'j str),
    /// Text without anything special.
    Plain(&'j str),
    Text(Cow<'j, str>),
    /// A list that [`Json::items`] reads on.
    List,
    /// An object that [`Json::properties`] reads on.
    Object,
}

type Result<T> = std::result::Result<T, EncodeError>;

impl<'j> Json<'j> {
    /// Starts with a text, of which `special` has what the target and JSON write otherwise.
    pub(in crate::body) fn new(bytes: &'j [u8], special: &'static Special) -> Result<Self> {
        str::from_utf8(bytes).map(|text| Self::of(text, special)).map_err(|_e| malformed())
    }

    /// Starts with a text.
    pub(crate) fn start(text: &'j str) -> Self {
        Self::of(text, &ESCAPED)
    }

    pub(in crate::body) fn of(text: &'j str, special: &'static Special) -> Self {
        Self { text, position: 0, depth: 0, special }
    }

    /// Reads a value, up to the first item or property of one that has them.
    pub(crate) fn value(&mut self) -> Result<Value<'j>> {
        match self.peek() {
            Some(b'"') => self.plain_or_text(),
            Some(b'{') => self.byte(b'{').map(|()| Value::Object),
            Some(b'[') => self.byte(b'[').map(|()| Value::List),
            Some(b'n') => self.word("null").map(|()| Value::Null),
            Some(b't') => self.word("true").map(|()| Value::Boolean(true)),
            Some(b'f') => self.word("false").map(|()| Value::Boolean(false)),
            _ => {
                let length = number(self.rest()).ok_or_else(malformed)?;
                self.take(length).map(Value::Number)
            }
        }
    }

    /// Reads the items of a list, each of which `read` takes, and counts them.
    pub(crate) fn items(&mut self, mut read: impl FnMut(&mut Self) -> Result<()>) -> Result<usize> {
        self.enter()?;
        let mut count = 0;
        while self.has_more(b']', count)? {
            read(self).map_err(|error| error.within(Step::Item(count)))?;
            count += 1;
        }
        Ok(count)
    }

    /// Reads the properties of an object: `read` gets each name and takes its value.
    pub(crate) fn properties(
        &mut self,
        mut read: impl FnMut(&mut Self, &str) -> Result<()>,
    ) -> Result<()> {
        self.enter()?;
        let mut count = 0;
        while self.has_more(b'}', count)? {
            let name = self.name()?;
            read(self, &name).map_err(|error| error.within(Step::Property(name.into_owned())))?;
            count += 1;
        }
        Ok(())
    }

    /// Makes sure that nothing follows.
    pub(crate) fn end(mut self) -> Result<()> {
        self.peek().map_or(Ok(()), |_| Err(malformed()))
    }

    /// Reads the name of a property and the colon behind it.
    fn name(&mut self) -> Result<Cow<'j, str>> {
        self.peek();
        let name = self.text()?;
        self.peek();
        self.byte(b':')?;
        Ok(name)
    }

    fn enter(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(EncodeError::new("nested too deeply")) } else { Ok(()) }
    }

    /// Takes the comma before what comes next, or the end of the list or object.
    fn has_more(&mut self, end: u8, before: usize) -> Result<bool> {
        match self.peek() {
            Some(byte) if byte == end => {
                self.depth -= 1;
                self.byte(end).map(|()| false)
            }
            Some(b',') if before > 0 => self.byte(b',').map(|()| true),
            Some(_) if before == 0 => Ok(true),
            _ => Err(malformed()),
        }
    }

    fn plain_or_text(&mut self) -> Result<Value<'j>> {
        let start = self.position + 1;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let end = start + self.special.plain(rest);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return self.text().map(Value::Text);
        }
        self.position = end + 1;
        self.text.get(start..end).map(Value::Plain).ok_or_else(malformed)
    }

    fn text(&mut self) -> Result<Cow<'j, str>> {
        self.byte(b'"')?;
        let start = self.plain()?;
        // Text without escapes, as almost all is, stays where it stands.
        if self.next() == Some(b'"') {
            self.position += 1;
            return Ok(Cow::Borrowed(start));
        }
        let mut text = start.to_owned();
        loop {
            match self.take(1)? {
                "\"" => return Ok(Cow::Owned(text)),
                "\\" => text.push(self.escape()?),
                _ => return Err(malformed()),
            }
            text.push_str(self.plain()?);
        }
    }

    /// Takes what stands before the next quote, backslash or control character.
    fn plain(&mut self) -> Result<&'j str> {
        self.take(ESCAPED.plain(self.rest()))
    }

    fn word(&mut self, word: &str) -> Result<()> {
        let found = self.take(word.len())?;
        if found == word { Ok(()) } else { Err(malformed()) }
    }

    fn byte(&mut self, byte: u8) -> Result<()> {
        if self.next() != Some(byte) {
            return Err(malformed());
        }
        self.position += 1;
        Ok(())
    }

    /// Skips white space and looks at what follows it.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.next() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.position += 1,
                other => return other,
            }
        }
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    fn take(&mut self, length: usize) -> Result<&'j str> {
        let end = self.position + length;
        let taken = self.text.get(self.position..end).ok_or_else(malformed)?;
        self.position = end;
        Ok(taken)
    }

    fn rest(&self) -> &'j [u8] {
        self.text.as_bytes().get(self.position..).unwrap_or_default()
    }
}

fn malformed() -> EncodeError {
    EncodeError::new("malformed JSON")
}

/// What JSON has in no text as it is.
pub(in crate::body) static ESCAPED: Special = Special::controls().and(b"\"\\");
/// As deep as `serde_json` goes.
const DEEPEST: usize = 128;
