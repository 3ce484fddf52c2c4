//! One request on the wire, and its answer read.

use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderValue, Method, StatusCode};
use tokio::time::{Instant, timeout_at};

use crate::api::{Codec, Operation, Safety};
use crate::error::{Error, ErrorKind, Outcome};
use crate::provider_error::ProviderError;
use crate::response::Answer;
use crate::transport::Transport;
use crate::transport::classify::classify;
use crate::transport::prepare::Prepared;
use crate::transport::read::{ReadError, read_all, read_some};
use crate::upload::Pieces;

/// Error bodies are short; what is longer is a page for people.
const ERROR_BODY_LIMIT: usize = 64 << 10;

impl Transport {
    /// Sends the request once and reads the answer.
    pub(super) async fn attempt(
        &self,
        request: &Prepared,
        operation: &'static Operation,
        deadline: Instant,
    ) -> Result<Answer, Error> {
        let api = self.api();
        let late = |_| {
            let what = "no turn came before the deadline; nothing was sent";
            Error::new(ErrorKind::Timeout, Outcome::NotSent, api.provider, what)
        };
        // Later than this there is no time to connect, and a time-out while connecting would look like one after it.
        let latest = deadline.checked_sub(self.shared.config.connect_timeout).unwrap_or(deadline);
        let _permit = timeout_at(latest, self.shared.in_flight.acquire()).await.map_err(late)?;
        let http = match operation.safety {
            Safety::Safe | Safety::Idempotent => &self.shared.http.pooled,
            Safety::CreatesSecret | Safety::Once => &self.shared.http.fresh,
        };
        let sent = http.execute(self.outgoing(request, deadline)).await;
        let mut response = sent.map_err(|error| classify(api, error))?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let unread = |kind: ErrorKind, what: &'static str| {
            Error::new(kind, Outcome::Unreadable, api.provider, what)
                .with_status(status)
                .with_answer(ProviderError::read(&api.errors, &headers, None))
        };
        if !status.is_success() {
            let body = read_some(&mut response, ERROR_BODY_LIMIT).await;
            return Ok(Answer::new(api, operation, status, headers, body));
        }
        if headers.get_all(CONTENT_ENCODING).iter().any(is_a_coding) {
            // A key may be in it, and its secret nowhere else.
            let arrived = read_some(&mut response, self.shared.config.body_limit).await;
            let what = "the answer is compressed, which was not asked for";
            return Err(unread(ErrorKind::Decode, what).with_body(&arrived));
        }
        if streams(operation, status) {
            return Ok(Answer::streaming(api, operation, status, headers, response));
        }
        if request.method == Method::HEAD {
            return Ok(Answer::new(api, operation, status, headers, Bytes::new()));
        }
        match read_all(&mut response, self.shared.config.body_limit).await {
            Ok(body) => Ok(Answer::new(api, operation, status, headers, body)),
            Err(ReadError::TooLarge) => {
                Err(unread(ErrorKind::Decode, "the answer is larger than `body_limit`"))
            }
            Err(ReadError::Broken(arrived, error)) => {
                let kind =
                    if error.is_timeout() { ErrorKind::Timeout } else { ErrorKind::Transport };
                let what = "the answer broke off; the request has taken effect";
                Err(unread(kind, what).with_body(&arrived).with_source(error.without_url()))
            }
        }
    }

    /// The request of one attempt, bounded by what is left of the call.
    fn outgoing(&self, request: &Prepared, deadline: Instant) -> reqwest::Request {
        let mut out = reqwest::Request::new(request.method.clone(), request.url.clone());
        out.headers_mut().clone_from(&request.headers);
        *out.body_mut() = request.body.as_ref().map(Pieces::to_body);
        let bound = self.options.attempt_timeout.unwrap_or(self.shared.config.attempt_timeout);
        *out.timeout_mut() = Some(bound.min(deadline.saturating_duration_since(Instant::now())));
        out
    }
}

/// Whether a `Content-Encoding` changes the body.
fn is_a_coding(value: &HeaderValue) -> bool {
    let coding = value.as_bytes().trim_ascii();
    !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity")
}

/// Whether the document says that this success is bytes, which are the caller's to read.
fn streams(operation: &Operation, status: StatusCode) -> bool {
    let declared = Answer::declared(operation, status);
    declared.is_some_and(|response| {
        response.media.iter().any(|media| matches!(media.codec, Codec::Bytes))
    })
}
