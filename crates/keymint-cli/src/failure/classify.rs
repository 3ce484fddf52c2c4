//! From an error to an exit code.

use keymint::{Action, Error, ErrorKind};

use crate::exit::Exit;

/// The exit code of a failed action.
pub(super) fn exit(error: &Error, action: Action) -> Exit {
    match error.kind() {
        ErrorKind::Quota => Exit::Limited,
        ErrorKind::NotFound => Exit::NotFound,
        ErrorKind::Conflict => Exit::Conflict,
        ErrorKind::Call => of_call(error, action),
        // All of these come before anything is sent.
        ErrorKind::Unsupported
        | ErrorKind::Invalid
        | ErrorKind::Guarded
        | ErrorKind::Sink
        | ErrorKind::Journal
        | _ => Exit::Refused,
    }
}

fn of_call(error: &Error, action: Action) -> Exit {
    // An action that this version does not know may well change something.
    let changes = !matches!(action, Action::List | Action::Get | Action::Verify);
    // Before the status: a refusal after a lost attempt says nothing about that attempt.
    if changes && error.may_have_been_received() {
        return Exit::Unknown;
    }
    match error.status() {
        Some(401 | 403) => Exit::Credential,
        Some(404) => Exit::NotFound,
        Some(409) => Exit::Conflict,
        Some(429) => Exit::Limited,
        None if is_refused_here(error) => Exit::Refused,
        Some(_) | None => Exit::Rejected,
    }
}

/// Whether the request could not even be built.
fn is_refused_here(error: &Error) -> bool {
    error.call().is_some_and(|call| call.kind() == keymint_core::ErrorKind::Request)
}

/// The kind's name in JSON.
pub(super) fn kind(error: &Error) -> &'static str {
    use keymint_core::ErrorKind as CallKind;
    match error.kind() {
        ErrorKind::Unsupported => "unsupported",
        ErrorKind::Invalid => "invalid",
        ErrorKind::Guarded => "guarded",
        ErrorKind::Quota => "quota",
        ErrorKind::NotFound => "not_found",
        ErrorKind::Conflict => "conflict",
        ErrorKind::Sink => "sink",
        ErrorKind::Journal => "journal",
        ErrorKind::Call => match error.call().map(keymint::CallError::kind) {
            Some(CallKind::Request) => "request",
            Some(CallKind::Connect) => "connect",
            Some(CallKind::Timeout) => "timeout",
            Some(CallKind::Transport) => "transport",
            Some(CallKind::Decode) => "decode",
            Some(CallKind::Api) | None => "api",
            Some(_) => "call",
        },
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use keymint::Outcome;

    use super::*;

    fn answered(status: u16, outcome: Outcome) -> Error {
        Error::new(ErrorKind::Call, "failed").with_status(status, None).with_outcome(outcome)
    }

    #[test]
    fn a_status_has_its_exit_code() {
        for (status, wanted) in [
            (400, Exit::Rejected),
            (401, Exit::Credential),
            (403, Exit::Credential),
            (404, Exit::NotFound),
            (409, Exit::Conflict),
            (422, Exit::Rejected),
            (429, Exit::Limited),
            (302, Exit::Rejected),
        ] {
            assert_eq!(
                exit(&answered(status, Outcome::Rejected), Action::Create),
                wanted,
                "{status}"
            );
        }
    }

    #[test]
    fn a_lost_answer_matters_only_where_something_may_have_changed() {
        let lost = answered(502, Outcome::Unknown);

        for action in [Action::Create, Action::Update, Action::Rotate, Action::Revoke] {
            assert_eq!(exit(&lost, action), Exit::Unknown);
        }
        for action in [Action::List, Action::Get, Action::Verify] {
            assert_eq!(exit(&lost, action), Exit::Rejected);
        }
    }

    #[test]
    fn a_refusal_after_a_lost_attempt_leaves_the_outcome_unknown() {
        assert_eq!(exit(&answered(409, Outcome::Unknown), Action::Create), Exit::Unknown);
    }

    #[test]
    fn what_is_refused_before_the_network_is_bad_input() {
        for kind in
            [ErrorKind::Unsupported, ErrorKind::Invalid, ErrorKind::Guarded, ErrorKind::Sink]
        {
            assert_eq!(exit(&Error::new(kind, "refused"), Action::Create), Exit::Refused);
        }
    }
}
