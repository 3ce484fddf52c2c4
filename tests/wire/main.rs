//! What every provider must pass, on the wire.
//!
//! wiremock shows what we send, byte for byte; fixtures are the providers' own examples; both are held against the
//! schemas of the documents, so that document, fixtures and wire cannot drift apart.

mod support;

mod bitgpt;
mod contract;
mod errors;
mod fixtures;
mod infobip;
mod invariants;
mod senderwiz;
mod sendkit;
