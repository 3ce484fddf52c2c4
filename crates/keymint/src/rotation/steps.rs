//! The steps of a job, one by one.

mod create;
mod place;
mod retire;
