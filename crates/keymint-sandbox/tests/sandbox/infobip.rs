//! Infobip: accounts, and API keys through two versions.

mod accounts;
mod errors;
mod sessions;
mod v1;
mod v2;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use keymint_sandbox::{Provider, Sandbox};
use serde_json::{Value, json};

use crate::support::{Call, Reply};

/// A call with the management credential.
fn call(sandbox: &Sandbox, method: &str, path: &str) -> Call {
    let known = Sandbox::credentials();
    let basic = STANDARD.encode(format!("{}:{}", known.infobip_username, known.infobip_password));
    let call = Call::to(sandbox, Provider::Infobip, method, path);
    call.header("authorization", &format!("Basic {basic}"))
}

async fn send(sandbox: &Sandbox, method: &str, path: &str, body: Option<&Value>) -> Reply {
    let call = call(sandbox, method, path);
    match body {
        Some(body) => call.json(body).send().await,
        None => call.send().await,
    }
}

/// The documented request of version 1.
fn request() -> Value {
    json!({
        "name": "Api key 1",
        "allowedIPs": ["127.0.0.1", "192.168.1.1"],
        "validFrom": "2015-02-12T09:58:20.323+0100",
        "validTo": "2016-02-12T09:58:20.323+0100"
    })
}

const OWN: &str = "8F0792F86035A9F4290821F1EE6BC06A";
const SUB: &str = "D0F64A8194B48B8BB2B86E6385D22792";
const V1: &str = "/settings/1/accounts/_/api-keys";
const V2: &str = "/settings/2/api-keys";
