#![doc = include_str!("../README.md")]

mod address;
mod authorization;
mod body;
mod builder;
mod chaos;
mod clock;
mod control;
mod credentials;
mod dialect;
mod exchange;
mod ids;
mod key;
mod key_record;
mod line;
mod log;
mod provider;
mod refusal;
mod sandbox;
mod server;
mod stand_in;
mod store;
mod world;

pub use crate::{
    builder::Builder,
    chaos::{Fault, Plan, Rule, When},
    credentials::Credentials,
    dialect::Dialect,
    key_record::{KeyRecord, Standing},
    log::RequestRecord,
    provider::Provider,
    sandbox::Sandbox,
};

/// The examples of the repository's front page, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct FrontPage;
