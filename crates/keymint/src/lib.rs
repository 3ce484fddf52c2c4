#![doc = include_str!("../README.md")]

mod address;
mod api_key;
mod capabilities;
mod error;
mod key_request;
mod list_field;
mod owner;
mod provider;
mod provider_kind;
#[cfg(feature = "rotation")]
mod rotation;
mod scrutiny;
#[cfg(feature = "rotation")]
mod sink;
mod warning;

#[cfg(feature = "testing")]
pub mod conformance;

pub use address::AddressRange;
pub use api_key::{IssuedKey, KeyDetails, KeyInfo, ProviderAnswer, SeenSecret};
pub use capabilities::{
    AddressForms, Capabilities, EmptyScopes, FieldRule, KeyIdentity, KeysAtOnce, Overlap,
    OwnerRule, Period, Quota, RevokeEffect, SecretVisibility, Use, VerifyMeans, provider_matrix,
};
pub use error::{CallError, Error, ErrorKind, Result};
pub use key_request::{KeyRequest, KeyUpdate};
pub use keymint_core::{CallOptions, DateTime, Outcome, Secret, WireFormat};
pub use list_field::ListField;
pub use owner::{ApiKeyId, Owner};
pub use provider::{Action, BoxFuture, Call, Provider, Verification};
pub use provider_kind::ProviderKind;
pub use warning::Warning;

#[cfg(feature = "rotation")]
pub use rotation::{
    Clock, EntryId, EntryState, EntryStatus, Event, Job, Journal, Mark, NameTag, Observer, Outline,
    Phase, Plan, PlannedCall, PlannedRow, Providers, Report, RowOutcome, RowReport, Step, Strategy,
    SystemClock, Task, Worker, WorkerBuilder, jobs_from_toml,
};
#[cfg(feature = "keyring")]
pub use sink::KeyringSink;
#[cfg(feature = "rotation")]
pub use sink::{CommandSink, DotenvSink, FileSink, Holding, Rendering, Sink, SinkSpec, StdoutSink};

#[cfg(feature = "bitgpt")]
pub use keymint_bitgpt as bitgpt;
#[cfg(feature = "infobip")]
pub use keymint_infobip as infobip;
#[cfg(feature = "senderwiz")]
pub use keymint_senderwiz as senderwiz;
#[cfg(feature = "sendkit")]
pub use keymint_sendkit as sendkit;
