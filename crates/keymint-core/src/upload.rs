//! Bytes of the caller's own: the body of a request, or a file in a form.

mod pieces;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;
use serde::{Deserialize, Deserializer};

use crate::api::Media;
use crate::rt::http::Own;
pub(crate) use pieces::{Outgoing, Piece};

type Failure = Box<dyn StdError + Send + Sync>;
type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, Failure>> + Send>>;

/// Bytes to upload, whole or as a stream, with their media type and file name.
///
/// ```
/// use keymint_core::Upload;
///
/// let upload = Upload::from("id,name\n1,first\n").media_type("text/csv").file_name("keys.csv");
/// ```
///
/// A stream is read once. A call that has begun to read it is not repeated; [`Upload::replayable`] makes one that is.
#[derive(Clone)]
#[must_use]
pub struct Upload {
    source: Source,
    length: Option<u64>,
    media_type: Option<Cow<'static, str>>,
    file_name: Option<String>,
}

#[derive(Clone)]
enum Source {
    Whole(Bytes),
    Once(Arc<Mutex<Option<Chunks>>>),
    Again(Arc<dyn Fn() -> Chunks + Send + Sync>),
}

impl Upload {
    /// Takes a stream, which can be read once.
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Failure>,
    {
        Self::of(Source::Once(Arc::new(Mutex::new(Some(chunks(stream))))))
    }

    /// Takes what makes the stream, as often as it must be sent.
    pub fn replayable<S, B, E>(make: impl Fn() -> S + Send + Sync + 'static) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Failure>,
    {
        Self::of(Source::Again(Arc::new(move || chunks(make()))))
    }

    /// Says how many bytes a stream has; without it the request is sent in chunks of unknown number.
    ///
    /// A stream that turns out longer or shorter breaks the request off.
    pub fn length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// Says what the bytes are; unless set, what the document says.
    pub fn media_type(mut self, media_type: impl Into<Cow<'static, str>>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Names the file; in a form, a file without a name gets that of its field.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    fn of(source: Source) -> Self {
        Self { source, length: None, media_type: None, file_name: None }
    }

    pub(crate) fn stated_media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    pub(crate) fn stated_file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The bytes alone.
    pub(crate) fn into_piece(self) -> Piece {
        match self.source {
            Source::Whole(bytes) => Piece::Whole(bytes),
            Source::Once(_) | Source::Again(_) => Piece::Streamed(self),
        }
    }

    /// The stream, unless it has been taken.
    fn open(&self) -> Option<Chunks> {
        match &self.source {
            Source::Whole(_) => None,
            Source::Once(chunks) => chunks.lock().unwrap_or_else(PoisonError::into_inner).take(),
            Source::Again(make) => Some(make()),
        }
    }

    /// Whether it has been read and cannot be read again.
    fn is_spent(&self) -> bool {
        match &self.source {
            Source::Whole(_) | Source::Again(_) => false,
            Source::Once(chunks) => chunks.lock().unwrap_or_else(PoisonError::into_inner).is_none(),
        }
    }
}

impl Own for Upload {
    #[inline]
    fn write(
        self: Box<Self>,
        media: &'static Media,
        _: &dyn Fn() -> String,
    ) -> Result<(HeaderValue, Outgoing), String> {
        let essence = match self.stated_media_type() {
            Some(stated) => stated,
            // A range is what the server takes, not what these bytes are.
            None if media.essence.contains('*') => "application/octet-stream",
            None => media.essence,
        };
        let content_type = HeaderValue::from_str(essence)
            .map_err(|_e| "the media type of the upload cannot be written".to_owned())?;
        Ok((content_type, (*self).into()))
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("length", &self.length)
            .field("media_type", &self.media_type)
            .finish_non_exhaustive()
    }
}

impl<'de> Deserialize<'de> for Upload {
    /// Takes a string for its bytes: the forms of tests and fixtures are JSON.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl From<Bytes> for Upload {
    fn from(bytes: Bytes) -> Self {
        Self::of(Source::Whole(bytes))
    }
}

impl From<Vec<u8>> for Upload {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<&'static [u8]> for Upload {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl From<String> for Upload {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Upload {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

fn chunks<S, B, E>(stream: S) -> Chunks
where
    S: Stream<Item = Result<B, E>> + Send + 'static,
    B: Into<Bytes>,
    E: Into<Failure>,
{
    Box::pin(Converted(Box::pin(stream)))
}

/// A stream whose items are ours.
struct Converted<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<Failure>,
{
    type Item = Result<Bytes, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.0.as_mut().poll_next(cx);
        next.map(|next| next.map(|item| item.map(Into::into).map_err(Into::into)))
    }
}
