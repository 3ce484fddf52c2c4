//! API keys as providers answer them.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use keymint_core::{DateTime, Secret};

use crate::owner::{ApiKeyId, Owner};
use crate::warning::Warning;

/// An API key that was just made, with its secret.
///
/// For most providers this is the only copy of the secret. `Debug` does not show it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IssuedKey {
    /// Who made it: `infobip`.
    pub provider: &'static str,
    /// Whose it is.
    pub owner: Owner,
    /// The provider's id of it.
    pub id: ApiKeyId,
    /// The secret.
    pub secret: Secret,
    /// The secret's fingerprint: safe to log, enough to tell keys apart.
    pub fingerprint: String,
    /// Everything else that the provider tells of it.
    pub details: KeyDetails,
    /// What its holder should know.
    pub warnings: Vec<Warning>,
    /// The provider's own answer, as the typed client gave it.
    pub answer: ProviderAnswer,
}

/// An API key that exists.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct KeyInfo {
    /// Who made it: `infobip`.
    pub provider: &'static str,
    /// Whose it is.
    pub owner: Owner,
    /// The provider's id of it.
    pub id: ApiKeyId,
    /// How much of the secret the provider still shows.
    pub secret: SeenSecret,
    /// Everything else that the provider tells of it.
    pub details: KeyDetails,
    /// What the reader should know.
    pub warnings: Vec<Warning>,
    /// The provider's own answer, as the typed client gave it.
    pub answer: ProviderAnswer,
}

/// What a provider tells of an API key; `None` where it tells nothing.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct KeyDetails {
    /// The name, or label.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What it may do, in the provider's words.
    pub scopes: Option<Vec<String>>,
    /// From where it may be used, in the provider's spelling.
    pub allow_list: Option<Vec<String>>,
    /// From where it may not be used, in the provider's spelling.
    pub deny_list: Option<Vec<String>>,
    /// When it was made.
    pub created_at: Option<DateTime>,
    /// When it begins to work.
    pub valid_from: Option<DateTime>,
    /// When it ceases to work.
    pub expires_at: Option<DateTime>,
    /// Whether it is switched on.
    pub enabled: Option<bool>,
}

/// How much of a secret a provider shows of a key that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SeenSecret {
    /// All of it.
    Clear(Secret),
    /// A part, as the provider masks it. Kept as a secret, for who knows how much it masks.
    Masked(Secret),
    /// Nothing.
    Hidden,
}

/// A provider's own answer, in the typed client's type.
#[derive(Clone)]
pub struct ProviderAnswer(Arc<dyn Any + Send + Sync>);

impl IssuedKey {
    /// Starts with what every new API key has; for providers outside this crate.
    pub fn new(provider: &'static str, owner: Owner, id: ApiKeyId, secret: Secret) -> Self {
        let fingerprint = secret.fingerprint();
        Self {
            provider,
            owner,
            id,
            secret,
            fingerprint,
            details: KeyDetails::default(),
            warnings: Vec::new(),
            answer: ProviderAnswer::default(),
        }
    }
}

impl KeyInfo {
    /// Starts with what every API key has; for providers outside this crate.
    pub fn new(provider: &'static str, owner: Owner, id: ApiKeyId, secret: SeenSecret) -> Self {
        Self {
            provider,
            owner,
            id,
            secret,
            details: KeyDetails::default(),
            warnings: Vec::new(),
            answer: ProviderAnswer::default(),
        }
    }

    /// The fingerprint of the secret, where the provider shows all of it.
    pub fn fingerprint(&self) -> Option<String> {
        match &self.secret {
            SeenSecret::Clear(secret) => Some(secret.fingerprint()),
            SeenSecret::Masked(_) | SeenSecret::Hidden => None,
        }
    }
}

impl SeenSecret {
    /// Whether what is shown fits a secret; nothing shown fits any.
    ///
    /// ```
    /// use keymint::{Secret, SeenSecret};
    ///
    /// let seen = SeenSecret::Masked(Secret::new("sk_test_MDE5...GdwdA"));
    ///
    /// assert!(seen.fits(&Secret::new("sk_test_MDE5N2MwZWMtYTE5GdwdA")));
    /// assert!(!seen.fits(&Secret::new("sk_test_MDE5N2MwZWMtYTE5XXXXX")));
    /// ```
    pub fn fits(&self, secret: &Secret) -> bool {
        match self {
            Self::Clear(shown) => shown == secret,
            Self::Hidden => true,
            Self::Masked(shown) => {
                let shown = shown.expose();
                let masked = |c: char| matches!(c, '.' | '…' | '*' | '•');
                let start = shown.split(masked).next().unwrap_or_default();
                let end = shown.rsplit(masked).next().unwrap_or_default();
                let secret = secret.expose();
                secret.len() > start.len() + end.len()
                    && secret.starts_with(start)
                    && secret.ends_with(end)
            }
        }
    }
}

impl KeyDetails {
    /// Whether the key works at that moment, as far as the provider tells.
    pub fn is_live_at(&self, moment: impl Into<SystemTime>) -> bool {
        let moment = moment.into();
        !self.is_over_at(moment) && self.valid_from.is_none_or(|from| from.system_time() <= moment)
    }

    /// Whether the key has ceased to work by that moment; one that is still to begin has not.
    pub fn is_over_at(&self, moment: impl Into<SystemTime>) -> bool {
        let moment = moment.into();
        self.enabled == Some(false)
            || self.expires_at.is_some_and(|end| end.system_time() <= moment)
    }
}

impl ProviderAnswer {
    /// Keeps an answer.
    pub fn new<T: Any + Send + Sync>(answer: T) -> Self {
        Self(Arc::new(answer))
    }

    /// The answer, if it has this type: `types::CreatedApiKey` of the provider's crate, for instance.
    pub fn downcast_ref<T: Any>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

impl Default for ProviderAnswer {
    fn default() -> Self {
        Self::new(())
    }
}

impl fmt::Debug for ProviderAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProviderAnswer(..)")
    }
}
