//! The one error of this crate.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use keymint_core::{OperationError, Outcome};

/// The error of a single call to a provider, as the typed clients return it.
pub type CallError = keymint_core::Error;

/// The result of everything here that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type Source = Box<dyn StdError + Send + Sync>;

/// Why something was refused, or failed.
///
/// `Display` is one line: the provider, the field, what is wrong and how to mend it. It never holds a secret, and
/// nothing that a provider wrote; [`Error::call`] leads to that.
///
/// ```
/// use keymint::{ErrorKind, KeyRequest, Owner, ProviderKind};
///
/// let request = KeyRequest::new().name("billing");
///
/// let error = ProviderKind::SendKit
///     .capabilities()
///     .admit_create(&Owner::new("664a1b2c3d4e5f6a7b8c9d0e")?, &request)
///     .unwrap_err();
///
/// assert_eq!(error.kind(), ErrorKind::Unsupported);
/// assert_eq!(error.field(), Some("name"));
/// assert_eq!(error.to_string(), "sendkit: `name` cannot be set when a key is created; leave it out");
/// # Ok::<_, keymint::Error>(())
/// ```
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    kind: ErrorKind,
    provider: Option<Cow<'static, str>>,
    field: Option<&'static str>,
    row: Option<usize>,
    what: Cow<'static, str>,
    answered: Answered,
    call: Option<CallError>,
    source: Option<Source>,
}

/// What a provider outside this crate tells of a failed call.
#[derive(Default)]
struct Answered {
    outcome: Option<Outcome>,
    status: Option<u16>,
    retry_after: Option<Duration>,
}

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The provider cannot honour a field, or has no such operation. Nothing was sent.
    Unsupported,
    /// A value is missing or impossible. Nothing was sent.
    Invalid,
    /// A guard stands in the way: the step would lock somebody out, or end the wrong API key. It was not taken.
    Guarded,
    /// More calls would be needed than the provider allows in its period. Nothing was sent.
    Quota,
    /// There is no such API key.
    NotFound,
    /// Something else is already there: an API key, a file, unfinished work.
    Conflict,
    /// A call to a provider failed; [`Error::call`] tells everything about it.
    Call,
    /// The place that a secret was to be delivered to refused it.
    Sink,
    /// The journal could not be read or written, or another process holds it.
    Journal,
}

impl Error {
    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The provider it concerns, when it concerns one.
    pub fn provider(&self) -> Option<&str> {
        self.inner.provider.as_deref()
    }

    /// The field it concerns, when it concerns one.
    pub fn field(&self) -> Option<&'static str> {
        self.inner.field
    }

    /// The row of a plan that it concerns, counted from 0.
    pub fn row(&self) -> Option<usize> {
        self.inner.row
    }

    /// The failed call, when one was made.
    pub fn call(&self) -> Option<&CallError> {
        self.inner.call.as_ref()
    }

    /// The status that the provider answered with, when it answered.
    pub fn status(&self) -> Option<u16> {
        let status = self.call().and_then(CallError::status).map(|status| status.as_u16());
        status.or(self.inner.answered.status)
    }

    /// How long the provider asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.call().and_then(CallError::retry_after).or(self.inner.answered.retry_after)
    }

    /// What is known about the effect of the failed call; `None` when none was made.
    pub fn outcome(&self) -> Option<Outcome> {
        self.call().map(CallError::outcome).or(self.inner.answered.outcome)
    }

    /// Whether a call may have taken effect although it failed: an API key may exist that nobody holds.
    pub fn may_have_been_received(&self) -> bool {
        match self.outcome() {
            Some(Outcome::Unknown | Outcome::Unreadable) => true,
            Some(_) | None => false,
        }
    }
}

impl Error {
    /// Makes an error; for providers and sinks outside this crate. `what` must not hold a secret.
    pub fn new(kind: ErrorKind, what: impl Into<Cow<'static, str>>) -> Self {
        let inner = Inner {
            kind,
            provider: None,
            field: None,
            row: None,
            what: what.into(),
            answered: Answered::default(),
            call: None,
            source: None,
        };
        Self { inner: Box::new(inner) }
    }

    /// Names the provider that it concerns.
    #[must_use]
    pub fn of(mut self, provider: impl Into<Cow<'static, str>>) -> Self {
        self.inner.provider = Some(provider.into());
        self
    }

    /// Names the field that it concerns.
    #[must_use]
    pub fn in_field(mut self, field: &'static str) -> Self {
        self.inner.field = Some(field);
        self
    }

    /// Names the row of a plan that it concerns, counted from 0.
    #[must_use]
    pub fn in_row(mut self, row: usize) -> Self {
        self.inner.row = Some(row);
        self
    }

    /// Tells what is known about the effect of a failed call, for providers that are not built on `keymint_core`.
    #[must_use]
    pub fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.inner.answered.outcome = Some(outcome);
        self
    }

    /// Tells the status that a provider answered with, and for how long it asked to be left alone.
    #[must_use]
    pub fn with_status(mut self, status: u16, retry_after: Option<Duration>) -> Self {
        self.inner.answered.status = Some(status);
        self.inner.answered.retry_after = retry_after;
        self
    }

    /// Keeps the cause.
    #[must_use]
    pub fn because(mut self, source: impl Into<Source>) -> Self {
        self.inner.source = Some(source.into());
        self
    }
}

impl From<CallError> for Error {
    fn from(call: CallError) -> Self {
        let mut error = Self::new(ErrorKind::Call, "the call failed").of(call.provider());
        error.inner.call = Some(call);
        error
    }
}

impl<E> From<OperationError<E>> for Error {
    fn from(error: OperationError<E>) -> Self {
        error.into_error().into()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        if let Some(row) = inner.row {
            // People count from 1.
            write!(f, "row {}: ", row.saturating_add(1))?;
        }
        if let Some(call) = &inner.call {
            return call.fmt(f);
        }
        if let Some(provider) = &inner.provider {
            write!(f, "{provider}: ")?;
        }
        if let Some(field) = inner.field {
            write!(f, "`{field}` ")?;
        }
        f.write_str(&inner.what)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        let mut out = f.debug_struct("Error");
        out.field("kind", &inner.kind);
        if let Some(call) = &inner.call {
            return out.field("call", call).finish_non_exhaustive();
        }
        out.field("provider", &inner.provider)
            .field("field", &inner.field)
            .field("what", &inner.what);
        if let Some(source) = &inner.source {
            out.field("source", source);
        }
        out.finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.inner.call {
            Some(call) => call.source(),
            None => self.inner.source.as_deref().map(|source| source as _),
        }
    }
}
