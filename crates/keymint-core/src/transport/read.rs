//! Reading a body, up to a cap, until a moment.

use std::error::Error as StdError;

use bytes::{Bytes, BytesMut};
use reqwest::Response;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout_at};

use crate::error::ErrorKind;

/// A body, as far as it has arrived.
pub(super) struct Body {
    pub(super) bytes: Bytes,
    pub(super) end: End,
}

/// Why there is no more of a body.
pub(super) enum End {
    Whole,
    TooLarge,
    Broken(Break),
}

/// What ended a body before its end.
pub(super) enum Break {
    Late(Elapsed),
    Http(reqwest::Error),
}

impl Break {
    pub(super) fn kind(&self) -> ErrorKind {
        match self {
            Self::Http(error) if !error.is_timeout() => ErrorKind::Transport,
            Self::Late(_) | Self::Http(_) => ErrorKind::Timeout,
        }
    }

    /// The cause, without its URL.
    pub(super) fn into_source(self) -> Box<dyn StdError + Send + Sync> {
        match self {
            Self::Late(late) => late.into(),
            Self::Http(error) => error.without_url().into(),
        }
    }
}

/// Reads a body, no more than its first `cap` bytes.
pub(super) async fn read(response: &mut Response, cap: usize, until: Instant) -> Body {
    let declared = response.content_length();
    let mut body = BytesMut::new();
    let end = loop {
        let chunk = match timeout_at(until, response.chunk()).await {
            Ok(Ok(Some(chunk))) => chunk,
            Ok(Ok(None)) => break End::Whole,
            Ok(Err(error)) => break End::Broken(Break::Http(error)),
            Err(late) => break End::Broken(Break::Late(late)),
        };
        // Short bodies come in one piece, which stays where it is.
        if declared == Some(chunk.len() as u64) && chunk.len() <= cap {
            return Body { bytes: chunk, end: End::Whole };
        }
        body.extend_from_slice(&chunk);
        if body.len() > cap {
            body.truncate(cap);
            break End::TooLarge;
        }
    };
    Body { bytes: body.freeze(), end }
}
