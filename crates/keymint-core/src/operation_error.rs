//! The error of one operation: [`Error`] that knows the type of the provider's body.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::DeserializeOwned;

use crate::error::Error;

/// An [`Error`] whose provider body has the type `E`.
///
/// Generated methods return it; `?` turns it into [`Error`], and everything that [`Error`] tells can be asked of it.
pub struct OperationError<E = ()> {
    error: Error,
    body: PhantomData<fn() -> E>,
}

impl<E: DeserializeOwned> OperationError<E> {
    /// The provider's error body, when it has a documented form; read each time.
    pub fn body(&self) -> Option<E> {
        self.error.body()
    }
}

impl<E> OperationError<E> {
    /// The error without the type of its body.
    pub fn into_error(self) -> Error {
        self.error
    }
}

impl<E> Deref for OperationError<E> {
    type Target = Error;

    fn deref(&self) -> &Error {
        &self.error
    }
}

impl<E> From<Error> for OperationError<E> {
    fn from(error: Error) -> Self {
        Self { error, body: PhantomData }
    }
}

impl<E> From<OperationError<E>> for Error {
    fn from(error: OperationError<E>) -> Self {
        error.error
    }
}

impl<E> fmt::Display for OperationError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<E> fmt::Debug for OperationError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.error, f)
    }
}

impl<E> std::error::Error for OperationError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.error.source()
    }
}
