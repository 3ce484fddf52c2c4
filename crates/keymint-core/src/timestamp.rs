//! Points in time, read as any provider writes them and written as one provider reads them.

mod date;
mod error;
#[expect(unnameable_types, reason = "the aliases of `Timestamp` are the names of the formats")]
mod format;
mod read;
#[expect(unnameable_types, reason = "only the formats write it")]
mod text;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use jiff::civil::DateTime as Civil;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp as Instant};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use date::Date;
pub use error::ParseTimestampError;

use crate::secret::quiet;
use format::{Format, OffsetMillis, Rfc3339, SpaceSeconds, Zoneless};
use text::Text;

/// A timestamp as RFC 3339 writes it: `2015-02-12T09:58:20.323+01:00`.
pub type DateTime = Timestamp<Rfc3339>;
/// A timestamp with milliseconds and an offset without colon: `2015-02-12T09:58:20.323+0100`.
pub type DateTimeOffsetMillis = Timestamp<OffsetMillis>;
/// A timestamp in UTC with a space and no zone: `2015-02-12 08:58:20`.
pub type DateTimeSpace = Timestamp<SpaceSeconds>;
/// A timestamp in UTC with a `T` and no zone: `2015-02-12T08:58:20`.
pub type DateTimeZoneless = Timestamp<Zoneless>;

/// A point in time that knows how its provider writes it.
///
/// Reading is lenient and the same for every format; writing follows `F` and keeps the offset that was read.
///
/// ```
/// use keymint_core::{DateTime, DateTimeOffsetMillis, DateTimeSpace};
///
/// let valid_from: DateTimeOffsetMillis = "2015-02-12T09:58:20.323+0100".parse()?;
/// let created_at: DateTimeSpace = "2015-02-12 08:58:20".parse()?;
///
/// assert_eq!(valid_from.to_string(), "2015-02-12T09:58:20.323+0100");
/// assert_eq!(DateTime::from(valid_from.instant()).to_string(), "2015-02-12T08:58:20.323Z");
/// assert!(created_at.instant() < valid_from.instant());
/// # Ok::<_, keymint_core::ParseTimestampError>(())
/// ```
///
/// Without a zone it is read as UTC, without a time as midnight. Two are equal when their instants are.
pub struct Timestamp<F> {
    /// The date and time at `offset`: what was read, even where the instant is past what `jiff` holds.
    civil: Civil,
    /// The numeric offset that was read; `None` is UTC.
    offset: Option<Offset>,
    format: PhantomData<F>,
}

impl<F> Timestamp<F> {
    /// The instant.
    ///
    /// A provider's "never", `9999-12-31`, is past the last instant that `jiff` can hold, which stands for it here.
    pub fn instant(&self) -> Instant {
        let past_the_end = if self.civil.year() > 0 { Instant::MAX } else { Instant::MIN };
        self.offset.unwrap_or(Offset::UTC).to_timestamp(self.civil).unwrap_or(past_the_end)
    }

    fn since_epoch(&self) -> SignedDuration {
        let offset = self.offset.unwrap_or(Offset::UTC);
        self.civil.duration_since(EPOCH) - SignedDuration::from(offset)
    }
}

impl<F: Format> Timestamp<F> {
    fn text(&self) -> Text {
        let mut text = Text::new();
        F::write(self.civil, self.offset, &mut text);
        text
    }
}

impl<F> FromStr for Timestamp<F> {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        let (civil, offset) = read::timestamp(text).ok_or(ParseTimestampError::TIMESTAMP)?;
        Ok(Self { civil, offset, format: PhantomData })
    }
}

impl<F> TryFrom<&str> for Timestamp<F> {
    type Error = ParseTimestampError;

    fn try_from(text: &str) -> Result<Self, ParseTimestampError> {
        text.parse()
    }
}

impl<F> TryFrom<String> for Timestamp<F> {
    type Error = ParseTimestampError;

    fn try_from(text: String) -> Result<Self, ParseTimestampError> {
        text.parse()
    }
}

impl<F> From<Instant> for Timestamp<F> {
    fn from(instant: Instant) -> Self {
        Self { civil: Offset::UTC.to_datetime(instant), offset: None, format: PhantomData }
    }
}

impl<F> From<Timestamp<F>> for Instant {
    fn from(timestamp: Timestamp<F>) -> Self {
        timestamp.instant()
    }
}

impl<F: Format> fmt::Display for Timestamp<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text().as_str())
    }
}

impl<F: Format> fmt::Debug for Timestamp<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<F: Format> Serialize for Timestamp<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text().as_str())
    }
}

impl<'de, F> Deserialize<'de> for Timestamp<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        quiet::parse(deserializer)
    }
}

impl<F> Clone for Timestamp<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Timestamp<F> {}

impl<F> PartialEq for Timestamp<F> {
    fn eq(&self, other: &Self) -> bool {
        self.since_epoch() == other.since_epoch()
    }
}

impl<F> Eq for Timestamp<F> {}

impl<F> PartialOrd for Timestamp<F> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<F> Ord for Timestamp<F> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.since_epoch().cmp(&other.since_epoch())
    }
}

impl<F> Hash for Timestamp<F> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.since_epoch().hash(state);
    }
}

const EPOCH: Civil = Civil::constant(1970, 1, 1, 0, 0, 0, 0);

#[cfg(test)]
mod tests;
