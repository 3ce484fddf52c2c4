//! No key is ever created twice, nor lost without a word: every short sequence of faults, and many random long ones,
//! against a server that knows the truth.

mod bounds;
mod faults;
mod model;

use std::time::Duration;

use crate::api::Safety;
use crate::error::{ErrorKind, Outcome};
use crate::retry::{Jitter, RetryPolicy};

use faults::{FAULTS, Fault};
use model::{Ended, Plan, call, call_naively};

#[expect(clippy::cast_possible_truncation, reason = "dozens")]
const KINDS: u32 = FAULTS.len() as u32;
/// One more than the longest sequence, so that a repetition after it would reach the healthy server.
const ATTEMPTS: u32 = 4;

fn plan(faults: Vec<Fault>, safety: Safety) -> Plan {
    let policy = RetryPolicy::default().max_attempts(ATTEMPTS);
    Plan { faults, safety, policy, deadline: Duration::from_secs(600), seed: 7 }
}

/// Every sequence of up to three faults.
fn sequences() -> impl Iterator<Item = Vec<Fault>> {
    let one = FAULTS.iter().map(|a| vec![*a]);
    let two = FAULTS.iter().flat_map(|a| FAULTS.iter().map(|b| vec![*a, *b]));
    let three = FAULTS
        .iter()
        .flat_map(|a| FAULTS.iter().flat_map(|b| FAULTS.iter().map(|c| vec![*a, *b, *c])));
    one.chain(two).chain(three)
}

/// What may be said of a call, given how many keys it left behind.
fn broken_promise(ended: &Ended) -> Option<&'static str> {
    if ended.keys.len() > 1 {
        return Some("a second key was created");
    }
    let Err(error) = &ended.result else {
        let held = ended.result.as_ref().ok();
        return (ended.keys.first() != held).then_some("the caller holds another key, or none");
    };
    let promised = match error.outcome() {
        Outcome::NotSent | Outcome::Rejected => 0..=0,
        Outcome::Unknown => 0..=1,
        Outcome::Unreadable => 1..=1,
    };
    (!promised.contains(&ended.keys.len())).then_some("the outcome is not what happened")
}

fn assert_kept(ended: &Ended, plan: &Plan) {
    let broken = broken_promise(ended);
    assert!(
        broken.is_none(),
        "{}: {plan:?} ended as {:?}",
        broken.unwrap_or_default(),
        ended.result
    );
    assert!(ended.elapsed <= plan.deadline, "{plan:?} took {:?}", ended.elapsed);
}

#[tokio::test(start_paused = true)]
async fn no_sequence_of_three_faults_makes_a_second_key() {
    let mut plans = 0;
    for faults in sequences() {
        let plan = plan(faults, Safety::CreatesSecret);

        let ended = call(&plan).await;

        assert_kept(&ended, &plan);
        let expected = 1 + plan.faults.iter().take_while(|fault| fault.create_repeats).count();
        assert_eq!(ended.attempts, u32::try_from(expected).unwrap(), "{plan:?}");
        plans += 1;
    }
    println!("proof: plans={plans} kinds={} second_keys=0", FAULTS.len());
    assert!(FAULTS.len() >= 20 && plans >= 8_420);
}

#[tokio::test(start_paused = true)]
async fn what_is_safe_to_repeat_is_repeated_exactly_as_promised_and_ambiguity_survives() {
    for faults in sequences() {
        let safety = if faults.len() == 3 { Safety::Idempotent } else { Safety::Safe };
        let plan = plan(faults, safety);

        let ended = call(&plan).await;

        let passed = plan.faults.iter().take_while(|fault| fault.read_repeats).count();
        assert_eq!(ended.attempts, u32::try_from(passed + 1).unwrap(), "{plan:?}");
        assert_eq!(ended.result.is_ok(), passed == plan.faults.len(), "{plan:?}");
        if let Err(error) = &ended.result {
            let is_ambiguous = plan.faults[..=passed].iter().any(|fault| fault.is_ambiguous);
            assert_eq!(error.may_have_been_received(), is_ambiguous, "{plan:?} ended as {error:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_random_plan_makes_a_second_key() {
    let plans = number("KEYMINT_PLANS", 10_000);
    let (mut ok, mut unknown, mut not_done, mut faults) = (0, 0, 0, 0);
    for seed in 0..plans {
        let plan = random(seed);

        let ended = call(&plan).await;

        assert_kept(&ended, &plan);
        faults += plan.faults.len();
        match &ended.result {
            Ok(_) => ok += 1,
            Err(error) if error.may_have_been_received() => unknown += 1,
            Err(_) => not_done += 1,
        }
    }
    println!(
        "proof: random_plans={plans} faults={faults} ok={ok} unknown={unknown} \
         not_done={not_done} second_keys=0"
    );
    assert!(ok > plans / 20 && unknown > plans / 20 && not_done > plans / 20);
}

#[tokio::test(start_paused = true)]
async fn the_same_plans_show_second_keys_when_repeated_naively() {
    let (mut plans, mut second, mut denied) = (0, 0, 0);
    for seed in 0..2_000 {
        let ended = call_naively(&random(seed)).await;

        plans += 1;
        second += u32::from(ended.keys.len() > 1);
        let not_done = ended.result.as_ref().is_err_and(|error| !error.may_have_been_received());
        denied += u32::from(not_done && !ended.keys.is_empty());
    }
    println!("proof: control=naive plans={plans} second_keys={second} keys_denied={denied}");
    assert!(second > plans / 10, "the harness sees duplicates: {second}");
    assert!(denied > 0, "the harness sees keys that were denied");
}

#[tokio::test(start_paused = true)]
async fn repeating_creates_after_503_is_only_as_good_as_the_provider_s_promise() {
    let lying = FAULTS.iter().find(|fault| fault.name == "503 with a wait, executed").unwrap();
    let honest = FAULTS.iter().find(|fault| fault.name == "503 with a wait").unwrap();
    let policy = RetryPolicy::default().repeat_creates_after_503(true);
    let of = |fault: &Fault| Plan { policy, ..plan(vec![*fault], Safety::CreatesSecret) };

    let kept = call(&of(honest)).await;
    let broken = call(&of(lying)).await;

    assert_eq!((kept.keys.len(), kept.result.is_ok()), (1, true));
    assert_eq!(broken_promise(&broken), Some("a second key was created"));
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_cap_is_told_and_not_waited() {
    let fault = FAULTS.iter().find(|fault| fault.name == "429 with too long a wait").unwrap();

    let ended = call(&plan(vec![*fault], Safety::CreatesSecret)).await;

    let error = ended.result.unwrap_err();
    assert_eq!((error.kind(), ended.attempts), (ErrorKind::Api, 1));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(120)));
    assert!(ended.elapsed < Duration::from_secs(1));
}

/// A plan of up to six faults under a policy and a deadline of its own.
fn random(seed: u64) -> Plan {
    let jitter = Jitter::from_seed(seed);
    let below = |bound: u32| -> usize {
        let point = jitter.next() * f64::from(bound);
        (1..bound).take_while(|n| f64::from(*n) <= point).count()
    };
    // Half of them are drawn from what is repeated: otherwise hardly a plan gets past its first fault.
    let repeated: Vec<_> = FAULTS.iter().filter(|fault| fault.create_repeats).collect();
    let faults = (0..below(7)).map(|_| {
        if below(2) == 0 {
            FAULTS[below(KINDS)]
        } else {
            *repeated[below(u32::try_from(repeated.len()).unwrap())]
        }
    });
    let faults = faults.collect();
    let attempts = u32::try_from(1 + below(7)).unwrap();
    let seconds = |bound| Duration::from_secs(u64::try_from(below(bound)).unwrap());
    let base = seconds(3);
    let policy = RetryPolicy::default()
        .max_attempts(attempts)
        .backoff(base, base * 4)
        .longest_wait(seconds(200));
    let safety = [Safety::CreatesSecret, Safety::Once][below(2)];
    let deadline = Duration::from_secs(6) + seconds(300);
    Plan { faults, safety, policy, deadline, seed }
}

/// A number from the environment: long runs are asked for there.
fn number(name: &str, default: u64) -> u64 {
    let given = std::env::var_os(name).and_then(|text| text.to_str()?.parse().ok());
    given.unwrap_or(default)
}
