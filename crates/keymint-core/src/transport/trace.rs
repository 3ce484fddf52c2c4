//! What a subscriber of `tracing` sees: a span for each call, an event for each attempt.
//!
//! Names follow OpenTelemetry's semantic conventions. The path is the template; identifiers, headers, queries and
//! bodies are never recorded.

use tracing::field::Empty;
use tracing::{Span, debug, info_span};

use crate::answer::Record;
use crate::api::{Api, Operation};
use crate::error::ErrorKind;
use crate::retry::Failed;

/// The span of one call, with what is only known at its end left empty.
pub(super) fn call_span(api: &Api, operation: &Operation, host: &str) -> Span {
    info_span!(
        "keymint.call",
        otel.kind = "client",
        http.request.method = operation.method,
        url.template = operation.path,
        server.address = host,
        keymint.provider = api.provider,
        keymint.operation = operation.id,
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        error.r#type = Empty,
    )
}

/// Notes how an attempt ended.
pub(super) fn attempt(record: &Record, failed: Option<&Failed>) {
    let number = record.attempts;
    let elapsed_ms = u64::try_from(record.elapsed.as_millis()).unwrap_or(u64::MAX);
    let status = failed.and_then(|failed| failed.status).map(|status| status.as_u16());
    debug!(keymint.attempt = number, elapsed_ms, status, error = failed.map(name), "attempt ended");
}

/// Completes the span of a call.
pub(super) fn end(span: &Span, record: &Record, status: Option<u16>, failed: Option<&Failed>) {
    span.record("http.request.resend_count", record.attempts.saturating_sub(1));
    if let Some(status) = status {
        span.record("http.response.status_code", status);
    }
    if let Some(failed) = failed {
        span.record("error.type", name(failed));
    }
}

/// The kind in the form of an attribute.
fn name(failed: &Failed) -> &'static str {
    match failed.kind {
        ErrorKind::Request => "request",
        ErrorKind::Connect => "connect",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Transport => "transport",
        ErrorKind::Api => "api",
        ErrorKind::Decode => "decode",
    }
}
