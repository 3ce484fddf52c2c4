//! The body of an error as the document describes it.

use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;

use crate::body::json;

/// A documented error body, as JSON: it gets its type when it is asked for, which most programs never do.
pub(crate) struct ErrorBody {
    variant: &'static str,
    /// It may echo a key.
    json: SecretString,
}

impl ErrorBody {
    /// Keeps the content of a variant of the operation's error enum.
    pub(crate) fn new(variant: &'static str, json: &str) -> Self {
        Self { variant, json: json.into() }
    }

    /// Reads it; `None` if it does not have the documented form.
    pub(crate) fn read<E: DeserializeOwned>(&self) -> Option<E> {
        json::decode(self.json.expose_secret(), Some(self.variant)).ok()
    }
}
