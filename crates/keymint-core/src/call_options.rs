//! What may differ from call to call.

use std::time::Duration;

use crate::body::WireFormat;
use crate::retry::RetryPolicy;

/// Options of single calls, laid over a client by its `with_options`.
///
/// What is not set here stays as the client has it.
#[derive(Clone, Copy, Debug, Default)]
#[must_use]
pub struct CallOptions {
    pub(crate) wire_format: Option<WireFormat>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
}

impl CallOptions {
    /// Starts with nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Demands a wire format: an operation that does not offer it refuses the call before the network.
    pub fn wire_format(mut self, format: WireFormat) -> Self {
        self.wire_format = Some(format);
        self
    }

    /// Bounds one attempt, from connecting to the last byte of the answer.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Bounds the whole call, its repetitions and waits included.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets how the call is repeated; [`RetryPolicy::off`] sends it once.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            wire_format: self.wire_format.or(other.wire_format),
            attempt_timeout: self.attempt_timeout.or(other.attempt_timeout),
            deadline: self.deadline.or(other.deadline),
            retry: self.retry.or(other.retry),
        }
    }
}
