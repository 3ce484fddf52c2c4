//! Ids and secrets that look like the providers' own.

use fastrand::Rng;
use jiff::Timestamp;

/// A seeded source of ids and secrets: the same seed and the same calls give the same values.
pub(crate) struct Ids {
    rng: Rng,
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        Self { rng: Rng::with_seed(seed) }
    }

    /// Lower-case hexadecimal digits.
    pub(crate) fn hex(&mut self, length: usize) -> String {
        self.digits(16, length)
    }

    /// Upper-case hexadecimal digits: Infobip's ids.
    pub(crate) fn upper_hex(&mut self, length: usize) -> String {
        self.digits(16, length).to_ascii_uppercase()
    }

    /// Thirteen lower-case letters and digits: SenderWiz's uids.
    pub(crate) fn uid(&mut self) -> String {
        self.digits(36, 13)
    }

    /// A 24-digit `ObjectId`, which begins with the second it was made in: SendKit's ids.
    pub(crate) fn object_id(&mut self, now: Timestamp) -> String {
        format!("{:08x}{}", u32::try_from(now.as_second()).unwrap_or_default(), self.hex(16))
    }

    /// Five groups of hexadecimal digits, of no particular version: the tail of Infobip's secrets.
    pub(crate) fn groups(&mut self) -> String {
        format!("{}-{}-{}-{}-{}", self.hex(8), self.hex(4), self.hex(4), self.hex(4), self.hex(12))
    }

    /// A version 7 UUID, which begins with the millisecond it was made in: BitGPT's ids.
    pub(crate) fn uuid_v7(&mut self, now: Timestamp) -> String {
        let millisecond = u64::try_from(now.as_millisecond()).unwrap_or_default();
        let variant = self.rng.u16(0x8000..=0xbfff);

        format!(
            "{:08x}-{:04x}-7{}-{variant:04x}-{}",
            millisecond >> 16,
            millisecond & 0xffff,
            self.hex(3),
            self.hex(12)
        )
    }

    fn digits(&mut self, radix: u32, length: usize) -> String {
        (0..length).filter_map(|_| char::from_digit(self.rng.u32(0..radix), radix)).collect()
    }
}
