//! How statuses are named in Rust and in documentation.

use http::StatusCode;

use super::model::Status;
use super::names;

/// The variant of an operation's enum: `NotFound`, `Status418`, `Status4xx`, `Other`.
pub(crate) fn variant(status: Status) -> String {
    match status {
        Status::Code(code) => reason(code).map_or_else(|| format!("Status{code}"), names::pascal),
        Status::Class(class) => format!("Status{class}xx"),
        Status::Default => "Other".to_owned(),
    }
}

/// The status as a person writes it: `404 Not Found`, `4XX`, `any other status`.
pub(crate) fn title(status: Status) -> String {
    match status {
        Status::Code(code) => {
            reason(code).map_or_else(|| code.to_string(), |reason| format!("{code} {reason}"))
        }
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "any other status".to_owned(),
    }
}

fn reason(code: u16) -> Option<&'static str> {
    // HTTP calls 418 a joke, so no variant is named after it.
    StatusCode::from_u16(code).ok().filter(|code| code.as_u16() != 418)?.canonical_reason()
}

#[cfg(test)]
mod tests {
    use super::{title, variant};
    use crate::codegen::model::Status;

    #[test]
    fn variants_are_named_by_the_reason_of_http() {
        assert_eq!(variant(Status::Code(429)), "TooManyRequests");
        assert_eq!(variant(Status::Code(418)), "Status418");
        assert_eq!(variant(Status::Code(599)), "Status599");
        assert_eq!(variant(Status::Class(4)), "Status4xx");
        assert_eq!(variant(Status::Default), "Other");
    }

    #[test]
    fn documentation_shows_the_number() {
        assert_eq!(title(Status::Code(404)), "404 Not Found");
        assert_eq!(title(Status::Class(5)), "5XX");
    }
}
