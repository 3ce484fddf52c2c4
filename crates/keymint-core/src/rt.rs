//! The runtime of generated code: the names that progenitor's output takes from its own client crate.
//!
//! Not for applications; it changes with the generator.

mod byte_stream;
pub mod http;
mod multipart;
mod parameter;

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;

pub use crate::answer::Answer;
pub use crate::client::GeneratedClient;
pub use crate::operation_error::OperationError as Error;
pub use crate::response::ResponseValue;
pub use crate::rt::byte_stream::ByteStream;
pub use crate::rt::multipart::Multipart;
/// The name that progenitor's output has for a [`Parameter`] of the query.
pub use crate::rt::parameter::Parameter as QueryParam;
pub use crate::rt::parameter::{Parameter, Style};

use serde::de::DeserializeOwned;

use crate::error::Error as CallError;

impl<T: DeserializeOwned> ResponseValue<T> {
    /// Decodes the answer.
    ///
    /// # Errors
    ///
    /// Every status that is no success, and every success that cannot be read.
    pub fn from_response<E>(answer: Box<Answer>) -> Result<Self, Error<E>> {
        answer.decode().map_err(Error::from)
    }
}

impl ResponseValue<()> {
    /// Takes an answer without a body.
    ///
    /// # Errors
    ///
    /// Every status that is no success.
    pub fn empty<E>(answer: Box<Answer>) -> Result<Self, Error<E>> {
        let (status, headers, ..) = answer.succeeded()?.into_parts();
        Ok(Self::new((), status, headers))
    }
}

impl ResponseValue<ByteStream> {
    /// Takes an answer whose body the caller reads.
    ///
    /// # Errors
    ///
    /// Every status that is no success.
    pub fn stream<E>(answer: Box<Answer>) -> Result<Self, Error<E>> {
        let (status, headers, stream, body) = answer.succeeded()?.into_parts();
        Ok(Self::new(ByteStream::new(stream, body), status, headers))
    }
}

/// Why something cannot be built: known beforehand, or made for the occasion.
pub type Why = Cow<'static, str>;

impl<E> Error<E> {
    /// Bad input, found before there was a request.
    pub fn invalid_request<C: GeneratedClient>(
        _client: &C,
        operation: &'static str,
    ) -> impl FnOnce(Why) -> Self + use<E, C> {
        move |why| CallError::request(C::api().provider, why).of(operation).into()
    }
}

/// Headers of text are converted, which cannot fail.
impl<E> From<Infallible> for Error<E> {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Percent-encodes all but unreserved characters, so that a value stays one segment.
///
/// Dot segments cannot be encoded away; the transport refuses them.
pub fn encode_path(value: &str) -> impl fmt::Display {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

    const RESERVED: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(value, RESERVED)
}

/// Writes a path parameter in the style of its document, each value percent-encoded.
#[inline]
pub fn encode_path_as(parameter: &Parameter<'_>) -> String {
    parameter::path(parameter)
}
