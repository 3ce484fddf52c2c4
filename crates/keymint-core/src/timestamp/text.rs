//! The text of a timestamp, written digit by digit: the machinery of `fmt` costs ten times as much.

use super::calendar::{Clock, Day};

/// Text under construction, without an allocation.
#[derive(Debug)]
pub struct Text {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Text {
    pub(super) fn new() -> Self {
        Self { bytes: [0; LONGEST], length: 0 }
    }

    pub(super) fn as_str(&self) -> &str {
        let written = self.bytes.get(..self.length).unwrap_or_default();
        str::from_utf8(written).unwrap_or_default()
    }

    /// `2015-02-12`; a year before the common era has a sign and six digits.
    pub(super) fn day(&mut self, day: Day) {
        if day.year < 0 {
            self.sign(b'-');
        }
        let digits = if day.year < 0 { 6 } else { 4 };
        self.number(day.year.saturating_abs(), digits);
        self.sign(b'-');
        self.number(day.month, 2);
        self.sign(b'-');
        self.number(day.of_month, 2);
    }

    /// `09:58:20`.
    pub(super) fn clock(&mut self, clock: Clock) {
        self.number(clock.hour, 2);
        self.sign(b':');
        self.number(clock.minute, 2);
        self.sign(b':');
        self.number(clock.second, 2);
    }

    /// `.323`: as many decimals as are needed, and none for a whole second.
    pub(super) fn decimals(&mut self, nanoseconds: u32) {
        let (mut rest, mut digits) = (nanoseconds, 9);
        if rest == 0 {
            return;
        }
        while rest % 10 == 0 {
            rest /= 10;
            digits -= 1;
        }
        self.sign(b'.');
        self.number(i32::try_from(rest).unwrap_or_default(), digits);
    }

    /// `+0100`, or `+01:00` with a sign between.
    pub(super) fn offset(&mut self, seconds: i32, between: Option<u8>) {
        self.sign(if seconds < 0 { b'-' } else { b'+' });
        let minutes = seconds.saturating_abs() / 60;
        self.number(minutes / 60, 2);
        if let Some(sign) = between {
            self.sign(sign);
        }
        self.number(minutes % 60, 2);
    }

    pub(super) fn sign(&mut self, sign: u8) {
        if let Some(byte) = self.bytes.get_mut(self.length) {
            *byte = sign;
            self.length += 1;
        }
    }

    /// The last `count` digits of a number that is not negative.
    pub(super) fn number(&mut self, number: i32, count: usize) {
        let end = self.length + count;
        let mut rest = number;
        for byte in self.bytes.get_mut(self.length..end).unwrap_or_default().iter_mut().rev() {
            *byte = b'0' + u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        self.length = end.min(LONGEST);
    }
}

/// `-009999-01-01T00:00:00.123456789+25:59`
const LONGEST: usize = 38;
