//! A server that remembers every key it made, and calls against it in virtual time.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Deserialize;
use tokio::time::{Instant, sleep, timeout_at};

use super::super::{Attempt, Bounds, Ended as _, repeat};
use super::faults::{Executes, Fault, Sees};
use crate::answer::{Answer, Record};
use crate::api::{Api, Codec, ErrorFields, Media, Operation, Response, Safety, Status};
use crate::error::{Error, ErrorKind, Outcome};
use crate::retry::{Budget, Jitter, RetryPolicy};

/// What happens to the attempts of one logical call, and how it may be repeated.
#[derive(Debug)]
pub(super) struct Plan {
    /// One for each attempt; after them the server is healthy.
    pub(super) faults: Vec<Fault>,
    pub(super) safety: Safety,
    pub(super) policy: RetryPolicy,
    pub(super) deadline: Duration,
    pub(super) seed: u64,
}

/// How a logical call ended, for the caller and in truth.
pub(super) struct Ended {
    /// The secret that the caller holds, or the error that it got.
    pub(super) result: Result<String, Error>,
    /// The secrets of all keys that the server made for it, sooner or later.
    pub(super) keys: Vec<String>,
    pub(super) attempts: u32,
    pub(super) elapsed: Duration,
}

/// A logical call, and the truth about it: which requests arrived, and which secrets exist for them.
struct Server<'p> {
    plan: &'p Plan,
    deadline: Instant,
    attempts: usize,
    keys: Vec<String>,
    /// Keys that come into being after the client has given up.
    late: usize,
}

#[derive(Deserialize)]
struct Key {
    secret: String,
}

impl<'p> Server<'p> {
    fn new(plan: &'p Plan) -> Self {
        let deadline = Instant::now() + plan.deadline;
        Self { plan, deadline, attempts: 0, keys: Vec::new(), late: 0 }
    }

    fn execute(&mut self) -> String {
        let secret = format!("sk_test_{}", self.keys.len());
        self.keys.push(secret.clone());
        secret
    }

    fn receive(&mut self, executes: Executes) {
        match executes {
            Executes::Never => {}
            Executes::AtOnce => drop(self.execute()),
            Executes::Late => self.late += 1,
        }
    }
}

/// Makes a logical call through the loop under test.
pub(super) async fn call(plan: &Plan) -> Ended {
    let mut server = Server::new(plan);
    let (budget, jitter) = (Budget::new(), Jitter::from_seed(plan.seed));
    let bounds = Bounds {
        policy: &plan.policy,
        safety: plan.safety,
        deadline: server.deadline,
        connect_timeout: Duration::from_secs(5),
        budget: &budget,
        jitter: &jitter,
    };
    let (result, record) = repeat(bounds, &mut server).await;
    ended(result, record, server)
}

/// Makes a logical call as many clients do: again after every broken connection, 429 and 5xx.
pub(super) async fn call_naively(plan: &Plan) -> Ended {
    let mut server = Server::new(plan);
    let mut record = Record::default();
    loop {
        let result = server.attempt().await;
        record.attempts += 1;
        let failed = result.failed();
        let repeats = failed.is_some_and(|failed| match failed.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Api => failed.status.is_some_and(|s| s == 429 || s.is_server_error()),
            ErrorKind::Request | ErrorKind::Decode => false,
        });
        if !repeats || record.attempts == 3 {
            return ended(result, record, server);
        }
    }
}

impl Attempt for Server<'_> {
    type End = Result<Box<Answer>, Error>;

    /// The server does what the fault says, the client sees what it says, at the deadline at the latest.
    async fn attempt(&mut self) -> Self::End {
        let number = self.attempts;
        self.attempts += 1;
        let Some(fault) = self.plan.faults.get(number) else {
            let secret = self.execute();
            return Ok(answer(201, None, format!(r#"{{"secret":"{secret}"}}"#)));
        };
        self.receive(fault.executes);
        let cut_off = |_| Error::new(ErrorKind::Timeout, Outcome::Unknown, "model", "timed out");
        timeout_at(self.deadline, sleep(fault.delay)).await.map_err(cut_off)?;
        match fault.sees {
            Sees::Failure(kind, outcome) => Err(Error::new(kind, outcome, "model", fault.name)),
            Sees::Untrusted => {
                let untrusted =
                    Error::new(ErrorKind::Connect, Outcome::NotSent, "model", fault.name);
                Err(untrusted.permanent())
            }
            Sees::Answer(status, wait, body) => Ok(answer(status, wait, body.to_owned())),
        }
    }
}

fn ended(result: Result<Box<Answer>, Error>, record: Record, mut server: Server<'_>) -> Ended {
    for _ in 0..server.late {
        drop(server.execute());
    }
    let result = match result {
        Ok(mut answer) => {
            answer.complete(record, None);
            let decoded = answer.decode::<Key>();
            decoded.map(|key| key.into_inner().secret)
        }
        Err(error) => Err(error.recorded(record)),
    };
    Ended { result, keys: server.keys, attempts: record.attempts, elapsed: record.elapsed }
}

fn answer(status: u16, wait: Option<&'static str>, body: String) -> Box<Answer> {
    let status = StatusCode::from_u16(status).unwrap();
    let mut headers = HeaderMap::new();
    if let Some(wait) = wait {
        headers.insert("retry-after", HeaderValue::from_static(wait));
    }
    Answer::new(&API, &API.operations[0], status, headers, Bytes::from(body))
}

static API: Api = Api {
    provider: "model",
    base_url: None,
    schemes: &[],
    errors: ErrorFields { code: &[], message: &[], request_id: &[], violations: &[] },
    operations: &[Operation {
        id: "create_key",
        method: "POST",
        safety: Safety::CreatesSecret,
        responses: &[Response {
            status: Status::Code(201),
            variant: "Created",
            media: &[Media { essence: "application/json", codec: Codec::Json }],
        }],
        ..Operation::reading("/keys")
    }],
};
