//! All API keys of all providers.

use crate::{key::Key, provider::Provider};

/// Every API key ever minted, the ended ones included.
#[derive(Default)]
pub(crate) struct Keys(Vec<Key>);

impl Keys {
    pub(crate) fn add(&mut self, key: Key) {
        self.0.push(key);
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Key> {
        self.0.iter()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The API keys a provider still knows of, oldest first.
    pub(crate) fn known(&self, provider: Provider) -> impl DoubleEndedIterator<Item = &Key> {
        self.0.iter().filter(move |key| key.provider == provider && key.ended_at.is_none())
    }

    pub(crate) fn known_mut(&mut self, provider: Provider) -> impl Iterator<Item = &mut Key> {
        self.0.iter_mut().filter(move |key| key.provider == provider && key.ended_at.is_none())
    }

    pub(crate) fn by_secret(&self, provider: Provider, secret: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.provider == provider && key.secret == secret)
    }
}
