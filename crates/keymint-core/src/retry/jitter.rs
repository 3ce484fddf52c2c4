//! Randomness for waits: spread is all that is asked of it.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::atomic::{AtomicU64, Ordering};

/// The weyl constant of `SplitMix64`.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A `SplitMix64` generator; made from a seed in tests, from the system's randomness elsewhere.
pub(crate) struct Jitter(AtomicU64);

impl Jitter {
    pub(crate) fn new() -> Self {
        // A fresh hasher starts from the system's randomness.
        Self::from_seed(RandomState::new().build_hasher().finish())
    }

    pub(crate) fn from_seed(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// The next number in `0.0..1.0`.
    pub(crate) fn next(&self) -> f64 {
        f64::from(u32::try_from(self.bits() >> 32).unwrap_or_default())
            / (f64::from(u32::MAX) + 1.0)
    }

    /// The next 64 bits.
    pub(crate) fn bits(&self) -> u64 {
        let mut x = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }
}
