//! Faults, each seen from the caller's side and from the ground truth.

use std::{
    error::Error,
    io::{self, ErrorKind},
    time::{Duration, Instant},
};

use keymint_sandbox::{Dialect, Fault, Plan, Provider, Rule, Sandbox};
use serde_json::{Value, json};

use crate::support::{Call, Reply, frozen};

#[tokio::test]
async fn each_fault_executes_or_not_and_answers_as_it_says() {
    let cases = [
        (Fault::RateLimited { retry_after: 7 }, Seen::Status(429), 0),
        (Fault::ResetBefore, Seen::Reset, 0),
        (Fault::CloseBefore, Seen::Closed, 0),
        (Fault::BadGatewayBefore, Seen::Status(502), 0),
        (Fault::UnavailableBefore, Seen::Status(503), 0),
        (Fault::EchoCredential, Seen::Status(400), 0),
        (Fault::ResetAfter, Seen::Reset, 1),
        (Fault::CloseAfter, Seen::Closed, 1),
        (Fault::TruncatedBody, Seen::Truncated, 1),
        (Fault::GarbageBody, Seen::Status(201), 1),
        (Fault::BadGatewayAfter, Seen::Status(502), 1),
        (Fault::UnavailableAfter, Seen::Status(503), 1),
        (Fault::LatencyMs(1), Seen::Status(201), 1),
        (Fault::LateCommitMs(60_000), Seen::Closed, 0),
    ];

    for (fault, seen, minted) in cases {
        let sandbox = Sandbox::start().await.unwrap();
        sandbox.chaos(Plan::new().rule(Rule::new(fault.clone())));

        let reply = create(&sandbox).await;

        assert_eq!(Seen::of(&reply), seen, "{fault:?}: {reply:?}");
        assert_eq!(sandbox.keys().len(), minted, "{fault:?}");
        let status = if let Seen::Status(status) = seen { Some(status) } else { None };
        let record = sandbox.requests().remove(0);
        let noted = (!matches!(fault, Fault::LatencyMs(_))).then_some(fault);
        assert_eq!(record.fault, noted);
        // A truncated answer has a status line, but not an answer.
        assert_eq!(record.status, status);
    }
}

#[tokio::test]
async fn a_rate_limit_says_when_to_come_back_in_every_provider_s_own_words() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.chaos(Plan::new().rule(Rule::new(Fault::RateLimited { retry_after: 7 })));

    let words = [
        (Provider::SenderWiz, r#"{"status":"error","error":"Too many requests."}"#),
        (Provider::BitGpt, r#""status":429"#),
        (Provider::Infobip, r#"{"errorCode":"E429","#),
        (Provider::SendKit, r#"{"success":false,"error":{"code":"RATE_LIMITED","#),
    ];
    for (provider, words) in words {
        let reply = Call::to(&sandbox, provider, "GET", "/settings/2/api-keys").send().await;
        assert_eq!((reply.status, reply.retry_after), (429, Some(7)));
        assert!(reply.text.contains(words), "{provider}: {}", reply.text);
    }
}

#[tokio::test]
async fn a_proxy_answers_in_html() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.chaos(Plan::new().rule(Rule::new(Fault::BadGatewayAfter)));

    let reply = create(&sandbox).await.unwrap();

    assert_eq!(reply.media_type, "text/html");
    assert!(reply.text.starts_with("<html>"), "{}", reply.text);
}

#[tokio::test]
async fn garbage_comes_under_the_right_media_type() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.chaos(Plan::new().rule(Rule::new(Fault::GarbageBody)));

    let reply = create(&sandbox).await.unwrap();

    assert_eq!(reply.media_type, "application/json");
    assert!(serde_json::from_str::<Value>(&reply.text).is_err());
}

#[tokio::test]
async fn an_echo_repeats_the_credential() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.chaos(Plan::new().rule(Rule::new(Fault::EchoCredential)));

    let reply = create(&sandbox).await.unwrap();

    assert!(reply.text.contains(Sandbox::credentials().senderwiz_admin_api_key), "{}", reply.text);
}

#[tokio::test]
async fn latency_delays_the_answer_but_not_the_execution() {
    let sandbox = Sandbox::start().await.unwrap();
    let slow = Rule::new(Fault::LatencyMs(150));
    sandbox.chaos(Plan::new().rule(slow.clone()).rule(slow));

    let started = Instant::now();
    let (reply, early) = tokio::join!(create(&sandbox), async {
        while sandbox.keys().is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        started.elapsed()
    });

    assert_eq!(reply.unwrap().status, 201);
    assert!(started.elapsed() >= Duration::from_millis(300), "latencies add up");
    assert!(early < Duration::from_millis(300), "{early:?}");
}

#[tokio::test]
async fn a_late_commit_happens_when_its_time_has_come() {
    let sandbox = frozen(Dialect::Schemas, "2025-06-01T10:30:00Z").await;
    sandbox.chaos(Plan::new().rule(Rule::new(Fault::LateCommitMs(300)).times(1)));
    assert_eq!(Seen::of(&create(&sandbox).await), Seen::Closed);

    sandbox.advance(Duration::from_millis(299));
    assert!(sandbox.keys().is_empty());
    sandbox.advance(Duration::from_millis(5));

    let keys = sandbox.keys();
    assert_eq!((keys.len(), keys[0].live), (1, true));
    assert_eq!(keys[0].created_at.to_string(), "2025-06-01T10:30:00.3Z");
}

#[tokio::test]
async fn a_late_commit_needs_no_more_than_waiting() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.chaos(Plan::new().rule(Rule::new(Fault::LateCommitMs(50))));
    assert_eq!(Seen::of(&create(&sandbox).await), Seen::Closed);

    tokio::time::sleep(Duration::from_millis(80)).await;

    assert_eq!(sandbox.keys().len(), 1);
}

#[tokio::test]
async fn rules_strike_only_what_they_concern() {
    let sandbox = Sandbox::start().await.unwrap();
    let rule = Rule::new(Fault::UnavailableBefore);
    let elsewhere = [
        rule.clone().provider(Provider::Infobip),
        rule.clone().method("GET"),
        rule.clone().path_contains("nowhere"),
    ];
    for rule in elsewhere {
        sandbox.chaos(Plan::new().rule(rule));
        assert_eq!(create(&sandbox).await.unwrap().status, 201);
    }

    sandbox.chaos(
        Plan::new()
            .rule(rule.provider(Provider::SenderWiz).method("post").path_contains("/api-keys")),
    );
    assert_eq!(create(&sandbox).await.unwrap().status, 503);
    assert_eq!(Call::control(&sandbox, "POST", "/chaos").json(&json!([])).send().await.status, 200);
    assert_eq!(create(&sandbox).await.unwrap().status, 201);
}

#[tokio::test]
async fn rules_count() {
    let sandbox = Sandbox::start().await.unwrap();
    let rule = Rule::new(Fault::UnavailableBefore);

    assert_eq!(struck(&sandbox, rule.clone().nth(2)).await, [2]);
    assert_eq!(struck(&sandbox, rule.clone().every(2)).await, [2, 4, 6]);
    assert_eq!(struck(&sandbox, rule.clone().times(3)).await, [1, 2, 3]);
    assert_eq!(struck(&sandbox, rule.clone().every(2).times(2)).await, [2, 4]);
    assert_eq!(struck(&sandbox, rule.clone().probability(0.0)).await, [0; 0]);
    assert_eq!(struck(&sandbox, rule.probability(1.0)).await, [1, 2, 3, 4, 5, 6]);
}

#[tokio::test]
async fn the_first_rule_that_strikes_decides() {
    let sandbox = Sandbox::start().await.unwrap();
    let plan = Plan::new()
        .rule(Rule::new(Fault::UnavailableBefore).times(1))
        .rule(Rule::new(Fault::BadGatewayBefore).times(1));
    sandbox.chaos(plan);

    let statuses = [create(&sandbox).await, create(&sandbox).await, create(&sandbox).await];

    assert_eq!(statuses.map(|reply| reply.unwrap().status), [503, 502, 201]);
}

#[tokio::test]
async fn the_dice_are_seeded() {
    let throw = async |seed| {
        let sandbox = Sandbox::builder().seed(seed).start().await.unwrap();
        let rule = Rule::new(Fault::UnavailableBefore).probability(0.5);
        sandbox.chaos(Plan::new().rule(rule));
        let mut statuses = Vec::new();
        for _ in 0..32 {
            statuses.push(create(&sandbox).await.unwrap().status);
        }
        statuses
    };

    let first = throw(1).await;
    assert_eq!(first, throw(1).await);
    assert_ne!(first, throw(2).await);
    assert!(first.contains(&201) && first.contains(&503));
}

#[tokio::test]
async fn a_plan_can_be_sent_as_json() {
    let sandbox = Sandbox::start().await.unwrap();
    let plan = json!([
        {"when": {"provider": "senderwiz", "method": "POST", "nth": 1}, "fault": {"rate_limited": {"retry_after": 3}}},
        {"fault": "bad_gateway_after", "times": 1},
        {"when": {"every": 1}, "fault": {"latency_ms": 1}}
    ]);

    let set = Call::control(&sandbox, "POST", "/chaos").json(&plan).send().await;

    assert_eq!(set.status, 200);
    assert_eq!(create(&sandbox).await.unwrap().retry_after, Some(3));
    assert_eq!(create(&sandbox).await.unwrap().status, 502);
    assert_eq!(create(&sandbox).await.unwrap().status, 201);
    for wrong in
        [json!([{"fault": "nothing"}]), json!([{"fault": "reset_after", "wen": {}}]), json!({})]
    {
        assert_eq!(
            Call::control(&sandbox, "POST", "/chaos").json(&wrong).send().await.status,
            400,
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn the_sandbox_s_own_paths_are_spared() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.chaos(Plan::new().rule(Rule::new(Fault::ResetBefore)));

    assert_eq!(Call::control(&sandbox, "GET", "/keys").send().await.status, 200);
}

/// What a caller can make out.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Status(u16),
    Reset,
    Closed,
    Truncated,
}

impl Seen {
    fn of(reply: &reqwest::Result<Reply>) -> Self {
        let error = match reply {
            Ok(reply) => return Self::Status(reply.status),
            Err(error) => error,
        };
        if error.is_decode() || error.is_body() {
            return Self::Truncated;
        }
        let mut cause: Option<&(dyn Error + 'static)> = Some(error);
        while let Some(error) = cause {
            let io = error.downcast_ref::<io::Error>();
            if io.is_some_and(|io| io.kind() == ErrorKind::ConnectionReset) {
                return Self::Reset;
            }
            cause = error.source();
        }
        Self::Closed
    }
}

/// Which of six requests the rule struck, counted from 1.
async fn struck(sandbox: &Sandbox, rule: Rule) -> Vec<u32> {
    sandbox.chaos(Plan::new().rule(rule));
    let mut struck = Vec::new();
    for number in 1..=6 {
        if create(sandbox).await.unwrap().status == 503 {
            struck.push(number);
        }
    }
    struck
}

async fn create(sandbox: &Sandbox) -> reqwest::Result<Reply> {
    let call = Call::to(sandbox, Provider::SenderWiz, "POST", "/customers/ab382plq98zr7/api-keys");
    let call = call.header("x-admin-api-key", Sandbox::credentials().senderwiz_admin_api_key);
    call.json(&json!({"name": "n"})).try_send().await
}
