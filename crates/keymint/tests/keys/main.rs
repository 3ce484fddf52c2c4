//! What the key manager promises, with a provider made up for the purpose and with the sandbox.

#![expect(
    clippy::clone_on_ref_ptr,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unreachable,
    clippy::unwrap_used,
    clippy::use_debug,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where it fails, and says how it went"
)]

mod adapters;
mod apply;
mod calls;
mod child;
mod conformance;
mod kill;
mod readme;
mod rotation;
mod secrecy;
mod sinks;
mod states;
mod support;
