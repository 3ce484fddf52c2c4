//! Where the secrets of new API keys are put.

mod command;
mod dotenv;
mod file;
#[cfg(feature = "keyring")]
mod keyring;
mod rendering;
mod spec;
mod staging;
mod stdout;

use std::fmt;

use keymint_core::Secret;

pub use command::CommandSink;
pub use dotenv::DotenvSink;
pub use file::FileSink;
#[cfg(feature = "keyring")]
pub use keyring::KeyringSink;
pub use rendering::Rendering;
pub use spec::SinkSpec;
pub use stdout::StdoutSink;

pub(crate) use spec::Known;
pub(crate) use staging::private;

use crate::api_key::IssuedKey;
use crate::error::{Error, ErrorKind, Result};
use crate::provider::BoxFuture;

/// A place that the secret of a new API key is delivered to.
///
/// Delivery has two moments where the place allows it: [`deliver`](Sink::deliver) puts the secret beside the old one,
/// durably; [`cut_over`](Sink::cut_over) makes it the current one, in one step. Between them the new key is tried.
///
/// Only [`place`](Sink::place) and `deliver` must be written; a place that cannot be asked keeps the other defaults:
///
/// ```
/// use std::sync::Mutex;
///
/// use keymint::{BoxFuture, IssuedKey, Result, Secret, Sink};
///
/// #[derive(Debug, Default)]
/// struct InMemory(Mutex<Option<Secret>>);
///
/// impl Sink for InMemory {
///     fn place(&self) -> String {
///         "memory".to_owned()
///     }
///
///     fn deliver<'a>(&'a self, key: &'a IssuedKey) -> BoxFuture<'a, Result<()>> {
///         Box::pin(async move {
///             self.0.lock().unwrap().replace(key.secret.clone());
///             Ok(())
///         })
///     }
/// }
/// ```
pub trait Sink: fmt::Debug + Send + Sync {
    /// Names the place in plans, reports and the journal. Never a secret.
    fn place(&self) -> String;

    /// Checks that a delivery will succeed, before a key is made for it.
    ///
    /// What is already there may be replaced when its fingerprint is one of `replaceable`.
    fn preflight<'a>(&'a self, replaceable: &'a [String]) -> BoxFuture<'a, Result<()>> {
        let _ = replaceable;
        Box::pin(async { Ok(()) })
    }

    /// Stores the secret. When this has returned, the secret is not lost.
    fn deliver<'a>(&'a self, key: &'a IssuedKey) -> BoxFuture<'a, Result<()>>;

    /// Makes the delivered secret the current one.
    fn cut_over<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<()>> {
        let _ = fingerprint;
        Box::pin(async { Ok(()) })
    }

    /// Tells whether the place holds the secret with this fingerprint.
    fn holds<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<Holding>> {
        let _ = fingerprint;
        Box::pin(async { Ok(Holding::Unknown) })
    }

    /// Gives back the secret that is the current one, where the place can.
    fn current(&self) -> BoxFuture<'_, Result<Option<Secret>>> {
        Box::pin(async { Ok(None) })
    }

    /// Gives back the secret with this fingerprint, delivered or current, where the place can.
    fn recall<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<Option<Secret>>> {
        let _ = fingerprint;
        Box::pin(async { Ok(None) })
    }

    /// Forgets a secret that was delivered and never made current.
    fn discard<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<()>> {
        let _ = fingerprint;
        Box::pin(async { Ok(()) })
    }
}

/// Whether a place holds a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Holding {
    /// It is the current one.
    Current,
    /// It is delivered, and not yet the current one.
    Staged,
    /// It is not there.
    Absent,
    /// The place cannot be asked.
    Unknown,
}

/// Runs what blocks where blocking is allowed.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(source) => {
            Err(Error::new(ErrorKind::Sink, "the delivery was interrupted").because(source))
        }
    }
}

/// A refusal of the place; the text names it and the mend.
fn refused(place: &str, what: &str) -> Error {
    Error::new(ErrorKind::Sink, format!("{place} {what}"))
}
