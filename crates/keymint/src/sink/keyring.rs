//! The key store of the operating system.

use keymint_core::Secret;
use keyring_core::Entry;

use super::{Holding, Sink, blocking, refused};
use crate::api_key::IssuedKey;
use crate::error::{Error, ErrorKind, Result};
use crate::provider::BoxFuture;

/// Puts the secret into the key store of the operating system.
///
/// Which store that is, the application says once with `keyring_core::set_default_store`; this crate brings none.
/// An entry that exists is refused, unless it is the key that is being replaced or [`KeyringSink::force`] was called.
///
/// ```
/// use keymint::{KeyringSink, Sink};
///
/// let sink = KeyringSink::new("shop", "billing")?;
///
/// assert_eq!(sink.place(), "keyring entry billing of shop");
/// # Ok::<_, keymint::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct KeyringSink {
    service: String,
    user: String,
    force: bool,
}

impl KeyringSink {
    /// Takes the service that the secret is for, and the user, or whatever else tells its secrets apart.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Invalid`] when one is empty.
    pub fn new(service: impl Into<String>, user: impl Into<String>) -> Result<Self> {
        let (service, user) = (service.into(), user.into());
        if service.is_empty() || user.is_empty() {
            let what = "is empty; give a service and a user";
            return Err(Error::new(ErrorKind::Invalid, what).in_field("keyring"));
        }
        Ok(Self { service, user, force: false })
    }

    /// Replaces an entry whatever it holds.
    pub fn force(mut self) -> Self {
        self.force = true;
        self
    }

    fn staging(&self, fingerprint: &str) -> String {
        format!("{} (keymint {})", self.user, fingerprint.trim_start_matches("sha256:"))
    }

    /// The cause is dropped: it may hold the secret that could not be read.
    fn failed(&self, what: &str) -> Error {
        refused(&self.place(), what)
    }

    fn entry(&self, user: &str) -> Result<Entry> {
        let none = "cannot be reached; set up a key store with `keyring_core::set_default_store`";
        Entry::new(&self.service, user).map_err(|_may_hold_it| self.failed(none))
    }

    fn read(&self, user: &str) -> Result<Option<Secret>> {
        match self.entry(user)?.get_password() {
            Ok(secret) => Ok(Some(Secret::new(secret))),
            Err(keyring_core::Error::NoEntry) => Ok(None),
            Err(_) => Err(self.failed("cannot be read")),
        }
    }

    fn write(&self, user: &str, secret: &Secret) -> Result<()> {
        let written = self.entry(user)?.set_password(secret.expose());
        written.map_err(|_may_hold_it| self.failed("cannot be written"))
    }

    fn remove(&self, user: &str) -> Result<()> {
        match self.entry(user)?.delete_credential() {
            Ok(()) | Err(keyring_core::Error::NoEntry) => Ok(()),
            Err(_) => Err(self.failed("cannot be tidied up")),
        }
    }

    fn found(&self, fingerprint: &str) -> Result<(Holding, Option<Secret>)> {
        let wanted = |secret: &Secret| secret.fingerprint() == fingerprint;
        if let Some(secret) = self.read(&self.user)?.filter(wanted) {
            return Ok((Holding::Current, Some(secret)));
        }
        Ok(match self.read(&self.staging(fingerprint))?.filter(wanted) {
            Some(secret) => (Holding::Staged, Some(secret)),
            None => (Holding::Absent, None),
        })
    }

    fn promote(&self, fingerprint: &str) -> Result<()> {
        if let (Holding::Staged, Some(secret)) = self.found(fingerprint)? {
            self.write(&self.user, &secret)?;
        }
        match self.found(fingerprint)?.0 {
            Holding::Current => self.remove(&self.staging(fingerprint)),
            Holding::Staged | Holding::Absent | Holding::Unknown => {
                Err(self.failed("no longer has the delivered secret beside it"))
            }
        }
    }
}

impl Sink for KeyringSink {
    fn place(&self) -> String {
        format!("keyring entry {} of {}", self.user, self.service)
    }

    fn preflight<'a>(&'a self, replaceable: &'a [String]) -> BoxFuture<'a, Result<()>> {
        let (sink, replaceable) = (self.clone(), replaceable.to_vec());
        Box::pin(blocking(move || {
            let there = sink.read(&sink.user)?;
            if sink.force || there.is_none_or(|secret| replaceable.contains(&secret.fingerprint()))
            {
                return Ok(());
            }
            Err(sink.failed("holds something else; name another, or force it"))
        }))
    }

    fn deliver<'a>(&'a self, key: &'a IssuedKey) -> BoxFuture<'a, Result<()>> {
        let (sink, secret, user) =
            (self.clone(), key.secret.clone(), self.staging(&key.fingerprint));
        Box::pin(blocking(move || sink.write(&user, &secret)))
    }

    fn cut_over<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<()>> {
        let (sink, fingerprint) = (self.clone(), fingerprint.to_owned());
        Box::pin(blocking(move || sink.promote(&fingerprint)))
    }

    fn holds<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<Holding>> {
        let (sink, fingerprint) = (self.clone(), fingerprint.to_owned());
        Box::pin(blocking(move || Ok(sink.found(&fingerprint)?.0)))
    }

    fn current(&self) -> BoxFuture<'_, Result<Option<Secret>>> {
        let sink = self.clone();
        Box::pin(blocking(move || sink.read(&sink.user)))
    }

    fn recall<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<Option<Secret>>> {
        let (sink, fingerprint) = (self.clone(), fingerprint.to_owned());
        Box::pin(blocking(move || Ok(sink.found(&fingerprint)?.1)))
    }

    fn discard<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<()>> {
        let (sink, user) = (self.clone(), self.staging(fingerprint));
        Box::pin(blocking(move || sink.remove(&user)))
    }
}
