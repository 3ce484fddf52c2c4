//! What can go wrong with a request.

use serde::{Deserialize, Serialize};

/// One thing that goes wrong.
///
/// In JSON the names are in snake case: `"reset_after"`, `{"latency_ms": 200}`, `{"rate_limited": {"retry_after": 2}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// The request is executed at once; the answer comes so many milliseconds late.
    LatencyMs(u64),
    /// 429 in the provider's own form; nothing is executed.
    RateLimited {
        /// The seconds in `Retry-After`.
        retry_after: u64,
    },
    /// The connection is reset; nothing is executed.
    ResetBefore,
    /// The request is executed, then the connection is reset.
    ResetAfter,
    /// The connection is closed without an answer; nothing is executed.
    CloseBefore,
    /// The request is executed, then the connection is closed without an answer.
    CloseAfter,
    /// The request is executed; the connection is closed in the middle of the answer's body.
    TruncatedBody,
    /// The request is executed; the body of the answer is noise under the right media type.
    GarbageBody,
    /// 502 with a proxy's HTML page; nothing is executed.
    BadGatewayBefore,
    /// The request is executed; a proxy answers 502 with an HTML page.
    BadGatewayAfter,
    /// 503 in the provider's own form; nothing is executed.
    UnavailableBefore,
    /// The request is executed and answered with 503 in the provider's own form.
    UnavailableAfter,
    /// The connection is closed without an answer; the request is executed so many milliseconds later.
    LateCommitMs(u64),
    /// 400 in the provider's own form, with the caller's credential in its text; nothing is executed.
    EchoCredential,
}
