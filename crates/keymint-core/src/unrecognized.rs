//! Values that a document does not describe, kept as they came.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A value of a kind that this version of the SDK does not know yet.
///
/// It stands in unions whose members a property tells apart: a new member must not make an answer unreadable.
#[derive(Clone, Deserialize, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Unrecognized(Value);

impl Unrecognized {
    /// The value as the provider wrote it, which may hold anything, even a key.
    pub fn as_json(&self) -> &Value {
        &self.0
    }

    /// The value itself.
    pub fn into_json(self) -> Value {
        self.0
    }
}

impl fmt::Debug for Unrecognized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unrecognized([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::Unrecognized;

    #[test]
    fn it_is_written_as_it_was_read_and_never_shown() {
        let json = r#"{"kind":"new","key":"sk_test_CANARY"}"#;

        let value: Unrecognized = serde_json::from_str(json).unwrap();

        assert_eq!(format!("{value:?}"), "Unrecognized([redacted])");
        assert_eq!(value.as_json().get("kind").and_then(|kind| kind.as_str()), Some("new"));
        assert_eq!(
            serde_json::from_str::<Unrecognized>(&serde_json::to_string(&value).unwrap()).unwrap(),
            value
        );
        assert_eq!(value.into_json(), serde_json::from_str::<serde_json::Value>(json).unwrap());
    }
}
