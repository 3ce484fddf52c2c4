//! Points in time, read as any provider writes them and written as one provider reads them.

#[expect(unnameable_types, reason = "only the formats write it")]
mod calendar;
mod date;
mod error;
#[expect(unnameable_types, reason = "the aliases of `Timestamp` are the names of the formats")]
mod format;
#[cfg(feature = "jiff")]
mod instant;
mod read;
#[expect(unnameable_types, reason = "only the formats write it")]
mod text;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use date::Date;
pub use error::ParseTimestampError;

use crate::secret::quiet;
use calendar::Moment;
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
/// assert_eq!(DateTime::from(valid_from.system_time()).to_string(), "2015-02-12T08:58:20.323Z");
/// assert!(created_at.system_time() < valid_from.system_time());
/// # Ok::<_, keymint_core::ParseTimestampError>(())
/// ```
///
/// The feature `jiff` converts to and from the types of that library.
/// Without a zone it is read as UTC, without a time as midnight. Two are equal when their instants are.
pub struct Timestamp<F> {
    /// What the clock at `offset` shows, which is what was read.
    moment: Moment,
    /// The numeric offset that was read, in seconds east of UTC; `None` is UTC.
    offset: Option<i32>,
    format: PhantomData<F>,
}

impl<F> Timestamp<F> {
    /// The moment on the clock of the system, which some systems start in 1601: what was before is their first.
    pub fn system_time(&self) -> SystemTime {
        let Moment { seconds, nanoseconds } = self.in_utc();
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let epoch = SystemTime::UNIX_EPOCH;
        let second = if seconds < 0 { epoch.checked_sub(whole) } else { epoch.checked_add(whole) };
        let first = epoch.checked_sub(BEFORE_1970).unwrap_or(epoch);
        second.map_or(first, |second| second + Duration::from_nanos(nanoseconds.into()))
    }

    /// The same moment in another form, in UTC.
    ///
    /// ```
    /// use keymint_core::{DateTimeOffsetMillis, DateTimeSpace};
    ///
    /// let given: DateTimeOffsetMillis = "2015-02-12T09:58:20.323+0100".parse()?;
    /// let written: DateTimeSpace = given.convert();
    ///
    /// assert_eq!(written.to_string(), "2015-02-12 08:58:20");
    /// # Ok::<_, keymint_core::ParseTimestampError>(())
    /// ```
    #[must_use]
    pub fn convert<G>(self) -> Timestamp<G> {
        Timestamp::utc(self.in_utc().max(Moment::FIRST))
    }

    fn in_utc(&self) -> Moment {
        let offset = i64::from(self.offset.unwrap_or(0));
        Moment { seconds: self.moment.seconds.saturating_sub(offset), ..self.moment }
    }

    /// A moment in UTC, no later than what four digits of a year can say.
    fn utc(moment: Moment) -> Self {
        Self { moment: moment.min(Moment::LAST), offset: None, format: PhantomData }
    }
}

impl<F: Format> Timestamp<F> {
    fn text(&self) -> Text {
        let mut text = Text::new();
        F::write(self.moment, self.offset, &mut text);
        text
    }
}

impl<F> FromStr for Timestamp<F> {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        let (moment, offset) = read::timestamp(text).ok_or(ParseTimestampError::TIMESTAMP)?;
        Ok(Self { moment, offset, format: PhantomData })
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

impl<F> From<SystemTime> for Timestamp<F> {
    fn from(time: SystemTime) -> Self {
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        let (distance, sign) = match &since {
            Ok(after) => (*after, 1),
            Err(before) => (before.duration(), -1),
        };
        let seconds = i64::try_from(distance.as_secs()).unwrap_or(i64::MAX);
        let nanoseconds = i32::try_from(distance.subsec_nanos()).unwrap_or_default();
        let moment = Moment::new(seconds * i64::from(sign), nanoseconds * sign);
        Self::utc(moment.max(Moment::FIRST))
    }
}

impl<F> From<Timestamp<F>> for SystemTime {
    fn from(timestamp: Timestamp<F>) -> Self {
        timestamp.system_time()
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
        self.in_utc() == other.in_utc()
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
        self.in_utc().cmp(&other.in_utc())
    }
}

impl<F> Hash for Timestamp<F> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.in_utc().hash(state);
    }
}

/// From the start of 1601 to the start of 1970.
const BEFORE_1970: Duration = Duration::from_secs(11_644_473_600);

#[cfg(test)]
mod tests;
