//! What a fault does to a request.

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};

use super::{Late, World};
use crate::{
    authorization::presented,
    chaos::Fault,
    clock::after,
    exchange::{Answer, Request},
    line::Cut,
    provider::Provider,
    refusal::Refusal,
};

impl World {
    /// Executes the request or not, and spoils its answer.
    pub(super) fn strike(
        &mut self,
        fault: &Fault,
        provider: Provider,
        request: Request,
        now: Timestamp,
    ) -> (Answer, Option<Cut>) {
        match fault {
            Fault::LatencyMs(_) => (self.execute(provider, &request, now), None),

            Fault::ResetBefore => (unsaid(), Some(Cut::Reset)),
            Fault::CloseBefore => (unsaid(), Some(Cut::Close)),
            Fault::BadGatewayBefore => (bad_gateway(), None),
            Fault::UnavailableBefore => (self.unavailable(provider, &request, now), None),
            Fault::RateLimited { retry_after } => {
                (self.refuse(provider, &request, Refusal::throttled(*retry_after), now), None)
            }
            Fault::EchoCredential => {
                let text = format!("Bad request for {}", presented(&request).unwrap_or("nobody"));
                let refusal = Refusal::because(StatusCode::BAD_REQUEST, text);
                (self.refuse(provider, &request, refusal, now), None)
            }

            Fault::ResetAfter => (self.execute(provider, &request, now), Some(Cut::Reset)),
            Fault::CloseAfter => (self.execute(provider, &request, now), Some(Cut::Close)),
            Fault::TruncatedBody => {
                let answer = self.execute(provider, &request, now);
                let half = answer.body.len() / 2;
                (answer, Some(Cut::Body(half)))
            }
            Fault::GarbageBody => {
                let executed = self.execute(provider, &request, now);
                (Answer { body: GARBAGE.into(), ..executed }, None)
            }
            Fault::BadGatewayAfter => {
                self.execute(provider, &request, now);
                (bad_gateway(), None)
            }
            Fault::UnavailableAfter => {
                self.execute(provider, &request, now);
                (self.unavailable(provider, &request, now), None)
            }

            Fault::LateCommitMs(ms) => {
                let wait = SignedDuration::from_millis(i64::try_from(*ms).unwrap_or(i64::MAX));
                self.late.push(Late { due: after(now, wait), request });
                (unsaid(), Some(Cut::Close))
            }
        }
    }

    fn unavailable(&mut self, provider: Provider, request: &Request, now: Timestamp) -> Answer {
        self.refuse(provider, request, StatusCode::SERVICE_UNAVAILABLE.into(), now)
    }
}

/// An answer that no byte of will be written.
fn unsaid() -> Answer {
    Answer::empty(StatusCode::OK)
}

fn bad_gateway() -> Answer {
    Answer::new(StatusCode::BAD_GATEWAY, "text/html", BAD_GATEWAY)
}

/// What a proxy in front of a provider says; not the words of any particular one.
const BAD_GATEWAY: &str = "<html><head><title>502 Bad Gateway</title></head>\
    <body><h1>502 Bad Gateway</h1><hr>sandbox proxy</body></html>\n";

/// Neither JSON nor XML nor UTF-8.
const GARBAGE: &[u8] = b"\x1f\xff\xfe{]<\x00 garbage \x80\xbf>";
