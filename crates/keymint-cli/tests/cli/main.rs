//! The real `keymint` against a sandbox.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod apply;
mod attacks;
mod chaos;
mod commands;
mod create;
mod credentials;
mod dry_run;
mod errors;
mod life;
mod rotate;
mod secrets;
mod support;
#[cfg(unix)]
mod terminal;
