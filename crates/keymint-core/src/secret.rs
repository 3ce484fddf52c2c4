//! Values that must not be seen.

pub(crate) mod quiet;

use std::fmt;
use std::fmt::Write as _;
use std::hint::black_box;

use hmac_sha256::Hash;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A secret that an answer carries: a minted key, a token.
///
/// ```
/// use keymint_core::Secret;
///
/// let key = Secret::new("sk_test_CANARY");
///
/// assert_eq!(key.expose(), "sk_test_CANARY");
/// assert_eq!(format!("{key:?}"), "Secret([redacted])");
/// ```
///
/// It cannot be printed, and it is wiped from memory when it is dropped:
///
/// ```compile_fail,E0277
/// let key = keymint_core::Secret::new("sk_test_CANARY");
/// format!("{}", key);
/// ```
#[derive(Clone)]
pub struct Secret(SecretString);

/// A secret that a request carries: a password, a client secret.
///
/// It is a [`Secret`] in all but one thing: serializing it writes the value, because that is what it is for.
///
/// ```
/// use keymint_core::OutgoingSecret;
///
/// let password = OutgoingSecret::new("sk_test_CANARY");
///
/// assert_eq!(format!("{password:?}"), "OutgoingSecret([redacted])");
/// ```
///
/// It cannot be printed either:
///
/// ```compile_fail,E0277
/// let password = keymint_core::OutgoingSecret::new("sk_test_CANARY");
/// format!("{}", password);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingSecret(Secret);

impl Secret {
    /// Takes a value into custody.
    pub fn new(value: impl Into<String>) -> Self {
        Self(SecretString::from(value.into()))
    }

    /// Shows the value.
    ///
    /// The name is long to write and easy to find: every use of it is a place where a secret may leave.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Identifies the value without telling it: `sha256:` and 12 hexadecimal digits.
    ///
    /// For logs and comparisons of keys that a machine made. Of a value that a person could guess, it confirms the
    /// guess; this is why [`OutgoingSecret`] has none.
    pub fn fingerprint(&self) -> String {
        let digest = Hash::hash(self.expose().as_bytes());
        let mut text = String::from("sha256:");
        for byte in digest.iter().take(FINGERPRINT_BYTES) {
            let Ok(()) = write!(text, "{byte:02x}") else { break };
        }
        text
    }
}

impl OutgoingSecret {
    /// Takes a value into custody.
    pub fn new(value: impl Into<String>) -> Self {
        Self(Secret::new(value))
    }

    /// Shows the value.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// Compares every byte, whatever the first difference is, so that timing tells the length at most.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.expose().as_bytes(), other.expose().as_bytes());
        let difference = a.iter().zip(b).fold(0, |found, (a, b)| black_box(found | (a ^ b)));
        a.len() == b.len() && difference == 0
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

impl fmt::Debug for OutgoingSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OutgoingSecret([redacted])")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        quiet::parse::<_, String>(deserializer).map(Self::new)
    }
}

impl<'de> Deserialize<'de> for OutgoingSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Secret::deserialize(deserializer).map(Self)
    }
}

/// Writes `[redacted]`: generated types all serialize, and an answer that is dumped must not give its key away.
impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("[redacted]")
    }
}

/// Writes the value: this is how it gets into a request.
impl Serialize for OutgoingSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl From<String> for OutgoingSecret {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

impl From<&str> for OutgoingSecret {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl From<Secret> for OutgoingSecret {
    fn from(secret: Secret) -> Self {
        Self(secret)
    }
}

/// Enough to tell the keys of one owner apart, too little to search for a value by it.
const FINGERPRINT_BYTES: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_redacted_wherever_it_is_printed_or_serialized() {
        let secret = Secret::new("sk_test_CANARY");

        assert_eq!(format!("{secret:?} {secret:#?}"), "Secret([redacted]) Secret([redacted])");
        assert_eq!(serde_json::to_string(&secret).unwrap(), r#""[redacted]""#);
    }

    #[test]
    fn an_outgoing_secret_serializes_its_value_and_prints_none() {
        let secret = OutgoingSecret::from(Secret::new("sk_test_CANARY"));

        assert_eq!(serde_json::to_string(&secret).unwrap(), r#""sk_test_CANARY""#);
        assert_eq!(format!("{secret:?}"), "OutgoingSecret([redacted])");
    }

    #[test]
    fn secrets_are_equal_when_their_values_are() {
        let equal = |a: &str, b: &str| Secret::from(a) == Secret::from(b);

        assert!(equal("", "") && equal("abc", "abc"));
        assert!(
            !equal("abc", "abd") && !equal("abc", "ab") && !equal("ab", "abc") && !equal("", "a")
        );
        // Two differences do not make up for each other.
        assert!(!equal("ab", "ba"));
    }

    #[test]
    fn the_fingerprint_is_the_start_of_the_sha_256() {
        assert_eq!(Secret::new("abc").fingerprint(), "sha256:ba7816bf8f01");
        assert_eq!(Secret::new("").fingerprint(), "sha256:e3b0c44298fc");
    }

    #[test]
    fn reading_takes_strings_and_never_quotes_anything_else() {
        let read = serde_json::from_str::<Secret>;

        assert_eq!(read(r#""sk_\u0074est""#).unwrap().expose(), "sk_test");
        for other in ["4711", "-4711", "47.11", "true", "null", "[4711]", r#"{"4711":4711}"#] {
            let error = read(other).unwrap_err().to_string();

            assert!(!error.contains("47") && !error.contains("true"), "{error}");
            assert!(error.contains("string"), "{error}");
        }
        assert_eq!(serde_json::from_value::<Secret>("sk_test".into()).unwrap().expose(), "sk_test");
        assert!(read(r#""sk_test"#).unwrap_err().is_eof());
    }
}
