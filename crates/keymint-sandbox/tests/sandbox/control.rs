//! The sandbox's own paths, and the same things from Rust.

use std::time::Duration;

use keymint_sandbox::{Dialect, Provider, Sandbox, Standing};
use serde_json::{Value, json};

use crate::support::{Call, frozen, has_shape, text};

#[tokio::test]
async fn ground_truth_names_every_api_key_and_no_secret() {
    let sandbox = frozen(Dialect::Schemas, "2025-06-01T10:30:00Z").await;
    let secret = mint(&sandbox, "My site").await;

    let reply = Call::control(&sandbox, "GET", "/keys").send().await;

    let keys = reply.json()["keys"].clone();
    let fingerprint = text(&keys, "/0/fingerprint");
    assert!(has_shape(&fingerprint, "sha256:############"), "{fingerprint}");
    let expected = json!([{
        "provider": "senderwiz",
        "owner": "ab382plq98zr7",
        "id": "31",
        "name": "My site",
        "fingerprint": fingerprint,
        "live": true,
        "standing": "live",
        "enabled": true,
        "created_at": "2025-06-01T10:30:00Z",
        "valid_from": null,
        "expires_at": null,
        "ended_at": null
    }]);
    assert_eq!(keys, expected);
    assert_eq!(serde_json::to_value(sandbox.keys()).unwrap(), expected);
    assert!(!reply.text.contains(&secret));
}

#[tokio::test]
async fn the_request_log_tells_everything_but_secrets() {
    let sandbox = Sandbox::start().await.unwrap();
    let minted = mint(&sandbox, "n").await;
    let known = Sandbox::credentials();
    let call = Call::to(
        &sandbox,
        Provider::Infobip,
        "POST",
        &format!("/settings/2/api-keys?apiKeySecret={minted}"),
    );
    let call = call
        .header("authorization", &format!("App {}", known.infobip_api_key))
        .header("x-note", &minted);
    let sent = json!({"name": minted, "password": "CANARY"});
    call.json(&sent).send().await;

    let reply = Call::control(&sandbox, "GET", "/requests").send().await;

    for secret in [minted.as_str(), known.infobip_api_key, known.senderwiz_admin_api_key, "CANARY"]
    {
        assert!(!reply.text.contains(secret), "{}", reply.text);
    }
    let last = &reply.json()["requests"][1];
    assert_eq!(last["provider"], "infobip");
    assert_eq!(last["method"], "POST");
    assert_eq!(last["path"], "/infobip/settings/2/api-keys?apiKeySecret=[redacted]");
    assert_eq!(last["headers"]["authorization"], "App [redacted]");
    assert_eq!(last["headers"]["x-note"], "[redacted]");
    assert_eq!(last["headers"]["content-type"], "application/json");
    assert_eq!(last["body"], r#"{"name":"[redacted]","password":"[redacted]"}"#);
    assert_eq!(last["body_bytes"], json!(sent.to_string().len()));
    assert_eq!((&last["status"], &last["fault"]), (&json!(403), &Value::Null));
    assert_eq!(sandbox.requests()[0].headers["x-admin-api-key"], "[redacted]");
}

#[tokio::test]
async fn a_minted_api_key_can_be_verified_however_it_is_sent() {
    let sandbox = frozen(Dialect::Schemas, "2025-06-01T10:30:00Z").await;
    let secret = mint(&sandbox, "n").await;
    let verify = async |header: &str, value: &str| {
        Call::control(&sandbox, "GET", "/verify").header(header, value).send().await
    };

    let [bearer, app] = ["Bearer", "App"].map(|scheme| format!("{scheme} {secret}"));
    for (header, value) in
        [("x-api-key", &secret), ("authorization", &bearer), ("authorization", &app)]
    {
        let reply = verify(header, value).await;
        assert_eq!((reply.status, &reply.json()["key"]["id"]), (200, &json!("31")));
        assert_eq!(reply.json()["address_admitted"], true);
    }
    assert_eq!(verify("x-api-key", "unknown").await.status, 401);
    assert_eq!(Call::control(&sandbox, "GET", "/verify").send().await.status, 401);

    let url = "/customers/ab382plq98zr7/api-keys/31";
    let call = Call::to(&sandbox, Provider::SenderWiz, "DELETE", url);
    call.header("x-admin-api-key", Sandbox::credentials().senderwiz_admin_api_key).send().await;
    let dead = verify("x-api-key", &secret).await;
    assert_eq!((dead.status, &dead.json()["key"]["standing"]), (401, &json!("ended")));
}

#[tokio::test]
async fn time_moves_when_it_is_told_to() {
    let sandbox = frozen(Dialect::Schemas, "2025-06-01T10:30:00Z").await;

    let moved = Call::control(&sandbox, "POST", "/clock")
        .json(&json!({"advance_seconds": 90}))
        .send()
        .await;
    assert_eq!(moved.json(), json!({"now": "2025-06-01T10:31:30Z"}));
    sandbox.advance(Duration::from_millis(500));
    mint(&sandbox, "n").await;

    assert_eq!(sandbox.keys()[0].created_at.to_string(), "2025-06-01T10:31:30.5Z");
    let wrong = Call::control(&sandbox, "POST", "/clock").json(&json!({"seconds": 1})).send().await;
    assert_eq!(wrong.status, 400);
}

#[tokio::test]
async fn a_reset_forgets_everything_but_never_repeats_a_secret() {
    let sandbox = frozen(Dialect::Schemas, "2025-06-01T10:30:00Z").await;
    let first = mint(&sandbox, "n").await;
    let extra = sandbox.add_owners(Provider::SenderWiz, 1);
    sandbox.advance(Duration::from_secs(60));

    assert_eq!(Call::control(&sandbox, "POST", "/reset").send().await.status, 200);

    assert!(sandbox.keys().is_empty() && sandbox.requests().is_empty());
    assert!(sandbox.verify(&first).is_none());
    assert!(!sandbox.owners(Provider::SenderWiz).contains(&extra[0]));
    assert_ne!(mint(&sandbox, "n").await, first);
    assert_eq!(sandbox.keys()[0].created_at.to_string(), "2025-06-01T10:30:00Z");
}

#[tokio::test]
async fn the_same_seed_mints_the_same_secrets() {
    let start = async |seed| {
        let sandbox = Sandbox::builder().seed(seed).start().await.unwrap();
        mint(&sandbox, "n").await
    };

    assert_eq!(start(7).await, start(7).await);
    assert_ne!(start(7).await, start(8).await);
}

#[tokio::test]
async fn more_owners_can_be_had_wherever_there_can_be_more() {
    let sandbox = Sandbox::start().await.unwrap();

    for provider in [Provider::SenderWiz, Provider::Infobip, Provider::SendKit] {
        let before = sandbox.owners(provider).len();
        let added = Call::control(&sandbox, "POST", "/owners")
            .json(&json!({"provider": provider, "count": 3}));
        let added = added.send().await.json()["owners"].clone();
        let owners = sandbox.owners(provider);
        assert_eq!(owners.len(), before + 3);
        assert_eq!(added, json!(owners[before..]));
    }
    assert_eq!(sandbox.add_owners(Provider::BitGpt, 3), [""; 0]);
    assert_eq!(sandbox.owners(Provider::BitGpt).len(), 1);
}

#[tokio::test]
async fn the_overview_leads_to_every_provider() {
    let sandbox = Sandbox::start().await.unwrap();

    let overview = Call::control(&sandbox, "GET", "").send().await.json();

    let urls = serde_json::to_value(sandbox.base_urls()).unwrap();
    assert_eq!(overview["base_urls"], urls);
    assert_eq!(urls["senderwiz"], format!("http://{}/senderwiz/api/admin", sandbox.address()));
    assert_eq!(overview["owners"]["sendkit"], json!(sandbox.owners(Provider::SendKit)));
    assert_eq!(Call::control(&sandbox, "GET", "/nothing").send().await.status, 404);
    assert_eq!(
        Call::new("GET", &format!("http://{}/", sandbox.address())).send().await.status,
        404
    );
}

#[tokio::test]
async fn a_dropped_sandbox_stops_listening() {
    let sandbox = Sandbox::start().await.unwrap();
    let url = sandbox.base_url(Provider::SendKit);
    assert_eq!(Call::new("GET", &url).send().await.status, 401);

    sandbox.stop().await;

    let error = Call::new("GET", &url).try_send().await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn a_body_without_end_is_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let call = Call::to(&sandbox, Provider::SenderWiz, "POST", "/customers");

    let reply = call.body("application/json", &" ".repeat(1024 * 1024 + 1)).send().await;

    assert_eq!(reply.status, 413);
}

#[tokio::test]
async fn every_standing_has_a_name() {
    let names: Vec<Value> = [
        Standing::Live,
        Standing::NotYetValid,
        Standing::Expired,
        Standing::Disabled,
        Standing::Ended,
    ]
    .map(|standing| serde_json::to_value(standing).unwrap())
    .into();

    assert_eq!(json!(names), json!(["live", "not_yet_valid", "expired", "disabled", "ended"]));
}

async fn mint(sandbox: &Sandbox, name: &str) -> String {
    let call = Call::to(sandbox, Provider::SenderWiz, "POST", "/customers/ab382plq98zr7/api-keys");
    let call = call.header("x-admin-api-key", Sandbox::credentials().senderwiz_admin_api_key);
    text(&call.json(&json!({"name": name})).send().await.json(), "/api_key/key")
}
