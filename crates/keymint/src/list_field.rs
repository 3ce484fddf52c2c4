//! Lists that tell "not said" from "said to be empty".

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A list in a request: absent, empty, or with values.
///
/// The difference matters: at BitGPT an empty list of scopes means *all* of them, and in an update an absent list
/// leaves things as they are while an empty one clears them.
///
/// ```
/// use keymint::ListField;
///
/// let scopes: ListField<String> = vec!["invoices.read".to_owned()].into();
///
/// assert_eq!(ListField::<String>::default(), ListField::Absent);
/// assert_eq!(ListField::<String>::from(vec![]), ListField::Empty);
/// assert_eq!(scopes.values(), ["invoices.read"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_enums, reason = "these three states are all there is")]
pub enum ListField<T> {
    /// Nothing is said about it.
    #[default]
    Absent,
    /// It is said to be empty.
    Empty,
    /// It is said to hold these.
    Values(Vec<T>),
}

impl<T> ListField<T> {
    /// The values; none when it is absent or empty.
    pub fn values(&self) -> &[T] {
        match self {
            Self::Absent | Self::Empty => &[],
            Self::Values(values) => values,
        }
    }

    /// Whether nothing is said about it.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether it is said to be empty.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Absent => false,
            Self::Empty => true,
            Self::Values(values) => values.is_empty(),
        }
    }

    /// The list to send, if one is to be sent.
    pub fn to_sent<U>(&self, f: impl FnMut(&T) -> U) -> Option<Vec<U>> {
        (!self.is_absent()).then(|| self.values().iter().map(f).collect())
    }
}

impl<T> From<Vec<T>> for ListField<T> {
    fn from(values: Vec<T>) -> Self {
        if values.is_empty() { Self::Empty } else { Self::Values(values) }
    }
}

impl<T: Serialize> Serialize for ListField<T> {
    /// Absent is `null`; the fields of requests leave it out.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Empty | Self::Values(_) => serializer.collect_seq(self.values()),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ListField<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<Vec<T>>::deserialize(deserializer)?.map_or(Self::Absent, Self::from))
    }
}
