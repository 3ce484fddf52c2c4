//! The life of one call, from the request that a generated method made to the answer it decodes.

use std::pin::{Pin, pin};
use std::time::Duration;

use reqwest::Request;
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::answer::Answer;
use crate::error::Error;
use crate::rt::http::{self, Parts};
use crate::transport::Transport;
use crate::transport::encode::Encoded;
use crate::transport::repeat::{Bounds, Ended as _, repeat};
use crate::transport::route::Route;
use crate::transport::trace;

/// A call under way, behind a pointer: so it is compiled here, and not again in every program that makes one.
type Execution<'a> = Pin<Box<dyn Future<Output = Result<Box<Answer>, Error>> + Send + 'a>>;

/// Whoever says "for ever" gets a century: beyond it, no clock can tell the moment.
const LONGEST_CALL: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// What the attempts of a call share.
pub(super) struct Call<'t> {
    pub(super) transport: &'t Transport,
    pub(super) route: &'t Route,
    pub(super) parts: Box<Parts>,
    pub(super) encoded: Encoded,
    pub(super) deadline: Instant,
    /// The request of the first attempt, made before it: what is wrong with it does not count as an attempt.
    pub(super) first: Option<Request>,
}

impl Transport {
    /// Executes what a generated method asks for.
    ///
    /// # Errors
    ///
    /// Whatever stands between the request and a complete answer; an answer that refuses is none of it.
    pub fn execute(&self, request: http::Request, operation: &'static str) -> Execution<'_> {
        Box::pin(self.call(request, operation))
    }

    async fn call(&self, request: http::Request, operation: &str) -> Result<Box<Answer>, Error> {
        let route = self.route(operation)?;
        let operation = route.operation;
        let in_context = |error: Error| error.of(operation.id);
        let mut call = self.begin(request, route).map_err(in_context)?;
        let bounds = Bounds {
            policy: self.options.retry.as_ref().unwrap_or(&self.shared.config.retry),
            safety: operation.safety,
            deadline: call.deadline,
            connect_timeout: self.shared.config.connect_timeout,
            budget: &self.shared.budget,
            jitter: &self.shared.jitter,
        };
        let host = call.first.as_ref().and_then(|request| request.url().host_str());
        let host = host.unwrap_or_else(|| self.shared.base_url.host());
        let span = trace::call_span(self.api(), operation, host);
        // Where it stands: a copy of all that an attempt needs takes longer than most of its steps.
        let (result, record) = {
            let attempts = pin!(repeat(bounds, &mut *call));
            attempts.instrument(span.clone()).await
        };
        let status = match &result {
            Ok(answer) => Some(answer.status()),
            Err(error) => error.status(),
        };
        trace::end(&span, &record, status.map(|status| status.as_u16()), result.failed().as_ref());
        match result {
            Ok(mut answer) => {
                answer.complete(record, call.encoded.json);
                Ok(answer)
            }
            Err(error) => Err(in_context(error).recorded(record)),
        }
    }

    /// Checks, writes and signs what the generated method made.
    fn begin<'t>(
        &'t self,
        request: http::Request,
        route: &'t Route,
    ) -> Result<Box<Call<'t>>, Error> {
        let bounds = [self.options.attempt_timeout, self.options.deadline];
        if bounds.into_iter().flatten().any(|bound| bound <= self.shared.config.connect_timeout) {
            return Err(self.refuse("a call's `attempt_timeout` and `deadline` must be above the client's `connect_timeout`"));
        }
        let mut parts = request.checked().map_err(|why| self.refuse(why))?;
        let encoded = self.encode(parts.body.take(), route.operation)?;
        let first = Some(self.prepare(&parts, &encoded, route)?);
        let wanted = self.options.deadline.unwrap_or(self.shared.config.deadline);
        let deadline = Instant::now() + wanted.min(LONGEST_CALL);
        Ok(Box::new(Call { transport: self, route, parts, encoded, deadline, first }))
    }
}

impl Call<'_> {
    /// The request of the next attempt.
    pub(super) fn request(&mut self) -> Result<Request, Error> {
        let again = || self.transport.prepare(&self.parts, &self.encoded, self.route);
        self.first.take().map_or_else(again, Ok)
    }
}
