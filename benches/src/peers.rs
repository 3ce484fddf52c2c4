//! The same call, as different clients make it.

mod hyper;
mod keymint;
mod progenitor;
mod reqwest;

use std::error::Error;

pub use hyper::Hyper;
pub use keymint::Keymint;
pub use progenitor::Progenitor;
pub use reqwest::Reqwest;

/// What every peer's failure becomes.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// One way to create a key.
pub trait Peer: 'static {
    /// Creates a key and gives its name.
    fn create(&self) -> impl Future<Output = Result<String>>;
}

/// Whether a connection is kept for the next call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connections {
    /// Kept, as HTTP clients do.
    Pooled,
    /// One for each call, as Keymint does for what creates keys.
    Fresh,
}

impl Connections {
    /// The setting of HTTP clients that means this.
    fn max_idle(self) -> usize {
        match self {
            Self::Pooled => 64,
            Self::Fresh => 0,
        }
    }
}

const ACCOUNT: &str = "_";
/// `user:password`, as both ends of this benchmark know it.
const AUTHORIZATION: &str = "Basic dXNlcjpwYXNzd29yZA==";
