//! Reading a body, up to a cap.

use bytes::{Bytes, BytesMut};

/// Why a body did not arrive whole.
pub(super) enum ReadError {
    TooLarge,
    /// With what had arrived before.
    Broken(Bytes, reqwest::Error),
}

/// Reads the whole body, or says what stopped it.
pub(super) async fn read_all(
    response: &mut reqwest::Response,
    cap: usize,
) -> Result<Bytes, ReadError> {
    let declared = response.content_length().unwrap_or_default();
    if declared > cap as u64 {
        return Err(ReadError::TooLarge);
    }
    let nothing_arrived = |error| ReadError::Broken(Bytes::new(), error);
    let Some(first) = response.chunk().await.map_err(nothing_arrived)? else {
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
        match response.chunk().await {
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body.freeze()),
            Err(error) => return Err(ReadError::Broken(body.freeze(), error)),
        }
    }
}

/// Reads at most the first `cap` bytes; a body that breaks off counts as what has arrived.
pub(super) async fn read_some(response: &mut reqwest::Response, cap: usize) -> Bytes {
    let mut body = BytesMut::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() >= cap {
            body.truncate(cap);
            break;
        }
    }
    body.freeze()
}
