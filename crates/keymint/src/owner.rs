//! Whose API key it is, and which one.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};

/// Whose API keys are managed: a customer, an account, a workspace.
///
/// ```
/// use keymint::Owner;
///
/// let customer = Owner::new("ab382plq98zr7")?;
/// let own = Owner::own();
///
/// assert_eq!(customer.as_str(), Some("ab382plq98zr7"));
/// assert_eq!(own.as_str(), None);
/// # Ok::<_, keymint::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Owner(Option<String>);

impl Owner {
    /// Takes the provider's id of an owner.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Invalid`] when it is empty, or holds what no id holds.
    pub fn new(id: impl Into<String>) -> Result<Self> {
        checked(id.into(), "owner").map(|id| Self(Some(id)))
    }

    /// The owner that the credential itself belongs to: BitGPT's organization, Infobip's own account.
    pub fn own() -> Self {
        Self(None)
    }

    /// The provider's id, unless it is the credential's own owner.
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl fmt::Display for Owner {
    /// Writes the credential's own owner as `_`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str().unwrap_or("_"))
    }
}

/// A provider's id of an API key, which is not its secret.
///
/// SendKit gives its keys no id; a workspace has one key, so the workspace's id stands for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApiKeyId(String);

impl ApiKeyId {
    /// Takes an id.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Invalid`] when it is empty, or holds what no id holds.
    pub fn new(id: impl Into<String>) -> Result<Self> {
        checked(id.into(), "key_id").map(Self)
    }

    /// Takes an id as a provider gave it, whatever it looks like: an odd id must not lose a key.
    pub fn from_provider(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ApiKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn checked(id: String, field: &'static str) -> Result<String> {
    let refuse = |what: &'static str| Err(Error::new(ErrorKind::Invalid, what).in_field(field));
    if id.is_empty() {
        return refuse("is empty; give the id that the provider shows");
    }
    if id.len() > MAX_LENGTH || id.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return refuse("is no id: it is too long, or holds white space or a control character");
    }
    Ok(id)
}

/// Ids are a few dozen characters; more is a pasted mistake.
const MAX_LENGTH: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_something_visible() {
        for id in ["", " ", "a b", "a\n", "a\u{0}", &"x".repeat(257)] {
            assert_eq!(Owner::new(id).unwrap_err().field(), Some("owner"), "{id:?}");
            assert_eq!(ApiKeyId::new(id).unwrap_err().kind(), ErrorKind::Invalid, "{id:?}");
        }
        assert_eq!(Owner::new("_").unwrap().as_str(), Some("_"));
        assert_eq!(ApiKeyId::new("31").unwrap().to_string(), "31");
    }
}
