//! One lenient reader for the dates and timestamps of all providers.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// Reads `2015-02-12`, alone.
pub(super) fn date(text: &str) -> Option<Date> {
    let mut cursor = Cursor(text.as_bytes());
    let date = cursor.date()?;
    cursor.0.is_empty().then_some(date)
}

/// Reads a date, then perhaps a time, then perhaps a zone: `Z`, `+01:00`, `+0100`, `+01`.
///
/// The offset is `None` where the text says UTC or nothing.
pub(super) fn timestamp(text: &str) -> Option<(DateTime, Option<Offset>)> {
    let mut cursor = Cursor(text.as_bytes());
    let date = cursor.date()?;
    if cursor.0.is_empty() {
        return Some((date.to_datetime(Time::midnight()), None));
    }
    cursor.one_of(b"Tt ")?;
    let time = cursor.time()?;
    let offset = match cursor.one_of(b"Zz+-") {
        None | Some(b'Z' | b'z') => None,
        Some(sign) => Some(cursor.offset(sign)?),
    };
    cursor.0.is_empty().then_some((date.to_datetime(time), offset))
}

struct Cursor<'t>(&'t [u8]);

impl Cursor<'_> {
    fn date(&mut self) -> Option<Date> {
        let year = self.number(4)?;
        self.one_of(b"-")?;
        let month = self.number(2)?;
        self.one_of(b"-")?;
        let day = self.number(2)?;
        Date::new(narrow(year)?, narrow(month)?, narrow(day)?).ok()
    }

    fn time(&mut self) -> Option<Time> {
        let hour = self.number(2)?;
        self.one_of(b":")?;
        let minute = self.number(2)?;
        self.one_of(b":")?;
        let second = self.number(2)?;
        let nanosecond = if self.one_of(b".").is_some() { self.fraction()? } else { 0 };
        // A leap second is no second of its own to `jiff`, nor to most clocks.
        let second = if second == 60 { 59 } else { second };
        Time::new(narrow(hour)?, narrow(minute)?, narrow(second)?, nanosecond).ok()
    }

    /// The offset after its sign.
    fn offset(&mut self, sign: u8) -> Option<Offset> {
        let hours = self.number(2)?;
        let colon = self.one_of(b":").is_some();
        let minutes = if colon || !self.0.is_empty() { self.number(2)? } else { 0 };
        if minutes > 59 {
            return None;
        }
        let seconds = (hours * 60 + minutes) * 60;
        Offset::from_seconds(if sign == b'-' { -seconds } else { seconds }).ok()
    }

    /// The nanoseconds that up to nine decimals stand for.
    fn fraction(&mut self) -> Option<i32> {
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let missing = NANOSECOND_DIGITS.checked_sub(count)?;
        Some(self.number(count)? * 10_i32.pow(u32::try_from(missing).ok()?))
    }

    /// Exactly `count` digits, of which nine fit.
    fn number(&mut self, count: usize) -> Option<i32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i32::from(digit - b'0'))
        })
    }

    fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        bytes.contains(&first).then(|| {
            self.0 = rest;
            first
        })
    }
}

fn narrow<T: TryFrom<i32>>(number: i32) -> Option<T> {
    T::try_from(number).ok()
}

const NANOSECOND_DIGITS: usize = 9;
