//! Reading a body, up to a cap, until a moment.

use std::error::Error as StdError;

use bytes::{Bytes, BytesMut};
use reqwest::Response;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout_at};

use crate::error::ErrorKind;

/// Why a body did not arrive whole.
pub(super) enum ReadError {
    TooLarge,
    /// With what had arrived before.
    Broken(Bytes, Break),
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

/// Reads the whole body, or says what stopped it.
pub(super) async fn read_all(
    response: &mut Response,
    cap: usize,
    until: Instant,
) -> Result<Bytes, ReadError> {
    let declared = response.content_length().unwrap_or_default();
    if declared > cap as u64 {
        return Err(ReadError::TooLarge);
    }
    let nothing_arrived = |why| ReadError::Broken(Bytes::new(), why);
    let Some(first) = chunk(response, until).await.map_err(nothing_arrived)? else {
        return Ok(Bytes::new());
    };
    if first.len() as u64 == declared && first.len() <= cap {
        return Ok(first);
    }
    let mut body = BytesMut::from(first);
    loop {
        if body.len() > cap {
            return Err(ReadError::TooLarge);
        }
        match chunk(response, until).await {
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body.freeze()),
            Err(why) => return Err(ReadError::Broken(body.freeze(), why)),
        }
    }
}

/// Reads at most the first `cap` bytes; a body that breaks off, or takes too long, counts as what has arrived.
pub(super) async fn read_some(response: &mut Response, cap: usize, until: Instant) -> Bytes {
    let mut body = BytesMut::new();
    while let Ok(Some(chunk)) = chunk(response, until).await {
        body.extend_from_slice(&chunk);
        if body.len() >= cap {
            body.truncate(cap);
            break;
        }
    }
    body.freeze()
}

async fn chunk(response: &mut Response, until: Instant) -> Result<Option<Bytes>, Break> {
    match timeout_at(until, response.chunk()).await {
        Ok(chunk) => chunk.map_err(Break::Http),
        Err(late) => Err(Break::Late(late)),
    }
}
