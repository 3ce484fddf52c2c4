//! What the sandbox tells tests about an API key.

use std::fmt::Write as _;

use hmac_sha256::Hash;
use jiff::Timestamp;
use serde::Serialize;

use crate::provider::Provider;

/// Ground truth about one API key; the secret is never part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct KeyRecord {
    /// The provider that minted the API key.
    pub provider: Provider,
    /// Whose it is: customer uid, organization id, account key or workspace id.
    pub owner: String,
    /// The provider's id; SendKit has none, so there it is the sandbox's own.
    pub id: String,
    /// The name or label, where the provider has one.
    pub name: Option<String>,
    /// `sha256:` and the first twelve digits of the secret's hash.
    pub fingerprint: String,
    /// Whether the secret authenticates now.
    pub live: bool,
    /// Why it does, or does not.
    pub standing: Standing,
    /// The switch, at the providers that have one; otherwise true.
    pub enabled: bool,
    /// When the API key was created.
    pub created_at: Timestamp,
    /// From when it is valid, where the provider has such a date.
    pub valid_from: Option<Timestamp>,
    /// Until when it is valid.
    pub expires_at: Option<Timestamp>,
    /// When it was deleted or replaced.
    pub ended_at: Option<Timestamp>,
}

/// Whether an API key authenticates, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Standing {
    /// It authenticates.
    Live,
    /// Its validity has not begun.
    NotYetValid,
    /// Its validity is over.
    Expired,
    /// It is switched off.
    Disabled,
    /// It was deleted, or replaced by a rotation.
    Ended,
}

/// Names a secret without telling it.
pub(crate) fn fingerprint(secret: &str) -> String {
    let mut text = String::from("sha256:");
    for byte in Hash::hash(secret.as_bytes()).iter().take(6) {
        // Writing to a string cannot fail.
        write!(text, "{byte:02x}").unwrap_or_default();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn a_fingerprint_is_the_start_of_the_sha256() {
        // The test vectors of the standard.
        assert_eq!(fingerprint("abc"), "sha256:ba7816bf8f01");
        assert_eq!(fingerprint(""), "sha256:e3b0c44298fc");
    }
}
