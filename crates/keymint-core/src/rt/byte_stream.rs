//! A body that the caller reads piece by piece.

use std::fmt;

use bytes::Bytes;

use crate::error::{Error, ErrorKind, Outcome};

/// The body of an answer that is bytes, not a value.
pub struct ByteStream {
    stream: Option<reqwest::Response>,
    read: Bytes,
}

impl ByteStream {
    pub(crate) fn new(stream: Option<reqwest::Response>, read: Bytes) -> Self {
        Self { stream, read }
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
