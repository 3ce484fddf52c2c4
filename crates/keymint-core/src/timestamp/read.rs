//! One lenient reader for the dates and timestamps of all providers.

use super::calendar::{self, Day, Moment};

/// Reads `2015-02-12`, alone.
pub(super) fn day(text: &str) -> Option<Day> {
    let mut cursor = Cursor(text.as_bytes());
    let day = cursor.day()?;
    cursor.0.is_empty().then_some(day)
}

/// Reads a date, then perhaps a time, then perhaps a zone: `Z`, `+01:00`, `+0100`, `+01`.
///
/// The offset, in seconds, is `None` where the text says UTC or nothing.
pub(super) fn timestamp(text: &str) -> Option<(Moment, Option<i32>)> {
    let mut cursor = Cursor(text.as_bytes());
    let midnight = i64::from(cursor.day()?.number()) * calendar::DAY;
    if cursor.0.is_empty() {
        return Some((Moment { seconds: midnight, nanoseconds: 0 }, None));
    }
    cursor.one_of(b"Tt ")?;
    let (of_day, nanoseconds) = cursor.clock()?;
    let offset = match cursor.one_of(b"Zz+-") {
        None | Some(b'Z' | b'z') => None,
        Some(sign) => Some(cursor.offset(sign)?),
    };
    let moment = Moment { seconds: midnight + i64::from(of_day), nanoseconds };
    cursor.0.is_empty().then_some((moment, offset))
}

struct Cursor<'t>(&'t [u8]);

impl Cursor<'_> {
    fn day(&mut self) -> Option<Day> {
        let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = self.chunk()? else { return None };
        Day::new(number([y0, y1, y2, y3])?, number([m0, m1])?, number([d0, d1])?)
    }

    /// The seconds and nanoseconds since midnight.
    fn clock(&mut self) -> Option<(i32, u32)> {
        let [h0, h1, b':', m0, m1, b':', s0, s1] = self.chunk()? else { return None };
        let (hour, minute, second) = (number([h0, h1])?, number([m0, m1])?, number([s0, s1])?);
        let nanosecond = if self.take(b'.') { self.fraction()? } else { 0 };
        // A leap second is no second of its own to most clocks.
        let second = if second == 60 { 59 } else { second };
        (hour < 24 && minute < 60 && second < 60)
            .then_some(((hour * 60 + minute) * 60 + second, nanosecond))
    }

    /// The seconds of the offset after its sign.
    fn offset(&mut self, sign: u8) -> Option<i32> {
        let hours = number(self.chunk::<2>()?)?;
        let colon = self.take(b':');
        let minutes = if colon || !self.0.is_empty() { number(self.chunk::<2>()?)? } else { 0 };
        if hours > MOST_HOURS || minutes > 59 {
            return None;
        }
        let seconds = (hours * 60 + minutes) * 60;
        Some(if sign == b'-' { -seconds } else { seconds })
    }

    /// The nanoseconds that up to nine decimals stand for.
    fn fraction(&mut self) -> Option<u32> {
        let (mut nanoseconds, mut unit) = (0, 1_000_000_000);
        while let Some((digit, rest)) = self.0.split_first().filter(|(b, _)| b.is_ascii_digit()) {
            unit /= 10;
            if unit == 0 {
                return None;
            }
            nanoseconds += u32::from(digit - b'0') * unit;
            self.0 = rest;
        }
        Some(nanoseconds)
    }

    fn chunk<const LENGTH: usize>(&mut self) -> Option<[u8; LENGTH]> {
        let (chunk, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*chunk)
    }

    fn take(&mut self, byte: u8) -> bool {
        let rest = self.0.strip_prefix(&[byte]);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        bytes.contains(&first).then(|| {
            self.0 = rest;
            first
        })
    }
}

/// The number that digits stand for, if that is what they are.
fn number<const COUNT: usize>(digits: [u8; COUNT]) -> Option<i32> {
    let values = digits.map(|digit| digit.wrapping_sub(b'0'));
    let number = values.iter().fold(0, |number, value| number * 10 + i32::from(*value));
    values.iter().all(|value| *value < 10).then_some(number)
}

/// No clock is set further from UTC.
const MOST_HOURS: i32 = 25;
