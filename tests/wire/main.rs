//! What every provider must pass, on the wire.
//!
//! wiremock shows what we send, byte for byte; fixtures are the providers' own examples; both are held against the
//! schemas of the documents, so that document, fixtures and wire cannot drift apart.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test stops where it fails"
)]

mod support;

mod bitgpt;
mod contract;
mod errors;
mod fixtures;
mod infobip;
mod invariants;
mod limits;
mod senderwiz;
mod sendkit;
mod shown;
mod supply;
mod traced;
