//! What every client must survive: servers that break, lie, stall and pry, on real sockets.
//!
//! Each proof has a positive control, so that a harness that sees nothing cannot pass.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test says what it expected, and prints its figures"
)]

mod dialect;
mod matrix;
mod server;
