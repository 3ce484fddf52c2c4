//! What a document can say, on the wire.
//!
//! `tests/documents/reach.yaml` holds one operation per construct, `cargo xtask codegen` writes its client, and each
//! test shows what a server sees of a call, byte for byte, or what a caller gets of an answer.

#![expect(clippy::expect_used, reason = "a test stops where it fails")]

mod answers;
mod bodies;
#[expect(
    dead_code,
    unnameable_types,
    unreachable_pub,
    reason = "a client offers more than a test calls, and this one is nobody's"
)]
mod generated;
mod parameters;
mod security;
mod server;
mod shapes;
mod uploads;
