//! What every client must survive: servers that break, lie, stall and pry, on real sockets.
//!
//! Each proof has a positive control, so that a harness that sees nothing cannot pass.

#![expect(
    clippy::expect_used,
    clippy::format_collect,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test says what it expected, and prints its figures"
)]

mod alone;
mod bounds;
mod cancelled;
mod corpus;
mod crowd;
mod dialect;
mod impossible;
mod kept;
mod leaks;
mod matrix;
mod paths;
mod proxies;
mod random;
mod redirects;
mod roundtrip;
mod server;
mod trust;
mod vectors;
