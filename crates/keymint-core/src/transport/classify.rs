//! What a failure below HTTP says about the call.

use crate::api::Api;
use crate::error::{Error, ErrorKind, Outcome};
use crate::transport::tls;

/// Turns a failure of the HTTP client into ours, without its URL.
pub(super) fn classify(api: &Api, error: reqwest::Error) -> Error {
    let tls = error.is_connect() && tls::is_to_blame(&error);
    let (kind, outcome, what) = if error.is_builder() {
        (ErrorKind::Request, Outcome::NotSent, "the request could not be built")
    } else if tls {
        (ErrorKind::Connect, Outcome::NotSent, "no secure connection came about; nothing was sent")
    } else if error.is_connect() {
        (ErrorKind::Connect, Outcome::NotSent, "no connection came about; nothing was sent")
    } else if error.is_timeout() {
        (
            ErrorKind::Timeout,
            Outcome::Unknown,
            "no complete answer came in time; the request may have taken effect",
        )
    } else {
        (
            ErrorKind::Transport,
            Outcome::Unknown,
            "the connection broke; the request may have taken effect",
        )
    };
    let ours = Error::new(kind, outcome, api.provider, what).with_source(error.without_url());
    // A certificate that does not verify now will not verify in a second.
    if tls { ours.permanent() } else { ours }
}
