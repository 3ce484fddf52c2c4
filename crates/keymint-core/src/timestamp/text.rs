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
            self.number::<6>(day.year);
        } else {
            self.number::<4>(day.year);
        }
        self.sign(b'-');
        self.number::<2>(day.month);
        self.sign(b'-');
        self.number::<2>(day.of_month);
    }

    /// `09:58:20`.
    pub(super) fn clock(&mut self, clock: Clock) {
        self.number::<2>(clock.hour);
        self.sign(b':');
        self.number::<2>(clock.minute);
        self.sign(b':');
        self.number::<2>(clock.second);
    }

    /// `.323`: as many decimals as are needed, and none for a whole second.
    pub(super) fn decimals(&mut self, nanoseconds: u32) {
        if nanoseconds == 0 {
            return;
        }
        self.sign(b'.');
        self.number::<9>(i32::try_from(nanoseconds).unwrap_or_default());
        let written = self.bytes.get(..self.length).unwrap_or_default();
        self.length -= written.iter().rev().take_while(|digit| **digit == b'0').count();
    }

    /// `+0100`, or `+01:00` with a sign between.
    pub(super) fn offset(&mut self, seconds: i32, between: Option<u8>) {
        self.sign(if seconds < 0 { b'-' } else { b'+' });
        let minutes = seconds.saturating_abs() / 60;
        self.number::<2>(minutes / 60);
        if let Some(sign) = between {
            self.sign(sign);
        }
        self.number::<2>(minutes % 60);
    }

    pub(super) fn sign(&mut self, sign: u8) {
        if let Some(byte) = self.bytes.get_mut(self.length) {
            *byte = sign;
            self.length += 1;
        }
    }

    /// The last `COUNT` digits of a number, without its sign.
    pub(super) fn number<const COUNT: usize>(&mut self, number: i32) {
        let left = self.bytes.get_mut(self.length..).unwrap_or_default();
        let Some(digits) = left.first_chunk_mut::<COUNT>() else { return };
        let mut rest = number.unsigned_abs();
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.length += COUNT;
    }
}

/// `-009999-01-01T00:00:00.123456789+25:59`
const LONGEST: usize = 38;
