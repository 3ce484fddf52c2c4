//! Enums that a provider may extend.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as NoMatch, StrDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::secret::quiet;

/// A value of `T`, or one that this version of the SDK does not know yet.
///
/// An enum value that a provider adds must not make an answer unreadable: the answer may hold the only copy of a key.
///
/// ```
/// use keymint_core::Open;
/// # use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, PartialEq, Serialize, Deserialize)]
/// #[serde(rename_all = "lowercase")]
/// enum Environment {
///     Live,
///     Test,
/// }
///
/// let known: Open<Environment> = serde_json::from_str(r#""live""#)?;
/// let unknown: Open<Environment> = serde_json::from_str(r#""staging""#)?;
///
/// assert_eq!(known, Environment::Live);
/// assert_eq!(unknown.known(), None);
/// assert_eq!(serde_json::to_string(&unknown)?, r#""staging""#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "known or unknown is all there is, and callers match on it"
)]
pub enum Open<T> {
    /// A documented value.
    Known(T),
    /// Any other, as the provider wrote it.
    Unknown(String),
}

impl<T> Open<T> {
    /// The value, if it is a documented one.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown(_) => None,
        }
    }
}

impl<T> From<T> for Open<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

impl<T: FromStr> FromStr for Open<T> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.parse().map_or_else(|_| Self::Unknown(text.to_owned()), Self::Known))
    }
}

impl<T: PartialEq> PartialEq<T> for Open<T> {
    fn eq(&self, other: &T) -> bool {
        self.known() == Some(other)
    }
}

impl<T: fmt::Display> fmt::Display for Open<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(value) => value.fmt(f),
            Self::Unknown(text) => text.fmt(f),
        }
    }
}

/// Leaves an unknown value out: a server may put anything there, even a key.
impl<T: fmt::Debug> fmt::Debug for Open<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(value) => value.fmt(f),
            Self::Unknown(_) => f.write_str("Unknown([redacted])"),
        }
    }
}

impl<T: Serialize> Serialize for Open<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(value) => value.serialize(serializer),
            Self::Unknown(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Open<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: String = quiet::parse(deserializer)?;
        let known: StrDeserializer<'_, NoMatch> = text.as_str().into_deserializer();
        Ok(T::deserialize(known).map_or_else(|_| Self::Unknown(text), Self::Known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
    enum Level {
        #[serde(rename = "read")]
        Read,
        #[serde(rename = "write")]
        Write,
    }

    impl fmt::Display for Level {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.pad(if *self == Self::Read { "read" } else { "write" })
        }
    }

    impl FromStr for Level {
        type Err = ();

        fn from_str(text: &str) -> Result<Self, ()> {
            [Self::Read, Self::Write].into_iter().find(|level| level.to_string() == text).ok_or(())
        }
    }

    #[test]
    fn known_and_unknown_values_are_written_as_they_were_read() {
        for json in [r#""read""#, r#""write""#, r#""Read""#, r#""""#, r#""a \"new\" one""#] {
            let level: Open<Level> = serde_json::from_str(json).unwrap();

            assert_eq!(serde_json::to_string(&level).unwrap(), json);
        }
    }

    #[test]
    fn text_becomes_a_known_value_or_an_unknown_one_and_prints_as_it_was() {
        let known: Open<Level> = "write".parse().unwrap();
        let unknown: Open<Level> = "own".parse().unwrap();

        assert_eq!(known, Level::Write);
        assert_ne!(known, Level::Read);
        assert_ne!(unknown, Level::Write);
        assert_eq!(unknown, Open::Unknown("own".to_owned()));
        assert_eq!(format!("{known} {unknown}"), "write own");
    }

    #[test]
    fn debug_output_tells_known_values_only() {
        let levels = [Open::from(Level::Read), Open::Unknown("sk_test_CANARY".to_owned())];

        assert_eq!(format!("{levels:?}"), "[Read, Unknown([redacted])]");
    }

    #[test]
    fn what_is_not_a_string_is_an_error_that_does_not_quote_it() {
        for json in ["4711", "true", "4.711", "null", "[]", "{}"] {
            let error = serde_json::from_str::<Open<Level>>(json).unwrap_err().to_string();

            assert!(!error.contains("47") && !error.contains("true"), "{error}");
        }
    }
}
