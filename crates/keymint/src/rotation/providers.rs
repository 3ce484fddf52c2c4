//! The providers that a worker can call.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};
use crate::provider::Provider;

/// Providers by name.
///
/// ```
/// use keymint::Providers;
/// # fn example(infobip: keymint::infobip::Client, sendkit: keymint::sendkit::Client) {
/// let providers = Providers::new().with(infobip).with(sendkit);
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Providers(BTreeMap<&'static str, Arc<dyn Provider>>);

impl Providers {
    /// Starts with none.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a provider, in place of one of the same name.
    pub fn with(self, provider: impl Provider + 'static) -> Self {
        self.with_shared(Arc::new(provider))
    }

    /// Adds a provider that is in use elsewhere too.
    pub fn with_shared(mut self, provider: Arc<dyn Provider>) -> Self {
        self.0.insert(provider.capabilities().provider, provider);
        self
    }

    /// The provider of this name.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Invalid`] when it was not added.
    pub fn named(&self, name: &str) -> Result<Arc<dyn Provider>> {
        self.0.get(name).cloned().ok_or_else(|| {
            let known: Vec<_> = self.0.keys().copied().collect();
            let what = format!("`{name}` is not set up; there is {}", known.join(", "));
            Error::new(ErrorKind::Invalid, what).in_field("provider")
        })
    }
}
