use http::HeaderMap;

use super::*;

const ALL: [Safety; 4] = [Safety::Safe, Safety::Idempotent, Safety::CreatesSecret, Safety::Once];

fn failed(kind: ErrorKind, outcome: Outcome) -> Failed {
    Failed { kind, outcome, status: None, retry_after: None, permanent: false }
}

fn answered(status: u16, retry_after: Option<u64>) -> Failed {
    Failed {
        status: StatusCode::from_u16(status).ok(),
        retry_after: retry_after.map(Duration::from_secs),
        ..failed(ErrorKind::Api, Outcome::Rejected)
    }
}

fn repeated_by(error: &Failed) -> Vec<Safety> {
    let policy = RetryPolicy::default();
    ALL.into_iter().filter(|safety| policy.wait_after(*safety, error, 1, 0.5).is_some()).collect()
}

#[test]
fn what_surely_was_not_executed_is_repeated_by_all() {
    assert_eq!(repeated_by(&failed(ErrorKind::Connect, Outcome::NotSent)), ALL);
    assert_eq!(repeated_by(&answered(429, None)), ALL);
}

#[test]
fn what_may_have_been_executed_is_repeated_only_where_that_is_harmless() {
    let harmless = [Safety::Safe, Safety::Idempotent];
    assert_eq!(repeated_by(&failed(ErrorKind::Timeout, Outcome::Unknown)), harmless);
    assert_eq!(repeated_by(&failed(ErrorKind::Transport, Outcome::Unknown)), harmless);
    assert_eq!(repeated_by(&failed(ErrorKind::Transport, Outcome::Unreadable)), harmless);
    for status in [502, 503, 504] {
        assert_eq!(repeated_by(&answered(status, None)), harmless);
        assert_eq!(repeated_by(&answered(status, Some(1))), harmless);
    }
}

#[test]
fn what_will_not_pass_is_repeated_by_none() {
    for status in [301, 307, 400, 401, 403, 404, 408, 409, 422, 425, 500, 501] {
        assert_eq!(repeated_by(&answered(status, None)), [], "{status}");
    }
    assert_eq!(repeated_by(&failed(ErrorKind::Request, Outcome::NotSent)), []);
    assert_eq!(repeated_by(&failed(ErrorKind::Decode, Outcome::Unreadable)), []);
    assert_eq!(
        repeated_by(&Failed { permanent: true, ..failed(ErrorKind::Connect, Outcome::NotSent) }),
        []
    );
}

#[test]
fn a_promise_about_503_extends_to_creates_when_it_names_a_wait() {
    let policy = RetryPolicy::default().repeat_creates_after_503(true);

    assert!(policy.wait_after(Safety::CreatesSecret, &answered(503, Some(1)), 1, 0.0).is_some());
    assert!(policy.wait_after(Safety::CreatesSecret, &answered(503, None), 1, 0.0).is_none());
    assert!(policy.wait_after(Safety::CreatesSecret, &answered(502, Some(1)), 1, 0.0).is_none());
}

#[test]
fn waits_double_up_to_the_cap_and_are_random_below_it() {
    let policy = RetryPolicy::default().max_attempts(u32::MAX);
    let error = failed(ErrorKind::Connect, Outcome::NotSent);
    let wait = |attempt, random| policy.wait_after(Safety::Safe, &error, attempt, random).unwrap();

    let bounds: Vec<_> = (1..=7).map(|attempt| wait(attempt, 1.0).as_millis()).collect();
    assert_eq!(bounds, [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    assert_eq!(wait(3, 0.25).as_millis(), 500);
    assert_eq!(wait(1, 0.0), Duration::ZERO);
    assert_eq!(wait(u32::MAX - 1, 1.0).as_millis(), 8_000);
}

#[test]
fn an_asked_wait_is_honoured_up_to_the_cap_and_refused_beyond_it() {
    let policy = RetryPolicy::default();
    let wait = |asked, random| {
        policy.wait_after(Safety::CreatesSecret, &answered(429, Some(asked)), 1, random)
    };

    assert_eq!(wait(10, 0.0), Some(Duration::from_secs(10)));
    assert_eq!(wait(10, 1.0), Some(Duration::from_secs(11)));
    assert_eq!(wait(60, 0.0), Some(Duration::from_secs(60)));
    assert_eq!(wait(61, 0.0), None);
    assert_eq!(wait(u64::MAX, 0.9), None);
}

#[test]
fn the_bounds_of_waits_can_be_set() {
    let policy = RetryPolicy::default()
        .max_attempts(9)
        .backoff(Duration::from_secs(3), Duration::from_secs(5))
        .longest_wait(Duration::from_secs(120));
    let error = failed(ErrorKind::Connect, Outcome::NotSent);
    let wait = |attempt| policy.wait_after(Safety::Safe, &error, attempt, 1.0);
    let asked = |seconds| policy.wait_after(Safety::Safe, &answered(429, Some(seconds)), 1, 0.0);

    assert_eq!([wait(1), wait(2), wait(8)].map(|wait| wait.unwrap().as_secs()), [3, 5, 5]);
    assert_eq!(wait(9), None);
    assert_eq!(asked(120), Some(Duration::from_secs(120)));
    assert_eq!(asked(121), None);
}

#[test]
fn a_cap_below_the_first_bound_counts_as_that_bound() {
    let policy = RetryPolicy::default().backoff(Duration::from_secs(3), Duration::from_secs(1));
    let error = failed(ErrorKind::Connect, Outcome::NotSent);

    assert_eq!(policy.wait_after(Safety::Safe, &error, 1, 1.0), Some(Duration::from_secs(3)));
}

#[test]
fn a_failure_may_have_taken_effect_unless_it_is_known_that_it_did_not() {
    let may = |outcome| failed(ErrorKind::Transport, outcome).may_have_been_received();

    assert!(may(Outcome::Unknown) && may(Outcome::Unreadable));
    assert!(!may(Outcome::NotSent) && !may(Outcome::Rejected));
}

#[test]
fn attempts_are_counted_and_off_means_one() {
    let error = failed(ErrorKind::Connect, Outcome::NotSent);
    let repeats = |policy: RetryPolicy, attempt| {
        policy.wait_after(Safety::Safe, &error, attempt, 0.0).is_some()
    };

    assert!(repeats(RetryPolicy::default(), 2));
    assert!(!repeats(RetryPolicy::default(), 3));
    assert!(!repeats(RetryPolicy::off(), 1));
    assert!(!repeats(RetryPolicy::default().max_attempts(0), 1));
}

#[tokio::test(start_paused = true)]
async fn the_budget_is_a_fifth_of_the_calls_and_at_least_ten() {
    let budget = Budget::new();
    let taken = |wanted: usize| (0..wanted).filter(|_| budget.take()).count();

    assert_eq!(taken(50), 10);

    tokio::time::advance(Duration::from_secs(10)).await;
    (0..1_000).for_each(|_| budget.call());
    assert_eq!(taken(1_000), 200);

    tokio::time::advance(Duration::from_secs(9)).await;
    assert_eq!(taken(10), 0);
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(taken(50), 10);
}

#[tokio::test(start_paused = true)]
async fn what_is_counted_counts_for_ten_seconds_of_its_own() {
    let budget = Budget::new();

    budget.call();
    tokio::time::advance(Duration::from_secs(5)).await;
    (0..1_000).for_each(|_| budget.call());
    tokio::time::advance(Duration::from_secs(6)).await;

    assert_eq!((0..1_000).filter(|_| budget.take()).count(), 200);
}

#[tokio::test(start_paused = true)]
async fn a_minute_of_outage_adds_a_fifth_at_most() {
    let budget = Budget::new();
    let (mut calls, mut retries) = (0_u32, 0_u32);

    for _ in 0..6_000 {
        budget.call();
        calls += 1;
        retries += u32::from(budget.take()) + u32::from(budget.take());
        tokio::time::advance(Duration::from_millis(10)).await;
    }

    assert!(retries > calls / 6, "{retries} of {calls}");
    assert!(retries <= calls / 5 + 10, "{retries} of {calls}");
}

#[test]
fn jitter_is_spread_over_its_range_and_repeats_from_a_seed() {
    let (one, same) = (Jitter::from_seed(7), Jitter::from_seed(7));
    let numbers: Vec<_> = (0..1_000).map(|_| one.next()).collect();

    assert!(numbers.iter().all(|n| (0.0..1.0).contains(n)));
    assert!(numbers.iter().any(|n| *n < 0.01) && numbers.iter().any(|n| *n > 0.99));
    assert!(numbers.iter().all(|n| n.to_bits() == same.next().to_bits()));
    assert_ne!(Jitter::new().next().to_bits(), Jitter::new().next().to_bits());
}

#[test]
fn jitter_is_split_mix_64() {
    let reference = [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f];
    let jitter = Jitter::from_seed(0);

    assert_eq!(reference.map(|_| jitter.bits()), reference);
    // The seed whose first number is the greatest there is.
    let greatest = Jitter::from_seed(0x561a_c6db_83ab_17a4).next();
    assert!((0.999_999_999..1.0).contains(&greatest), "{greatest}");
}

#[test]
fn the_asked_wait_reaches_the_error_from_the_headers() {
    let mut headers = HeaderMap::new();
    headers.insert("retry-after-ms", "1500".parse().unwrap());

    assert_eq!(requested_wait(&headers), Some(Duration::from_millis(1_500)));
}
