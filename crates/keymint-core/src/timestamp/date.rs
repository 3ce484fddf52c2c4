//! Days without a time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::calendar::Day;
use super::{ParseTimestampError, read, text::Text};
use crate::secret::quiet;

/// A day of the calendar: `2015-02-12`.
///
/// ```
/// use keymint_core::Date;
///
/// let day: Date = "2015-02-12".parse()?;
///
/// assert_eq!(day.to_string(), "2015-02-12");
/// # Ok::<_, keymint_core::ParseTimestampError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Days from the start of 1970.
    pub(super) number: i32,
}

impl FromStr for Date {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        let day = read::day(text).ok_or(ParseTimestampError::DATE)?;
        Ok(Self { number: day.number() })
    }
}

impl TryFrom<&str> for Date {
    type Error = ParseTimestampError;

    fn try_from(text: &str) -> Result<Self, ParseTimestampError> {
        text.parse()
    }
}

impl TryFrom<String> for Date {
    type Error = ParseTimestampError;

    fn try_from(text: String) -> Result<Self, ParseTimestampError> {
        text.parse()
    }
}

impl Date {
    fn text(self) -> Text {
        let mut text = Text::new();
        text.day(Day::of_number(self.number));
        text
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text().as_str())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text().as_str())
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        quiet::parse(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_it_was_read() {
        for text in ["2015-02-12", "2016-02-29", "0000-01-01", "9999-12-31"] {
            let json = format!("\"{text}\"");
            let day: Date = serde_json::from_str(&json).unwrap();

            assert_eq!(day.to_string(), text);
            assert_eq!(serde_json::to_string(&day).unwrap(), json);
            assert_eq!(format!("{day:?}"), text);
        }
    }

    #[test]
    fn what_is_no_day_is_refused_without_being_quoted() {
        for text in [
            "",
            "2015",
            "2015-02-29",
            "2015-2-12",
            "2015-00-01",
            "2015-13-01",
            "02/12/2015",
            "2015-02-12 ",
            "2015-02-12T00:00:00Z",
            "+015-02-12",
            "２０１５-02-12",
            "CANARY",
        ] {
            let error = Date::try_from(text).unwrap_err();

            assert_eq!(error.to_string(), "not a date such as 2015-02-12", "{text}");
        }
    }
}
