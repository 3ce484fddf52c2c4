//! A file of its own for each secret.

use std::path::PathBuf;

use keymint_core::Secret;

use super::staging::Target;
use super::{Holding, Rendering, Sink, blocking, refused};
use crate::api_key::IssuedKey;
use crate::error::Result;
use crate::provider::BoxFuture;

/// Writes the secret to a file that its owner alone can read, and that is complete or not there.
///
/// A file that exists is refused, unless it holds the key that is being replaced or [`FileSink::force`] was called.
///
/// ```
/// use keymint::{FileSink, Sink};
///
/// let sink = FileSink::new("secrets/billing.key");
///
/// assert_eq!(sink.place(), "file secrets/billing.key");
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct FileSink {
    target: Target,
    rendering: Rendering,
    force: bool,
}

impl FileSink {
    /// Takes the path of the file; its folder must exist.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { target: Target::new(path.into()), rendering: Rendering::Secret, force: false }
    }

    /// Sets how the secret is written.
    pub fn rendering(mut self, rendering: Rendering) -> Self {
        self.rendering = rendering;
        self
    }

    /// Replaces a file whatever it holds.
    pub fn force(mut self) -> Self {
        self.force = true;
        self
    }

    fn read_current(&self) -> Result<Option<Secret>> {
        let text = self.target.read()?;
        Ok(text.and_then(|text| self.rendering.read(text.expose())))
    }

    fn staged(&self, fingerprint: &str) -> Result<Option<Secret>> {
        let text = self.target.staged(fingerprint)?;
        Ok(text
            .and_then(|text| self.rendering.read(text.expose()))
            .filter(|secret| secret.fingerprint() == fingerprint))
    }

    fn found(&self, fingerprint: &str) -> Result<(Holding, Option<Secret>)> {
        if let Some(secret) =
            self.read_current()?.filter(|secret| secret.fingerprint() == fingerprint)
        {
            return Ok((Holding::Current, Some(secret)));
        }
        Ok(match self.staged(fingerprint)? {
            Some(secret) => (Holding::Staged, Some(secret)),
            None => (Holding::Absent, None),
        })
    }
}

impl Sink for FileSink {
    fn place(&self) -> String {
        format!("file {}", self.target.path().display())
    }

    fn preflight<'a>(&'a self, replaceable: &'a [String]) -> BoxFuture<'a, Result<()>> {
        let (sink, replaceable) = (self.clone(), replaceable.to_vec());
        Box::pin(blocking(move || {
            sink.target.check()?;
            if sink.force || sink.target.read()?.is_none() {
                return Ok(());
            }
            let known = sink
                .read_current()?
                .is_some_and(|secret| replaceable.contains(&secret.fingerprint()));
            let exists = "exists and holds something else; give another path, or force it";
            if known {
                Ok(())
            } else {
                Err(refused(&sink.target.path().display().to_string(), exists))
            }
        }))
    }

    fn deliver<'a>(&'a self, key: &'a IssuedKey) -> BoxFuture<'a, Result<()>> {
        let (sink, text, fingerprint) =
            (self.clone(), self.rendering.write(key), key.fingerprint.clone());
        Box::pin(blocking(move || sink.target.stage(&fingerprint, &text)))
    }

    fn cut_over<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<()>> {
        let (sink, fingerprint) = (self.clone(), fingerprint.to_owned());
        Box::pin(blocking(move || match sink.found(&fingerprint)?.0 {
            Holding::Current => sink.target.unstage(&fingerprint),
            Holding::Staged | Holding::Absent | Holding::Unknown => {
                sink.target.promote(&fingerprint)
            }
        }))
    }

    fn holds<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<Holding>> {
        let (sink, fingerprint) = (self.clone(), fingerprint.to_owned());
        Box::pin(blocking(move || Ok(sink.found(&fingerprint)?.0)))
    }

    fn current(&self) -> BoxFuture<'_, Result<Option<Secret>>> {
        let sink = self.clone();
        Box::pin(blocking(move || sink.read_current()))
    }

    fn recall<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<Option<Secret>>> {
        let (sink, fingerprint) = (self.clone(), fingerprint.to_owned());
        Box::pin(blocking(move || Ok(sink.found(&fingerprint)?.1)))
    }

    fn discard<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<()>> {
        let (sink, fingerprint) = (self.clone(), fingerprint.to_owned());
        Box::pin(blocking(move || sink.target.unstage(&fingerprint)))
    }
}
