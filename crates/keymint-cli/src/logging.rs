//! What `-v` shows of the calls.

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Writes calls to standard error: with `-v` each call when it ends, with `-vv` each attempt too.
///
/// Only our own targets are let through: the core records no identifier, header or body, and what an HTTP library
/// might log is nobody's promise.
pub(crate) fn start(verbosity: u8) {
    let (level, spans) = match verbosity {
        0 => return,
        1 => (LevelFilter::INFO, FmtSpan::CLOSE),
        2.. => (LevelFilter::DEBUG, FmtSpan::CLOSE),
    };
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_target(false)
        .with_span_events(spans);
    let ours = Targets::new().with_target("keymint", level);
    tracing_subscriber::registry().with(lines).with(ours).init();
}
