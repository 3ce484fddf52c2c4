//! Reading strings without repeating, in an error, what stood in their place.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// Reads a string and what it stands for; of anything else it says that it is none, and not what it is.
///
/// serde's own message quotes the value, and a key that a provider sends as a number is still a key. `serde_json` writes
/// that message itself unless it is asked for anything at all.
pub(crate) fn parse<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: fmt::Display,
{
    deserializer.deserialize_any(Quiet(PhantomData))
}

struct Quiet<T>(PhantomData<T>);

macro_rules! refuse {
    ($($visit:ident: $kind:ty),*) => {$(
        fn $visit<E: Error>(self, _value: $kind) -> Result<T, E> {
            Err(E::custom("expected a string"))
        }
    )*};
}

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Quiet<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<T, E> {
        v.parse().map_err(E::custom)
    }

    refuse! { visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128, visit_f64: f64 }
}
