//! The sandbox over real HTTP, without any Keymint client.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod bitgpt;
mod chaos;
mod control;
mod infobip;
mod senderwiz;
mod sendkit;
mod support;
