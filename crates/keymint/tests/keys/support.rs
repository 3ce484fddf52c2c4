//! Stand-ins: a provider, a place for secrets, a clock and a witness.

mod clock;
mod fake;
mod faults;
mod memory_sink;
mod stage;
mod stand;

pub(crate) use clock::VirtualClock;
pub(crate) use fake::{Fake, FakeKey, Profile};
pub(crate) use faults::{Fault, Faults};
pub(crate) use memory_sink::MemorySink;
pub(crate) use stage::{DAY, Stage, done, failure};
pub(crate) use stand::{base_urls, owners, played, providers, sandboxed};

/// Whether the long forms of tests are asked for.
pub(crate) fn long_tests() -> bool {
    std::env::var_os("KEYMINT_LONG_TESTS").is_some()
}
