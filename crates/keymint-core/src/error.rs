//! The one error of every call.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::StatusCode;
use secrecy::{ExposeSecret, SecretSlice};
use serde::de::DeserializeOwned;

use crate::answer::Record;
use crate::api::Api;
use crate::error_body::ErrorBody;
use crate::provider_error::{ProviderError, Violation};
use crate::retry::Failed;

/// The result of everything in Keymint that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type Source = Box<dyn StdError + Send + Sync>;

/// Why a call, or the making of a client, failed.
///
/// `Display` is one line in our own words: provider, operation, what happened and, for bad input, the field and the
/// mend. What the provider wrote is never in it, nor in `Debug`: it may echo a key. The accessors give it on request.
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    kind: ErrorKind,
    outcome: Outcome,
    provider: &'static str,
    operation: Option<&'static str>,
    what: Cow<'static, str>,
    status: Option<StatusCode>,
    answer: ProviderError,
    attempts: u32,
    elapsed: Duration,
    documented: Option<ErrorBody>,
    body: Option<SecretSlice<u8>>,
    source: Option<Source>,
    permanent: bool,
}

/// The moment at which a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request could not be built, or was refused before the network. Nothing was sent.
    ///
    /// Usual cause: a missing or impossible value. The message names the field and the mend.
    Request,
    /// No connection came about. Nothing was sent, so any call may be repeated.
    ///
    /// Usual causes: a wrong host, a closed port, a certificate that does not verify.
    Connect,
    /// Time ran out after the request may have left.
    Timeout,
    /// The connection broke after the request may have left.
    Transport,
    /// The provider answered with something other than success.
    Api,
    /// The provider answered with success, and the answer could not be read.
    Decode,
}

/// What is known about the effect of a failed call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The request surely never reached the provider.
    NotSent,
    /// The provider refused it: nothing took effect.
    Rejected,
    /// It may or may not have taken effect. A key may exist that nobody holds: look for it before creating again.
    Unknown,
    /// It took effect, and its answer could not be read: a key exists whose secret did not arrive. Revoke it.
    Unreadable,
}

impl Outcome {
    pub(crate) fn may_have_been_received(self) -> bool {
        matches!(self, Self::Unknown | Self::Unreadable)
    }
}

impl Error {
    /// The moment of failure.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// What is known about the call's effect.
    pub fn outcome(&self) -> Outcome {
        self.inner.outcome
    }

    /// Whether the request may have taken effect although the call failed.
    ///
    /// For an operation that creates a key this means: a live key may exist whose secret nobody holds. List the keys,
    /// revoke what is not yours, and only then create again.
    pub fn may_have_been_received(&self) -> bool {
        self.inner.outcome.may_have_been_received()
    }

    /// The provider's name: `infobip`.
    pub fn provider(&self) -> &'static str {
        self.inner.provider
    }

    /// The operation's name, `create_api_key`, when the error belongs to a call.
    pub fn operation(&self) -> Option<&'static str> {
        self.inner.operation
    }

    /// The HTTP status, when the provider answered.
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.status
    }

    /// The provider's own error code, as its body gave it.
    pub fn provider_code(&self) -> Option<&str> {
        self.inner.answer.code.as_deref()
    }

    /// The provider's own message, with control characters escaped and its length capped.
    ///
    /// It is text of the server: show it to a person, do not log it blindly.
    pub fn provider_message(&self) -> Option<&str> {
        self.inner.answer.message.as_deref()
    }

    /// What the provider found wrong, field by field.
    pub fn violations(&self) -> &[Violation] {
        &self.inner.answer.violations
    }

    /// The request or support id to quote to the provider.
    pub fn request_id(&self) -> Option<&str> {
        self.inner.answer.request_id.as_deref()
    }

    /// How long the provider asked to wait, as its `Retry-After` header said.
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.answer.retry_after
    }

    /// How many attempts were made; 0 when the call was refused before the first.
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// How long the call took until it failed.
    pub fn elapsed(&self) -> Duration {
        self.inner.elapsed
    }

    /// The provider's error body as the operation's typed error, `types::CreateApiKeyError` for instance, or as a type
    /// of one's own; it is read each time.
    ///
    /// `None` when the call failed otherwise, the document does not list the status, or the body has not the form of `E`.
    pub fn body<E: DeserializeOwned>(&self) -> Option<E> {
        self.inner.documented.as_ref()?.read()
    }

    /// The raw bytes that the provider answered with, cut at 64 KiB for an error status.
    ///
    /// After a create that ended as [`Outcome::Unreadable`] they may be the only copy of a live key.
    pub fn expose_body(&self) -> Option<&[u8]> {
        self.inner.body.as_ref().map(ExposeSecret::expose_secret)
    }
}

impl Error {
    /// Refuses a value on behalf of a provider, before anything was sent.
    ///
    /// For the constructors of provider crates; `why` says what is wrong and how to mend it, and never the value.
    pub fn invalid(api: &Api, why: &'static str) -> Self {
        Self::request(api.provider, why)
    }

    pub(crate) fn new(
        kind: ErrorKind,
        outcome: Outcome,
        provider: &'static str,
        what: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                outcome,
                provider,
                operation: None,
                what: what.into(),
                status: None,
                answer: ProviderError::default(),
                attempts: 0,
                elapsed: Duration::ZERO,
                documented: None,
                body: None,
                source: None,
                permanent: false,
            }),
        }
    }

    /// Bad input: nothing was sent.
    pub(crate) fn request(provider: &'static str, what: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Request, Outcome::NotSent, provider, what)
    }

    pub(crate) fn of(mut self, operation: &'static str) -> Self {
        self.inner.operation = Some(operation);
        self
    }

    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.inner.status = Some(status);
        self
    }

    pub(crate) fn with_answer(mut self, answer: ProviderError) -> Self {
        self.inner.answer = answer;
        self
    }

    /// Adds what the attempts of the call came to.
    ///
    /// Ambiguity is sticky: after an attempt of unknown outcome the call's outcome is unknown, whatever came next.
    pub(crate) fn recorded(mut self, record: Record) -> Self {
        self.inner.attempts = record.attempts;
        self.inner.elapsed = record.elapsed;
        if record.ambiguous && !self.may_have_been_received() {
            self.inner.outcome = Outcome::Unknown;
        }
        self
    }

    /// What decides whether to try again.
    pub(crate) fn failed(&self) -> Failed {
        Failed {
            kind: self.inner.kind,
            outcome: self.inner.outcome,
            status: self.inner.status,
            retry_after: self.inner.answer.retry_after,
            permanent: self.inner.permanent,
        }
    }

    pub(crate) fn with_documented(mut self, body: Option<ErrorBody>) -> Self {
        self.inner.documented = body;
        self
    }

    pub(crate) fn with_body(mut self, body: &[u8]) -> Self {
        self.inner.body = Some(SecretSlice::from(body.to_vec()));
        self
    }

    /// Marks a failure that no repetition mends.
    pub(crate) fn permanent(mut self) -> Self {
        self.inner.permanent = true;
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.inner.source = Some(source.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.inner.provider)?;
        if let Some(operation) = self.inner.operation {
            write!(f, " {operation}")?;
        }
        write!(f, ": {}", self.inner.what)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        let mut out = f.debug_struct("Error");
        out.field("kind", &inner.kind)
            .field("outcome", &inner.outcome)
            .field("provider", &inner.provider)
            .field("operation", &inner.operation)
            .field("what", &inner.what)
            .field("status", &inner.status)
            .field("retry_after", &inner.answer.retry_after)
            .field("attempts", &inner.attempts);
        if let Some(source) = &inner.source {
            out.field("source", source);
        }
        out.finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}
