//! A request that a provider turns down, before it is put in the provider's words.

use http::StatusCode;

/// Why a request is refused.
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    /// What to say instead of the provider's usual sentence for this status.
    pub(crate) text: Option<String>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) retry_after: Option<u64>,
}

/// One field and what is wrong with it.
pub(crate) struct Problem {
    pub(crate) field: String,
    pub(crate) text: String,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode) -> Self {
        Self { status, text: None, problems: Vec::new(), retry_after: None }
    }

    pub(crate) fn because(status: StatusCode, text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::new(status) }
    }

    pub(crate) fn invalid(problems: Vec<Problem>) -> Self {
        Self { problems, ..Self::new(StatusCode::BAD_REQUEST) }
    }

    pub(crate) fn throttled(retry_after: u64) -> Self {
        Self { retry_after: Some(retry_after), ..Self::new(StatusCode::TOO_MANY_REQUESTS) }
    }
}

impl From<StatusCode> for Refusal {
    fn from(status: StatusCode) -> Self {
        Self::new(status)
    }
}
