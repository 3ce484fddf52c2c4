//! The life of one call, from the request that a generated method made to the answer it decodes.

use std::time::Duration;

use tokio::time::Instant;
use tracing::Instrument as _;

use crate::error::Error;
use crate::response::Answer;
use crate::rt::http::Request;
use crate::transport::Transport;
use crate::transport::repeat::{Bounds, Ended as _, repeat};
use crate::transport::trace;
use crate::upload::Pieces;

/// Whoever says "for ever" gets a century: beyond it, no clock can tell the moment.
const LONGEST_CALL: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

impl Transport {
    /// Executes what a generated method asks for.
    pub(crate) async fn call(&self, request: Request, operation: &str) -> Result<Answer, Error> {
        let operation = self.operation(operation)?;
        let in_context = |error: Error| error.of(operation.id);
        let request = self.prepare(request, operation).map_err(in_context)?;
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
        let span = trace::call_span(self.api(), operation, self.shared.base_url.host());
        let attempt = || async {
            let ended = self.attempt(&request, operation, deadline).await;
            if !request.body.as_ref().is_some_and(Pieces::is_spent) {
                return ended;
            }
            // A stream that has been read cannot be sent again.
            ended.map(Answer::conclusive).map_err(Error::permanent)
        };
        let (result, record) = repeat(bounds, attempt).instrument(span.clone()).await;
        let status = match &result {
            Ok(answer) => Some(answer.status()),
            Err(error) => error.status(),
        };
        trace::end(&span, &record, status.map(|status| status.as_u16()), result.failed().as_ref());
        match result {
            Ok(answer) => Ok(answer.recorded(record).answering(request.asked)),
            Err(error) => Err(in_context(error).recorded(record)),
        }
    }
}
