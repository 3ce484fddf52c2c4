//! A body made of bytes and streams, one after the other.
//!
//! What is `inline` here is compiled in the programs that upload something, and in no other.

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

/// A body on its way out, which can be sent again as long as none of its streams is spent.
pub(crate) enum Outgoing {
    Whole(Bytes),
    /// Behind a trait: so a program that uploads nothing does not carry what reads streams.
    Pieces(Box<dyn Replay>),
}

/// What an [`Outgoing`] asks of its pieces.
pub(crate) trait Replay: Send + Sync {
    /// Whether they cannot be sent again.
    fn is_spent(&self) -> bool;

    /// The body of one attempt.
    fn to_body(&self) -> reqwest::Body;
}

impl Outgoing {
    /// Whether it cannot be sent again.
    pub(crate) fn is_spent(&self) -> bool {
        match self {
            Self::Whole(_) => false,
            Self::Pieces(pieces) => pieces.is_spent(),
        }
    }

    /// The body of one attempt.
    pub(crate) fn to_body(&self) -> reqwest::Body {
        match self {
            Self::Whole(bytes) => bytes.clone().into(),
            Self::Pieces(pieces) => pieces.to_body(),
        }
    }
}

impl Replay for Vec<Piece> {
    #[inline]
    fn is_spent(&self) -> bool {
        self.iter().any(|piece| matches!(piece, Piece::Streamed(upload) if upload.is_spent()))
    }

    #[inline]
    fn to_body(&self) -> reqwest::Body {
        // Its length is known when all its pieces say theirs.
        let size = self.iter().try_fold(0_u64, |sum, piece| sum.checked_add(piece.length()?));
        let waiting = self.iter().cloned().collect();
        reqwest::Body::wrap(Reader { size, waiting, open: Mutex::new(None) })
    }
}

impl From<Upload> for Outgoing {
    #[inline]
    fn from(upload: Upload) -> Self {
        match upload.into_piece() {
            Piece::Whole(bytes) => Self::Whole(bytes),
            streamed @ Piece::Streamed(_) => vec![streamed].into(),
        }
    }
}

impl From<Vec<Piece>> for Outgoing {
    #[inline]
    fn from(pieces: Vec<Piece>) -> Self {
        Self::Pieces(Box::new(pieces))
    }
}

impl Piece {
    #[inline]
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
    #[inline]
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

    #[inline]
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

    #[inline]
    fn size_hint(&self) -> SizeHint {
        self.size.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
