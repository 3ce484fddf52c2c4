//! Headers as generated code writes them: a value that no header can carry is remembered, not lost.

pub use http::header::{CONTENT_TYPE, HeaderName};

use crate::rt::parameter::{Parameter, header};

/// The headers of a request under construction.
#[derive(Debug, Default)]
pub struct HeaderMap {
    pub(super) entries: Vec<(String, HeaderValue)>,
}

/// A header's value, nothing, or why it cannot be one.
#[derive(Debug)]
pub struct HeaderValue(pub(super) Result<Option<http::HeaderValue>, &'static str>);

impl HeaderMap {
    /// Starts empty, with room.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { entries: Vec::with_capacity(capacity) }
    }

    /// Adds a header.
    pub fn append(&mut self, name: impl AsRef<str>, value: HeaderValue) {
        self.entries.push((name.as_ref().to_owned(), value));
    }
}

impl HeaderValue {
    /// A value known to be one.
    pub fn from_static(value: &'static str) -> Self {
        Self(Ok(Some(http::HeaderValue::from_static(value))))
    }

    /// A list or an object, in the style of its document.
    #[inline]
    pub fn styled(parameter: &Parameter<'_>) -> Self {
        match header(parameter) {
            Ok(Some(text)) => Self::from(text),
            Ok(None) => Self(Ok(None)),
            Err(why) => Self(Err(why)),
        }
    }

    #[cfg(feature = "fuzzing")]
    pub(crate) fn into_inner(self) -> Option<http::HeaderValue> {
        self.0.ok().flatten()
    }
}

impl From<String> for HeaderValue {
    /// Takes visible ASCII, inner spaces and text beyond ASCII, which goes out as UTF-8.
    fn from(value: String) -> Self {
        let sendable = !value.chars().any(char::is_control);
        let value = http::HeaderValue::from_maybe_shared(bytes::Bytes::from(value));
        let value = value.ok().filter(|_| sendable);
        Self(value.map(Some).ok_or("holds a character that no header can carry"))
    }
}
