//! `/__sandbox`: the sandbox's own paths, for tests in other processes.

use std::time::Duration;

use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    authorization::presented,
    chaos::Plan,
    exchange::{Answer, Request},
    provider::Provider,
    world::World,
};

/// Answers everything that is no provider's.
pub(crate) fn answer(world: &mut World, request: &Request) -> Answer {
    match (&request.method, request.path().as_slice()) {
        (&Method::GET, ["__sandbox"]) => ok(&overview(world)),
        (&Method::GET, ["__sandbox", "keys"]) => ok(&json!({"keys": world.records()})),
        (&Method::GET, ["__sandbox", "requests"]) => ok(&json!({"requests": world.requests()})),
        (&Method::GET, ["__sandbox", "verify"]) => verify(world, request),
        (&Method::POST, ["__sandbox", "reset"]) => {
            world.reset();
            ok(&json!({}))
        }
        (&Method::POST, ["__sandbox", "clock"]) => advance(world, request),
        (&Method::POST, ["__sandbox", "chaos"]) => set_chaos(world, request),
        (&Method::POST, ["__sandbox", "owners"]) => add_owners(world, request),
        _ => complaint(StatusCode::NOT_FOUND, "no such path; see /__sandbox"),
    }
}

/// The base URL under which a provider is served.
pub(crate) fn base_url(world: &World, provider: Provider) -> String {
    format!("http://{}{}", world.address, provider.base_path())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_seconds: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Owners {
    provider: Provider,
    count: usize,
}

fn overview(world: &mut World) -> Value {
    let now = world.now();
    let each = |describe: &dyn Fn(Provider) -> Value| {
        let pairs =
            Provider::ALL.into_iter().map(|provider| (provider.to_string(), describe(provider)));
        Value::Object(pairs.collect::<Map<_, _>>())
    };
    json!({
        "now": now,
        "base_urls": each(&|provider| base_url(world, provider).into()),
        "owners": each(&|provider| world.owners(provider).into())
    })
}

/// 200 if the presented secret authenticates, 401 if not; the body says why.
fn verify(world: &mut World, request: &Request) -> Answer {
    let now = world.now();
    let Some(secret) = presented(request) else {
        return complaint(StatusCode::UNAUTHORIZED, "no API key was presented");
    };
    let Some(key) = world.find(secret) else {
        return complaint(StatusCode::UNAUTHORIZED, "no provider knows this API key");
    };

    let status = if key.is_live(now) { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
    let body = json!({"key": key.record(now), "address_admitted": key.admits(request.peer)});
    Answer::json(status, &body)
}

fn advance(world: &mut World, request: &Request) -> Answer {
    let Ok(Advance { advance_seconds }) = serde_json::from_slice(&request.body) else {
        return complaint(StatusCode::BAD_REQUEST, r#"expected {"advance_seconds": n}"#);
    };
    world.advance(Duration::from_secs(advance_seconds));
    ok(&json!({"now": world.now()}))
}

fn set_chaos(world: &mut World, request: &Request) -> Answer {
    match serde_json::from_slice::<Plan>(&request.body) {
        Ok(plan) => {
            world.set_chaos(plan);
            ok(&json!({}))
        }
        Err(error) => complaint(StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

fn add_owners(world: &mut World, request: &Request) -> Answer {
    let Ok(Owners { provider, count }) = serde_json::from_slice(&request.body) else {
        return complaint(StatusCode::BAD_REQUEST, r#"expected {"provider": "…", "count": n}"#);
    };
    let added: Vec<String> =
        (0..count.min(MOST_OWNERS)).filter_map(|_| world.add_owner(provider)).collect();
    ok(&json!({"owners": added}))
}

fn ok(body: &Value) -> Answer {
    Answer::json(StatusCode::OK, body)
}

fn complaint(status: StatusCode, text: &str) -> Answer {
    Answer::json(status, &json!({"error": text}))
}

/// One request must not fill the memory.
const MOST_OWNERS: usize = 100_000;
