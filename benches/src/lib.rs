//! What the benchmarks share: the peers, their payloads, and how they are measured.

pub mod allocations;
pub mod calls;
pub mod codecs;
pub mod keys;
pub mod payloads;
pub mod peers;
pub mod policy;
pub mod process;
pub mod rounds;
