//! Reading strings without repeating, in an error, what stood in their place.

use std::fmt;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// Reads a string; of anything else it says that it is none, and not what it is.
///
/// serde's own message quotes the value, and a key that a provider sends as a number is still a key. `serde_json` writes
/// that message itself unless it is asked for anything at all.
pub(crate) fn string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_any(QuietString)
}

struct QuietString;

macro_rules! refuse {
    ($($visit:ident: $kind:ty),*) => {$(
        fn $visit<E: Error>(self, _value: $kind) -> Result<String, E> {
            Err(E::custom("expected a string"))
        }
    )*};
}

impl Visitor<'_> for QuietString {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<String, E> {
        Ok(v.to_owned())
    }

    fn visit_string<E: Error>(self, v: String) -> Result<String, E> {
        Ok(v)
    }

    refuse! { visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128, visit_f64: f64 }
}
