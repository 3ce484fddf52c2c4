//! A body that the caller reads piece by piece.

use std::fmt;

use bytes::{Bytes, BytesMut};

use crate::error::{Error, ErrorKind, Outcome};

/// The body of an answer that is bytes, not a value.
///
/// The client's `body_limit` does not cap it, for files are large; [`ByteStream::read`] has a cap of its own.
/// The attempt's time-out covers it up to its last byte.
pub struct ByteStream {
    stream: Option<reqwest::Response>,
    read: Bytes,
}

impl ByteStream {
    pub(crate) fn new(stream: Option<reqwest::Response>, read: Bytes) -> Self {
        Self { stream, read }
    }

    /// The whole body, of at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] when it is larger, [`ErrorKind::Transport`] when the connection breaks.
    pub async fn read(mut self, limit: usize) -> Result<Bytes, Error> {
        let mut whole = BytesMut::new();
        while let Some(piece) = self.chunk().await? {
            if piece.len() > limit.saturating_sub(whole.len()) {
                let what = "the body is larger than the limit that was given";
                return Err(Error::new(ErrorKind::Decode, Outcome::Unreadable, "", what));
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole.freeze())
    }

    /// The next piece, or `None` at the end.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Transport`] when the connection breaks.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        if !self.read.is_empty() {
            return Ok(Some(std::mem::take(&mut self.read)));
        }
        let Some(stream) = &mut self.stream else { return Ok(None) };
        stream.chunk().await.map_err(|source| {
            Error::new(ErrorKind::Transport, Outcome::Unreadable, "", "the body broke off")
                .with_source(source.without_url())
        })
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}
