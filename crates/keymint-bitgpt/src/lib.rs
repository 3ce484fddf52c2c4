#![doc = include_str!("../README.md")]

mod client;
mod generated;

pub use client::Credential;
pub use generated::{Client, builder, types};
pub use keymint_core::{
    CallOptions, ClientBuilder, DateTimeSpace, Error, ErrorKind, Open, OperationError, Outcome,
    ResponseValue, Result, RetryPolicy, Secret, Violation, WireFormat,
};
