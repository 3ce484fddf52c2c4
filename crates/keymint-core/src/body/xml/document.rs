//! The pieces of an XML document, one after the other, of which no harmful one gets through.

use std::mem;

use quick_xml::Reader;
use quick_xml::events::{BytesDecl, BytesStart, Event as Raw};

use super::characters::{self, Run};
use super::error::DecodeError;

/// An XML document that is read from its start to its end.
///
/// There is no DTD, so no entity but the five predefined ones, and nothing to expand or to fetch.
pub(super) struct Document<'x> {
    xml: &'x [u8],
    reader: Reader<&'x [u8]>,
    /// Bytes before the document proper: a byte order mark or nothing.
    offset: u64,
    /// Where the current piece starts.
    position: u64,
    depth: usize,
    /// Whether the XML declaration may still come.
    is_fresh: bool,
    /// Whether the current element is `<empty/>`: its end is still to be told.
    is_empty: bool,
}

/// A piece of a document; comments and processing instructions are none.
pub(super) enum Piece<'x> {
    Open(BytesStart<'x>),
    /// Text, with line ends as they were.
    Run(Run<'x>),
    Close,
}

type Result<T> = std::result::Result<T, DecodeError>;

impl<'x> Document<'x> {
    pub(super) fn new(xml: &'x [u8]) -> Self {
        // The reader takes a byte order mark away, and does not count it.
        let offset = if xml.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let reader = Reader::from_reader(xml);
        Self { xml, reader, offset, position: 0, depth: 0, is_fresh: true, is_empty: false }
    }

    /// Opens the root element.
    pub(super) fn root(&mut self) -> Result<BytesStart<'x>> {
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
    pub(super) fn child(&mut self) -> Result<Option<BytesStart<'x>>> {
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
        let depth = self.depth;
        while self.depth >= depth {
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
        error_at(what, self.position)
    }

    fn pull(&mut self) -> Result<Option<Piece<'x>>> {
        loop {
            if mem::take(&mut self.is_empty) {
                self.depth -= 1;
                return Ok(Some(Piece::Close));
            }
            self.position = self.offset + self.reader.buffer_position();
            let Ok(raw) = self.reader.read_event() else { return Err(self.unreadable()) };
            return Ok(Some(match raw {
                Raw::Start(start) => self.open(start)?,
                Raw::Empty(start) => {
                    self.is_empty = true;
                    self.open(start)?
                }
                Raw::End(_) => {
                    self.depth -= 1;
                    Piece::Close
                }
                Raw::Text(text) => Piece::Run(Run::Text(text.into_inner())),
                Raw::CData(text) if self.depth > 0 => Piece::Run(Run::Text(text.into_inner())),
                Raw::GeneralRef(name) => {
                    let unknown =
                        || self.error("reference to an entity or character that XML does not have");
                    Piece::Run(characters::resolve(&name).ok_or_else(unknown)?)
                }
                Raw::Decl(declaration) => {
                    self.check(&declaration)?;
                    continue;
                }
                Raw::Comment(_) | Raw::PI(_) => continue,
                Raw::DocType(_) => return Err(self.error("document type declaration")),
                Raw::CData(_) => return Err(self.error("text outside the root element")),
                Raw::Eof => return Ok(None),
            }));
        }
    }

    /// Why the reader could not go on; it has read each piece as UTF-8.
    fn unreadable(&self) -> DecodeError {
        match str::from_utf8(self.xml) {
            Err(error) => DecodeError::new("not UTF-8", error.valid_up_to()),
            Ok(_) => error_at("malformed XML", self.offset + self.reader.error_position()),
        }
    }

    fn open(&mut self, start: BytesStart<'x>) -> Result<Piece<'x>> {
        self.is_fresh = false;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("nested too deeply"));
        }
        Ok(Piece::Open(start))
    }

    fn check(&mut self, declaration: &BytesDecl<'_>) -> Result<()> {
        if !mem::take(&mut self.is_fresh) {
            return Err(self.error("misplaced XML declaration"));
        }
        match declaration.encoding() {
            None => Ok(()),
            Some(Ok(encoding)) if encoding.eq_ignore_ascii_case("utf-8") => Ok(()),
            Some(_) => Err(self.error("declared encoding is not UTF-8")),
        }
    }
}

fn error_at(what: &'static str, position: u64) -> DecodeError {
    DecodeError::new(what, usize::try_from(position).unwrap_or(usize::MAX))
}

/// Far more than any answer needs, and far less than any stack holds.
const DEEPEST: usize = 128;
