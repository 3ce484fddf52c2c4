#![doc = include_str!("../README.md")]

mod answer;
mod base_url;
mod big_integer;
mod body;
mod builder;
mod call_options;
mod client;
mod credential;
mod error;
mod error_body;
mod header_text;
mod open;
mod operation_error;
mod provider_error;
mod response;
mod retry;
mod secret;
mod timestamp;
mod transport;
mod unrecognized;
mod upload;

pub mod api;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
#[doc(hidden)]
pub mod rt;

pub use big_integer::BigInteger;
pub use body::WireFormat;
pub use builder::ClientBuilder;
pub use call_options::CallOptions;
pub use client::GeneratedClient;
pub use credential::Credential;
pub use error::{Error, ErrorKind, Outcome, Result};
pub use open::Open;
pub use operation_error::OperationError;
pub use provider_error::Violation;
pub use response::ResponseValue;
pub use retry::RetryPolicy;
pub use secret::{OutgoingSecret, Secret};
pub use timestamp::{
    Date, DateTime, DateTimeOffsetMillis, DateTimeSpace, DateTimeZoneless, ParseTimestampError,
    Timestamp,
};
pub use transport::Transport;
pub use unrecognized::Unrecognized;
pub use upload::Upload;
