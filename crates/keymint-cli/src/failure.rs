//! Why a command failed, and what it says about it.

mod classify;
mod hint;
mod shown;
pub(crate) mod usage;

use std::time::Duration;

use keymint::{Action, ApiKeyId, Error, Owner, ProviderKind};

use crate::exit::Exit;

/// Why a command failed: the exit code, the text and the way out.
#[derive(Debug)]
pub(crate) struct Failure {
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    exit: Exit,
    kind: &'static str,
    provider: Option<String>,
    message: String,
    causes: Vec<String>,
    answer: Answer,
    hint: Option<String>,
}

/// What is known from the provider's answer, and from the way to it.
#[derive(Debug, Default)]
struct Answer {
    status: Option<u16>,
    code: Option<String>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    may_have_been_received: bool,
    attempts: u32,
    /// The provider's own words, without anything that was sent in secret.
    said: Vec<String>,
}

/// What was asked for when it failed: decides the exit code and the hint.
#[derive(Clone, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) kind: ProviderKind,
    pub(crate) owner: &'a Owner,
    pub(crate) action: Action,
    /// The name of the API key to be made.
    pub(crate) name: Option<&'a str>,
    /// The API key that it is about.
    pub(crate) key: Option<&'a ApiKeyId>,
}

impl Failure {
    /// Bad input: nothing was sent.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Refused, "usage", message)
    }

    /// A credential that is missing or impossible.
    pub(crate) fn credential(kind: ProviderKind, message: impl Into<String>) -> Self {
        let mut failure = Self::new(Exit::Credential, "credential", message);
        failure.inner.provider = Some(kind.name().to_owned());
        failure
    }

    /// Something was done and something was not.
    pub(crate) fn partly(message: impl Into<String>) -> Self {
        Self::new(Exit::Partly, "partly_done", message)
    }

    /// All that can be done now is done, and something is left for later.
    pub(crate) fn waiting(message: impl Into<String>) -> Self {
        Self::new(Exit::Partly, WAITING, message)
    }

    /// Whether something took effect is unknown, since the user broke it off.
    pub(crate) fn interrupted(exit: Exit, message: impl Into<String>) -> Self {
        let mut failure = Self::new(exit, "interrupted", message);
        failure.inner.answer.may_have_been_received = exit == Exit::Unknown;
        failure
    }

    /// A failed call, or a refusal to make it.
    pub(crate) fn call(error: &Error, asked: &Asked<'_>) -> Self {
        let exit = classify::exit(error, asked.action);
        let mut failure = Self::from(error);
        failure.inner.exit = exit;
        failure.inner.hint = hint::of(error, exit, asked);
        failure
    }

    /// A failure while something was only looked at.
    pub(crate) fn reading(error: &Error) -> Self {
        let mut failure = Self::from(error);
        failure.inner.exit = classify::exit(error, Action::Get);
        failure
    }

    /// Leaves the row out of the message, where there is one alone.
    pub(crate) fn of_one_row(mut self) -> Self {
        let message = self.inner.message.strip_prefix("row 1: ").map(str::to_owned);
        self.inner.message = message.unwrap_or(self.inner.message);
        self
    }

    /// Adds the way out.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.inner.hint = Some(hint.into());
        self
    }

    /// Adds what the provider said, cleared of what was sent in secret.
    pub(crate) fn said(mut self, said: Vec<String>) -> Self {
        self.inner.answer.said = said;
        self
    }

    /// The exit code.
    pub(crate) fn exit(&self) -> Exit {
        self.inner.exit
    }

    pub(crate) fn new(exit: Exit, kind: &'static str, message: impl Into<String>) -> Self {
        let inner = Inner {
            exit,
            kind,
            provider: None,
            message: message.into(),
            causes: Vec::new(),
            answer: Answer::default(),
            hint: None,
        };
        Self { inner: Box::new(inner) }
    }
}

impl From<&Error> for Failure {
    /// Takes what the error knows by itself; without an action, a lost answer counts as a lost creation.
    fn from(error: &Error) -> Self {
        let exit = classify::exit(error, Action::Create);
        let mut failure = Self::new(exit, classify::kind(error), error.to_string());
        failure.inner.provider = error.provider().map(str::to_owned);
        failure.inner.causes = shown::causes(error);
        let call = error.call();
        failure.inner.provider =
            failure.inner.provider.or_else(|| call.map(|call| call.provider().to_owned()));
        failure.inner.answer = Answer {
            status: error.status(),
            code: call.and_then(|call| call.provider_code()).map(str::to_owned),
            request_id: call.and_then(|call| call.request_id()).map(str::to_owned),
            retry_after: error.retry_after(),
            may_have_been_received: error.may_have_been_received(),
            attempts: call.map_or(0, keymint::CallError::attempts),
            said: Vec::new(),
        };
        failure
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

/// The kind of a failure that is none: what remains has its time.
const WAITING: &str = "waiting";
