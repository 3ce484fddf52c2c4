//! The text of a timestamp, written digit by digit: the machinery of `fmt` costs ten times as much.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

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
    pub(super) fn date(&mut self, date: Date) {
        if date.year() < 0 {
            self.sign(b'-');
        }
        let digits = if date.year() < 0 { 6 } else { 4 };
        self.number(date.year().saturating_abs(), digits);
        self.sign(b'-');
        self.number(date.month(), 2);
        self.sign(b'-');
        self.number(date.day(), 2);
    }

    /// `09:58:20`.
    pub(super) fn time(&mut self, time: Time) {
        self.number(time.hour(), 2);
        self.sign(b':');
        self.number(time.minute(), 2);
        self.sign(b':');
        self.number(time.second(), 2);
    }

    /// `.323`: as many decimals as are needed, and none for a whole second.
    pub(super) fn decimals(&mut self, time: Time) {
        let (mut rest, mut digits) = (time.subsec_nanosecond(), 9);
        if rest == 0 {
            return;
        }
        while rest % 10 == 0 {
            rest /= 10;
            digits -= 1;
        }
        self.sign(b'.');
        self.number(rest, digits);
    }

    /// `+0100`, or `+01:00` with a sign between.
    pub(super) fn offset(&mut self, offset: Offset, between: Option<u8>) {
        self.sign(if offset.is_negative() { b'-' } else { b'+' });
        let minutes = offset.seconds().saturating_abs() / 60;
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
    pub(super) fn number(&mut self, number: impl Into<i32>, count: usize) {
        let end = self.length + count;
        let mut rest = number.into();
        for byte in self.bytes.get_mut(self.length..end).unwrap_or_default().iter_mut().rev() {
            *byte = b'0' + u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        self.length = end.min(LONGEST);
    }
}

/// `-009999-01-01T00:00:00.123456789+25:59`
const LONGEST: usize = 38;
