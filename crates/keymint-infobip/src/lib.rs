#![doc = include_str!("../README.md")]

mod client;
mod generated;

pub use client::Credential;
pub use generated::{Client, builder, types};
pub use keymint_core::{
    CallOptions, ClientBuilder, DateTimeOffsetMillis, DateTimeZoneless, Error, ErrorKind, Open,
    OperationError, Outcome, OutgoingSecret, ResponseValue, Result, RetryPolicy, Secret, Violation,
    WireFormat,
};
