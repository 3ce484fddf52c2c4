//! The life of one call, from the request that a generated method made to the answer it decodes.

use std::pin::{Pin, pin};
use std::time::Duration;

use tokio::time::Instant;
use tracing::Instrument as _;

use crate::error::Error;
use crate::response::Answer;
use crate::rt::http::{Parts, Request};
use crate::transport::Transport;
use crate::transport::repeat::{Bounds, Ended as _, repeat};
use crate::transport::trace;

/// A call under way, behind a pointer: so it is compiled here, and not again in every program that makes one.
type Execution<'a> = Pin<Box<dyn Future<Output = Result<Box<Answer>, Error>> + Send + 'a>>;

/// Whoever says "for ever" gets a century: beyond it, no clock can tell the moment.
const LONGEST_CALL: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

impl Transport {
    /// Executes what a generated method asks for.
    ///
    /// # Errors
    ///
    /// Whatever stands between the request and a complete answer; an answer that refuses is none of it.
    pub fn execute(&self, request: Request, operation: &'static str) -> Execution<'_> {
        Box::pin(self.call(request, operation))
    }

    async fn call(&self, request: Request, operation: &str) -> Result<Box<Answer>, Error> {
        let route = self.route(operation)?;
        let operation = route.operation;
        let in_context = |error: Error| error.of(operation.id);
        let mut parts = self.admissible(request).map_err(in_context)?;
        let encoded = self.encode(parts.body.take(), route).map_err(in_context)?;
        // What is wrong with a request is told before it counts as an attempt; a repetition is made anew.
        let mut first = Some(self.prepare(&parts, &encoded, route).map_err(in_context)?);
        let wanted = self.options.deadline.unwrap_or(self.shared.config.deadline);
        let deadline = Instant::now() + wanted.min(LONGEST_CALL);
        let bounds = Bounds {
            policy: self.options.retry.unwrap_or(self.shared.config.retry),
            safety: operation.safety,
            deadline,
            connect_timeout: self.shared.config.connect_timeout,
            budget: &self.shared.budget,
            jitter: &self.shared.jitter,
        };
        let host = first.as_ref().and_then(|request| request.url().host_str());
        let host = host.unwrap_or_else(|| self.shared.base_url.host());
        let span = trace::call_span(self.api(), operation, host);
        let attempt = || {
            let again = || self.prepare(&parts, &encoded, route);
            let request = first.take().map_or_else(again, Ok);
            let encoded = &encoded;
            async move {
                let ended = self.attempt(request?, route, deadline).await;
                if !encoded.is_spent() {
                    return ended;
                }
                // A stream that has been read cannot be sent again.
                ended.map(Answer::conclusive).map_err(Error::permanent)
            }
        };
        // Where it stands: a copy of all that an attempt needs takes longer than most of its steps.
        let (result, record) = {
            let attempts = pin!(repeat(bounds, attempt));
            attempts.instrument(span.clone()).await
        };
        let status = match &result {
            Ok(answer) => Some(answer.status()),
            Err(error) => error.status(),
        };
        trace::end(&span, &record, status.map(|status| status.as_u16()), result.failed().as_ref());
        match result {
            Ok(mut answer) => {
                answer.complete(record, encoded.json);
                Ok(answer)
            }
            Err(error) => Err(in_context(error).recorded(record)),
        }
    }

    /// What the generated method made, unless something is wrong with it or with the bounds of the call.
    fn admissible(&self, request: Request) -> Result<Box<Parts>, Error> {
        let refuse = |why: String| Error::request(self.api().provider, why);
        let bounds = [self.options.attempt_timeout, self.options.deadline];
        if bounds.into_iter().flatten().any(|bound| bound <= self.shared.config.connect_timeout) {
            return Err(refuse("a call's `attempt_timeout` and `deadline` must be above the client's `connect_timeout`".to_owned()));
        }
        request.checked().map_err(refuse)
    }
}
