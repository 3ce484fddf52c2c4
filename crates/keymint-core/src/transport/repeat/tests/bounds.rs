//! Another attempt is made only where it can still end well.

use std::time::Duration;

use tokio::time::Instant;

use crate::api::Safety;
use crate::error::{ErrorKind, Outcome};
use crate::retry::{Budget, Failed, Jitter, RetryPolicy};
use crate::transport::repeat::{Attempt, Bounds, Ended, repeat};

/// Refused, with the wish to be asked again at once.
struct Busy;

impl Ended for Busy {
    fn failed(&self) -> Option<Failed> {
        Some(Failed {
            kind: ErrorKind::Api,
            outcome: Outcome::Rejected,
            status: Some(http::StatusCode::TOO_MANY_REQUESTS),
            retry_after: Some(Duration::ZERO),
            permanent: false,
        })
    }
}

/// A call that is never let in.
struct Refused;

impl Attempt for Refused {
    type End = Busy;

    async fn attempt(&mut self) -> Busy {
        Busy
    }
}

/// How many attempts are made within `bound`, where connecting may take three seconds.
async fn attempts(bound: Duration, budget: &Budget) -> u32 {
    let bounds = Bounds {
        policy: &RetryPolicy::default().max_attempts(2),
        safety: Safety::Safe,
        deadline: Instant::now() + bound,
        connect_timeout: Duration::from_secs(3),
        budget,
        jitter: &Jitter::from_seed(7),
    };
    let (_, record) = repeat(bounds, &mut Refused).await;
    record.attempts
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_could_not_even_connect_before_the_deadline_is_not_begun() {
    let budget = Budget::new();

    assert_eq!(attempts(Duration::from_millis(2_999), &budget).await, 1);
    assert_eq!(attempts(Duration::from_secs(3), &budget).await, 1);
    assert_eq!(attempts(Duration::from_millis(3_001), &budget).await, 2);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_beyond_the_budget_is_not_begun() {
    let budget = Budget::new();
    while budget.take() {}

    assert_eq!(attempts(Duration::from_secs(60), &budget).await, 1);
    tokio::time::advance(Duration::from_secs(11)).await;
    assert_eq!(attempts(Duration::from_secs(60), &budget).await, 2);
}
