//! A body made of bytes and streams, one after the other.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::{Chunks, Failure, Upload};

/// A piece of a body.
#[derive(Clone)]
pub(crate) enum Piece {
    Whole(Bytes),
    Streamed(Upload),
}

/// A body that can be sent again as long as none of its streams is spent.
pub(crate) enum Pieces {
    One(Piece),
    Several(Vec<Piece>),
}

impl Pieces {
    /// Whether it cannot be sent again.
    pub(crate) fn is_spent(&self) -> bool {
        self.all().iter().any(|piece| matches!(piece, Piece::Streamed(upload) if upload.is_spent()))
    }

    /// The body of one attempt.
    pub(crate) fn to_body(&self) -> reqwest::Body {
        if let Self::One(Piece::Whole(bytes)) = self {
            return bytes.clone().into();
        }
        reqwest::Body::wrap(Reader {
            size: self.length(),
            waiting: self.all().iter().cloned().collect(),
            open: Mutex::new(None),
        })
    }

    /// How many bytes it has, if all its streams say so.
    fn length(&self) -> Option<u64> {
        self.all().iter().try_fold(0_u64, |sum, piece| sum.checked_add(piece.length()?))
    }

    fn all(&self) -> &[Piece] {
        match self {
            Self::One(piece) => std::slice::from_ref(piece),
            Self::Several(pieces) => pieces,
        }
    }
}

impl From<Bytes> for Pieces {
    fn from(bytes: Bytes) -> Self {
        Self::One(Piece::Whole(bytes))
    }
}

impl Piece {
    fn length(&self) -> Option<u64> {
        match self {
            Self::Whole(bytes) => u64::try_from(bytes.len()).ok(),
            Self::Streamed(upload) => upload.length,
        }
    }
}

/// Reads the pieces; a stream is opened when its turn comes, so that a failed connection leaves it whole.
struct Reader {
    size: Option<u64>,
    waiting: VecDeque<Piece>,
    open: Mutex<Option<Open>>,
}

struct Open {
    chunks: Chunks,
    /// How many bytes are still to come, where that is known.
    left: Option<u64>,
}

impl Open {
    /// Takes a chunk off what is left.
    fn count(&mut self, chunk: &Bytes) -> Result<(), Failure> {
        let size = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if let Some(left) = &mut self.left {
            *left = left.checked_sub(size).ok_or("the stream is longer than it was said to be")?;
        }
        Ok(())
    }
}

impl Body for Reader {
    type Data = Bytes;
    type Error = Failure;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Failure>>> {
        let this = &mut *self;
        let slot = this.open.get_mut().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(open) = slot {
                match ready!(open.chunks.as_mut().poll_next(cx)) {
                    Some(chunk) => {
                        let chunk = chunk.and_then(|chunk| open.count(&chunk).map(|()| chunk));
                        return Poll::Ready(Some(chunk.map(Frame::data)));
                    }
                    None if open.left.is_some_and(|left| left > 0) => {
                        let why = "the stream is shorter than it was said to be";
                        return Poll::Ready(Some(Err(why.into())));
                    }
                    None => *slot = None,
                }
            }
            match this.waiting.pop_front() {
                None => return Poll::Ready(None),
                Some(Piece::Whole(bytes)) if bytes.is_empty() => {}
                Some(Piece::Whole(bytes)) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
                Some(Piece::Streamed(upload)) => match upload.open() {
                    Some(chunks) => *slot = Some(Open { chunks, left: upload.length }),
                    None => {
                        return Poll::Ready(Some(Err("the stream has been read before".into())));
                    }
                },
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.size.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
