//! Issuing and rotating API keys so that a crash at any moment loses none and leaves none behind.

mod clock;
mod drive;
mod entry;
mod guard;
mod job;
mod journal;
mod mark;
mod name_tag;
mod outline;
mod pace;
mod plan;
mod plan_file;
mod providers;
mod report;
mod settle;
mod steps;
mod strategy;
mod worker;

pub use clock::{Clock, SystemClock};
pub use entry::{EntryId, EntryState, EntryStatus};
pub use job::{Job, Task};
pub use journal::{Event, Journal};
pub use mark::{Mark, Observer, Phase, Step};
pub use name_tag::NameTag;
pub use outline::{Outline, PlannedCall};
pub use plan::{Plan, PlannedRow};
pub use plan_file::jobs_from_toml;
pub use providers::Providers;
pub use report::{Report, RowOutcome, RowReport};
pub use strategy::Strategy;
pub use worker::{Worker, WorkerBuilder};
