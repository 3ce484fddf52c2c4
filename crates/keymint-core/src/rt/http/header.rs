//! Headers as generated code writes them: a value that no header can carry is remembered, not lost.

pub use http::header::{ACCEPT, CONTENT_TYPE, HeaderName};

/// The headers of a request under construction.
#[derive(Debug, Default)]
pub struct HeaderMap {
    pub(super) entries: Vec<(String, HeaderValue)>,
}

/// A header's value, or the fact that it cannot be one.
#[derive(Debug)]
pub struct HeaderValue(pub(super) Option<http::HeaderValue>);

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
        Self(Some(http::HeaderValue::from_static(value)))
    }

    #[cfg(feature = "fuzzing")]
    pub(crate) fn into_inner(self) -> Option<http::HeaderValue> {
        self.0
    }
}

impl From<String> for HeaderValue {
    /// Takes visible ASCII, inner spaces and text beyond ASCII, which goes out as UTF-8.
    fn from(value: String) -> Self {
        let sendable = !value.chars().any(char::is_control);
        let value = http::HeaderValue::from_maybe_shared(bytes::Bytes::from(value));
        Self(value.ok().filter(|_| sendable))
    }
}
