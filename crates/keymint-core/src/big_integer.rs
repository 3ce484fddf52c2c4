//! Whole numbers that 64 bits do not hold.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A whole number of up to 127 bits, read and written exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct BigInteger(i128);

impl From<i128> for BigInteger {
    fn from(number: i128) -> Self {
        Self(number)
    }
}

impl From<i64> for BigInteger {
    fn from(number: i64) -> Self {
        Self(number.into())
    }
}

impl From<u64> for BigInteger {
    fn from(number: u64) -> Self {
        Self(number.into())
    }
}

impl From<BigInteger> for i128 {
    fn from(number: BigInteger) -> Self {
        number.0
    }
}

impl fmt::Display for BigInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for BigInteger {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i128(Whole)
    }
}

struct Whole;

impl Visitor<'_> for Whole {
    type Value = BigInteger;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a whole number")
    }

    fn visit_i64<E: Error>(self, v: i64) -> Result<BigInteger, E> {
        Ok(v.into())
    }

    fn visit_u64<E: Error>(self, v: u64) -> Result<BigInteger, E> {
        Ok(v.into())
    }

    fn visit_i128<E: Error>(self, v: i128) -> Result<BigInteger, E> {
        Ok(v.into())
    }
}

#[cfg(test)]
mod tests {
    use super::BigInteger;

    #[test]
    fn numbers_beyond_64_bits_are_read_and_written_exactly() {
        for text in ["0", "-1", "18446744073709551616", "-9223372036854775809"] {
            let number: BigInteger = serde_json::from_str(text).unwrap();

            assert_eq!(number.to_string(), text);
            assert_eq!(serde_json::to_string(&number).unwrap(), text);
        }
    }

    #[test]
    fn smaller_numbers_are_the_same_number() {
        let read = |json: serde_json::Value| serde_json::from_value::<BigInteger>(json).unwrap();

        assert_eq!(i128::from(BigInteger::from(-7_i64)), -7);
        assert_eq!(i128::from(BigInteger::from(u64::MAX)), 18_446_744_073_709_551_615);
        assert_eq!(read((-7).into()), BigInteger::from(-7_i64));
        assert_eq!(read(u64::MAX.into()), BigInteger::from(u64::MAX));
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        for text in ["1.5", "1e400", "\"1\"", "null"] {
            assert!(serde_json::from_str::<BigInteger>(text).is_err(), "{text}");
        }
        let error = serde_json::from_value::<BigInteger>("1".into()).unwrap_err().to_string();
        assert!(error.contains("expected a whole number"), "{error}");
    }
}
