//! One request on the wire, and its answer read.

use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderValue, Method};
use tokio::time::{Instant, timeout_at};

use crate::answer::Answer;
use crate::api::{Response, Safety};
use crate::error::{Error, ErrorKind, Outcome};
use crate::provider_error::ProviderError;
use crate::transport::Transport;
use crate::transport::call::Call;
use crate::transport::classify::classify;
use crate::transport::read::{Body, End, read};
use crate::transport::repeat::Attempt;

/// Error bodies are short; what is longer is a page for people.
const ERROR_BODY_LIMIT: usize = 64 << 10;

impl Attempt for Call<'_> {
    type End = Result<Box<Answer>, Error>;

    async fn attempt(&mut self) -> Self::End {
        let ended = self.exchange().await;
        if !self.encoded.is_spent() {
            return ended;
        }
        // A stream that has been read cannot be sent again.
        ended.map(Answer::conclusive).map_err(Error::permanent)
    }
}

impl Call<'_> {
    /// Sends a request when its turn has come, and reads the answer.
    async fn exchange(&mut self) -> Result<Box<Answer>, Error> {
        let Transport { shared, options } = self.transport;
        let (api, operation) = (shared.api, self.route.operation);
        let late = |_| {
            let what = "no turn came before the deadline; nothing was sent";
            Error::new(ErrorKind::Timeout, Outcome::NotSent, api.provider, what)
        };
        // Later than this there is no time to connect, and a time-out while connecting would look like one after it.
        let latest =
            self.deadline.checked_sub(shared.config.connect_timeout).unwrap_or(self.deadline);
        // A free turn is taken without a timer.
        let _permit = match shared.in_flight.try_acquire() {
            Ok(permit) => Ok(permit),
            Err(_) => timeout_at(latest, shared.in_flight.acquire()).await.map_err(late)?,
        };
        let http = match operation.safety {
            Safety::Safe | Safety::Idempotent => &shared.http.pooled,
            Safety::CreatesSecret | Safety::Once => &shared.http.fresh,
        };
        let bound = options.attempt_timeout.unwrap_or(shared.config.attempt_timeout);
        let until = Instant::now().checked_add(bound);
        let until = until.map_or(self.deadline, |until| until.min(self.deadline));
        let sending = {
            let mut request = self.request()?;
            if self.route.streams {
                // Its end is not seen here.
                *request.timeout_mut() = Some(until.saturating_duration_since(Instant::now()));
            }
            http.execute(request)
        };
        let sent = timeout_at(until, sending).await.map_err(|late| {
            let what = "no complete answer came in time; the request may have taken effect";
            Error::new(ErrorKind::Timeout, Outcome::Unknown, api.provider, what).with_source(late)
        })?;
        let mut response = sent.map_err(|error| classify(api, error))?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let unread = |kind: ErrorKind, what: &'static str| {
            Error::new(kind, Outcome::Unreadable, api.provider, what)
                .with_status(status)
                .with_answer(ProviderError::read(&api.errors, &headers, None))
        };
        let is_success = status.is_success();
        let is_coded = headers.get_all(CONTENT_ENCODING).iter().any(is_a_coding);
        let cap = if is_success { shared.config.body_limit } else { ERROR_BODY_LIMIT };
        let too_large = "the answer is larger than `body_limit`";
        if is_success && !is_coded {
            if Answer::declared(operation, status).is_some_and(Response::is_bytes) {
                return Ok(Answer::streaming(api, operation, status, headers, response));
            }
            if operation.method == Method::HEAD {
                return Ok(Answer::new(api, operation, status, headers, Bytes::new()));
            }
            if response.content_length().is_some_and(|length| length > cap as u64) {
                return Err(unread(ErrorKind::Decode, too_large));
            }
        }
        let Body { bytes, end } = read(&mut response, cap, until).await;
        if is_coded && is_success {
            // A key may be in it, and its secret nowhere else.
            let what = "the answer is compressed, which was not asked for";
            return Err(unread(ErrorKind::Decode, what).with_body(&bytes));
        }
        match end {
            End::Broken(why) if is_success => {
                let what = "the answer broke off; the request has taken effect";
                Err(unread(why.kind(), what).with_body(&bytes).with_source(why.into_source()))
            }
            End::TooLarge if is_success => Err(unread(ErrorKind::Decode, too_large)),
            // Of what refuses, as much is told as there is.
            End::Whole | End::TooLarge | End::Broken(_) => {
                Ok(Answer::new(api, operation, status, headers, bytes))
            }
        }
    }
}

/// Whether a `Content-Encoding` changes the body.
fn is_a_coding(value: &HeaderValue) -> bool {
    let coding = value.as_bytes().trim_ascii();
    !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity")
}
