//! The pieces of an XML document, one after the other, of which no harmful one gets through.

use std::mem;

use super::attribute;
use super::characters::{self, Run};
use super::error::DecodeError;
use super::markup::{Malformed, Tag, Token, Tokens};

/// An XML document that is read from its start to its end.
///
/// There is no DTD, so no entity but the five predefined ones, and nothing to expand or to fetch.
pub(super) struct Document<'x> {
    tokens: Tokens<'x>,
    /// How many bytes are UTF-8.
    length: usize,
    /// Whether others follow them.
    is_broken: bool,
    /// Where the current piece starts.
    position: usize,
    /// Whether the XML declaration may still come.
    is_fresh: bool,
}

/// A piece of a document; comments and processing instructions are none.
pub(super) enum Piece<'x> {
    Open(Tag<'x>),
    /// Text, with line ends as they were.
    Run(Run<'x>),
    Close,
}

type Result<T> = std::result::Result<T, DecodeError>;

impl<'x> Document<'x> {
    pub(super) fn new(xml: &'x [u8]) -> Self {
        let (text, is_broken) = match str::from_utf8(xml) {
            Ok(text) => (text, false),
            Err(error) => {
                let (valid, _) = xml.split_at_checked(error.valid_up_to()).unwrap_or_default();
                (str::from_utf8(valid).unwrap_or_default(), true)
            }
        };
        Self {
            tokens: Tokens::new(text.strip_prefix('\u{feff}').unwrap_or(text)),
            length: text.len(),
            is_broken,
            position: 0,
            is_fresh: true,
        }
    }

    /// Opens the root element.
    pub(super) fn root(&mut self) -> Result<Tag<'x>> {
        loop {
            match self.pull()? {
                Some(Piece::Open(root)) => return Ok(root),
                Some(Piece::Run(run)) if run.is_blank() => {}
                Some(_) => return Err(self.error("text before the root element")),
                None => return Err(self.error("no root element")),
            }
        }
    }

    /// The next piece inside the root element.
    pub(super) fn piece(&mut self) -> Result<Piece<'x>> {
        self.pull()?.ok_or_else(|| self.error("document ends inside an element"))
    }

    /// Opens the next child of an element that has no text, or closes the element.
    pub(super) fn child(&mut self) -> Result<Option<Tag<'x>>> {
        loop {
            match self.piece()? {
                Piece::Open(child) => return Ok(Some(child)),
                Piece::Close => return Ok(None),
                Piece::Run(run) if run.is_blank() => {}
                Piece::Run(_) => return Err(self.error("text where elements are expected")),
            }
        }
    }

    /// Passes over the rest of the current element.
    pub(super) fn skip(&mut self) -> Result<()> {
        let depth = self.tokens.depth();
        while self.tokens.depth() >= depth {
            self.piece()?;
        }
        Ok(())
    }

    /// Makes sure that nothing but white space and comments follows the root element.
    pub(super) fn end(mut self) -> Result<()> {
        while let Some(piece) = self.pull()? {
            match piece {
                Piece::Run(run) if run.is_blank() => {}
                Piece::Open(_) | Piece::Run(_) | Piece::Close => {
                    return Err(self.error("something follows the root element"));
                }
            }
        }
        Ok(())
    }

    /// An error at the current piece.
    pub(super) fn error(&self, what: &'static str) -> DecodeError {
        DecodeError::new(what, self.position)
    }

    fn pull(&mut self) -> Result<Option<Piece<'x>>> {
        loop {
            self.position = self.length - self.tokens.left();
            let token = self.tokens.next().map_err(|Malformed| self.unreadable())?;
            return Ok(Some(match token {
                Some(Token::Start(tag)) => self.open(tag)?,
                Some(Token::End) => Piece::Close,
                Some(Token::Text(text)) => Piece::Run(Run::Text(text.into())),
                Some(Token::Literal(text)) if self.tokens.depth() > 0 => {
                    Piece::Run(Run::Text(text.into()))
                }
                Some(Token::Literal(_)) => {
                    return Err(self.error("text outside the root element"));
                }
                Some(Token::Reference(name)) => {
                    let unknown =
                        || self.error("reference to an entity or character that XML does not have");
                    Piece::Run(characters::resolve(name).ok_or_else(unknown)?)
                }
                Some(Token::Declaration(attributes)) => {
                    self.check(attributes)?;
                    continue;
                }
                Some(Token::Remark) => continue,
                Some(Token::DocumentType) => return Err(self.error("document type declaration")),
                None if self.is_broken => return Err(self.unreadable()),
                None => return Ok(None),
            }));
        }
    }

    /// Why there is no next piece.
    fn unreadable(&self) -> DecodeError {
        if self.is_broken {
            DecodeError::new("not UTF-8", self.length)
        } else {
            self.error("malformed XML")
        }
    }

    fn open(&mut self, tag: Tag<'x>) -> Result<Piece<'x>> {
        self.is_fresh = false;
        if self.tokens.depth() > DEEPEST {
            return Err(self.error("nested too deeply"));
        }
        Ok(Piece::Open(tag))
    }

    fn check(&mut self, declaration: &str) -> Result<()> {
        if !mem::take(&mut self.is_fresh) {
            return Err(self.error("misplaced XML declaration"));
        }
        let mut attributes = attribute::all(declaration);
        let encoding = attributes.find(|one| one.as_ref().is_none_or(|one| one.name == "encoding"));
        match encoding {
            None => Ok(()),
            Some(Some(encoding)) if encoding.value.eq_ignore_ascii_case("utf-8") => Ok(()),
            Some(_) => Err(self.error("declared encoding is not UTF-8")),
        }
    }
}

/// Far more than any answer needs, and far less than any stack holds.
const DEEPEST: usize = 128;
