//! The face that every generated client shows to the core.

use crate::api::Api;
use crate::transport::Transport;

/// A client written by `cargo xtask codegen`.
///
/// Implemented by generated code only; it is how the core makes a client and finds its document's tables.
pub trait GeneratedClient: Sized {
    /// The tables of the provider's document.
    fn api() -> &'static Api;

    /// Makes the client around its transport.
    fn from_transport(transport: Transport) -> Self;

    /// The transport that executes its requests.
    fn transport(&self) -> &Transport;
}
