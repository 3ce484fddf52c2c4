//! Standard output.

use std::io::{self, Write as _};

use super::{Rendering, Sink, blocking};
use crate::api_key::IssuedKey;
use crate::error::{Error, ErrorKind, Result};
use crate::provider::BoxFuture;

/// Writes the secret to standard output: to a pipe, one would hope.
///
/// What is written cannot be asked for again. After a crash whose moment is unclear the key is replaced, and the last
/// one written is the one that works.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct StdoutSink {
    rendering: Rendering,
}

impl StdoutSink {
    /// Sets how the secret is written.
    pub fn new(rendering: Rendering) -> Self {
        Self { rendering }
    }
}

impl Sink for StdoutSink {
    fn place(&self) -> String {
        "standard output".to_owned()
    }

    fn deliver<'a>(&'a self, key: &'a IssuedKey) -> BoxFuture<'a, Result<()>> {
        let text = self.rendering.write(key);
        Box::pin(blocking(move || {
            let mut out = io::stdout().lock();
            let written = out.write_all(text.expose().as_bytes()).and_then(|()| out.flush());
            written.map_err(|source| {
                Error::new(ErrorKind::Sink, "standard output is closed").because(source)
            })
        }))
    }
}
