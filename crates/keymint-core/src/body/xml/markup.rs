//! XML text, cut into its tokens.

use std::mem;

use super::characters::is_name;
use crate::body::plain::until;

/// A stretch of XML that means one thing.
pub(super) enum Token<'x> {
    Start(Tag<'x>),
    /// The end of the element that was opened last.
    End,
    /// Text without references.
    Text(&'x str),
    /// The inside of a CDATA section.
    Literal(&'x str),
    /// What stands between `&` and `;`.
    Reference(&'x str),
    /// The attributes of the XML declaration.
    Declaration(&'x str),
    /// A comment or a processing instruction.
    Remark,
    /// The start of a document type declaration; it is not read on.
    DocumentType,
}

/// A start tag, or the tag of an empty element.
#[derive(Clone, Copy)]
pub(super) struct Tag<'x> {
    pub(super) name: &'x str,
    pub(super) attributes: &'x str,
}

/// A token without an end, of a kind that XML does not have, or the end of an element that is not the open one.
pub(super) struct Malformed;

type Result<T> = std::result::Result<T, Malformed>;

/// The tokens of a text, in which each element ends where it must.
pub(super) struct Tokens<'x> {
    rest: &'x str,
    /// The names of the open elements.
    open: Vec<&'x str>,
    /// Whether the innermost of them is `<empty/>`: its end is still to be told.
    is_empty: bool,
}

impl<'x> Tokens<'x> {
    pub(super) fn new(text: &'x str) -> Self {
        Self { rest: text, open: Vec::with_capacity(USUAL_DEPTH), is_empty: false }
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The next token, or `None` at the end of the text.
    pub(super) fn next(&mut self) -> Result<Option<Token<'x>>> {
        if mem::take(&mut self.is_empty) {
            self.open.pop();
            return Ok(Some(Token::End));
        }
        let Some(markup) = self.rest.strip_prefix('<') else {
            return match self.rest.strip_prefix('&') {
                Some(reference) => self.reference(reference).map(Some),
                None => Ok(self.text()),
            };
        };
        Ok(Some(match markup.as_bytes().first() {
            Some(b'/') => self.end(markup)?,
            Some(b'!' | b'?') => self.remark()?,
            _ => Token::Start(self.start(markup)?),
        }))
    }

    fn text(&mut self) -> Option<Token<'x>> {
        let (text, rest) = self.rest.split_at_checked(until(self.rest.as_bytes(), *b"<&"))?;
        self.rest = rest;
        (!text.is_empty()).then_some(Token::Text(text))
    }

    /// Takes a reference, given what follows its `&`.
    fn reference(&mut self, text: &'x str) -> Result<Token<'x>> {
        let length = until(text.as_bytes(), *b";<&");
        let (name, rest) = text.split_at_checked(length).ok_or(Malformed)?;
        self.rest = rest.strip_prefix(';').ok_or(Malformed)?;
        Ok(Token::Reference(name))
    }

    /// Takes an end tag, given what follows its `<`.
    fn end(&mut self, text: &'x str) -> Result<Token<'x>> {
        let name = self.open.pop().ok_or(Malformed)?;
        let after = text.strip_prefix('/').and_then(|text| text.strip_prefix(name));
        let after = after.ok_or(Malformed)?;
        let end = after.strip_prefix('>');
        let spaced = || after.trim_start_matches(BLANK).strip_prefix('>');
        self.rest = end.or_else(spaced).ok_or(Malformed)?;
        Ok(Token::End)
    }

    /// Takes a start tag, given what follows its `<`.
    fn start(&mut self, text: &'x str) -> Result<Tag<'x>> {
        // None of these is part of a name, and not all may follow one.
        let ends = |byte| {
            matches!(
                byte,
                b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | b'<' | b'&' | b'"' | b'\'' | b'='
            )
        };
        let length = text.bytes().position(ends).ok_or(Malformed)?;
        let (name, text) = text.split_at_checked(length).ok_or(Malformed)?;
        self.open.push(name);
        if let Some(rest) = text.strip_prefix('>') {
            self.rest = rest;
            return Ok(Tag { name, attributes: "" });
        }
        if !text.starts_with(BLANK) && !text.starts_with("/>") {
            return Err(Malformed);
        }
        let (inside, rest) = text.split_at_checked(unquoted(text)?).ok_or(Malformed)?;
        self.rest = rest.strip_prefix('>').ok_or(Malformed)?;
        let attributes = inside.strip_suffix('/').unwrap_or(inside);
        self.is_empty = attributes.len() < inside.len();
        Ok(Tag { name, attributes })
    }

    /// Takes what begins with `<!` or `<?`.
    fn remark(&mut self) -> Result<Token<'x>> {
        if let Some(instruction) = self.rest.strip_prefix("<?") {
            let inside = self.up_to(instruction, "?>")?;
            let (target, attributes) = inside.split_once(BLANK).unwrap_or((inside, ""));
            return match target {
                "xml" => Ok(Token::Declaration(attributes)),
                _ if is_name(target) => Ok(Token::Remark),
                _ => Err(Malformed),
            };
        }
        if let Some(comment) = self.rest.strip_prefix("<!--") {
            return self.up_to(comment, "-->").map(|_| Token::Remark);
        }
        if let Some(literal) = self.rest.strip_prefix("<![CDATA[") {
            return self.up_to(literal, "]]>").map(Token::Literal);
        }
        let word = self.rest.get(2..2 + DOCUMENT_TYPE.len());
        let is_type = word.is_some_and(|word| word.eq_ignore_ascii_case(DOCUMENT_TYPE));
        if is_type { Ok(Token::DocumentType) } else { Err(Malformed) }
    }

    /// Takes what stands before `end` in a rest of the text, and `end` too.
    fn up_to(&mut self, rest: &'x str, end: &str) -> Result<&'x str> {
        let (inside, rest) = rest.split_once(end).ok_or(Malformed)?;
        self.rest = rest;
        Ok(inside)
    }
}

/// How many bytes there are before the first `>` outside of quotes.
fn unquoted(text: &str) -> Result<usize> {
    let mut length = 0;
    loop {
        let rest = text.get(length..).ok_or(Malformed)?;
        let plain = until(rest.as_bytes(), *b">\"'");
        match rest.as_bytes().get(plain) {
            Some(b'>') => return Ok(length + plain),
            Some(quote) => {
                let quoted = rest.get(plain + 1..).ok_or(Malformed)?;
                length += plain + until(quoted.as_bytes(), [*quote]) + 2;
            }
            None => return Err(Malformed),
        }
    }
}

/// White space, as XML has it.
pub(super) const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

const DOCUMENT_TYPE: &str = "DOCTYPE";

/// Answers about keys go no deeper.
const USUAL_DEPTH: usize = 8;
