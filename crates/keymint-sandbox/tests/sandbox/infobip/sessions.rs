//! Sessions and access tokens.

use std::time::Duration;

use keymint_sandbox::{Dialect, Provider, Sandbox};
use serde_json::json;

use super::V2;
use crate::support::{Call, Reply, frozen, text};

#[tokio::test]
async fn a_session_lives_as_long_as_it_is_used_within_the_hour() {
    let sandbox = frozen(Dialect::Schemas, "2025-06-01T10:30:00Z").await;
    let known = Sandbox::credentials();
    let user = json!({"username": known.infobip_username, "password": known.infobip_password});
    let opened =
        Call::to(&sandbox, Provider::Infobip, "POST", "/auth/1/session").json(&user).send().await;
    let token = text(&opened.json(), "/token");
    let authorization = format!("IBSSO {token}");

    for _ in 0..2 {
        sandbox.advance(Duration::from_secs(3599));
        assert_eq!(get(&sandbox, &authorization).await.status, 200);
    }
    sandbox.advance(Duration::from_secs(3600));
    assert_eq!(get(&sandbox, &authorization).await.status, 401);
    assert_eq!(get(&sandbox, &format!("Bearer {token}")).await.status, 401);
}

#[tokio::test]
async fn a_closed_session_is_over() {
    let sandbox = Sandbox::start().await.unwrap();
    let known = Sandbox::credentials();
    let user = json!({"username": known.infobip_username, "password": known.infobip_password});
    let opened =
        Call::to(&sandbox, Provider::Infobip, "POST", "/auth/1/session").json(&user).send().await;
    let authorization = format!("IBSSO {}", text(&opened.json(), "/token"));

    let close = Call::to(&sandbox, Provider::Infobip, "DELETE", "/auth/1/session");
    let closed = close.header("authorization", &authorization).send().await;

    assert_eq!((closed.status, closed.text.as_str()), (200, ""));
    assert_eq!(get(&sandbox, &authorization).await.status, 401);
}

#[tokio::test]
async fn a_wrong_password_opens_nothing() {
    let sandbox = Sandbox::start().await.unwrap();

    let user = json!({"username": "sandbox-user", "password": "wrong"});
    let reply =
        Call::to(&sandbox, Provider::Infobip, "POST", "/auth/1/session").json(&user).send().await;

    assert_eq!(reply.status, 400);
    assert_eq!(reply.json()["requestError"]["serviceException"]["messageId"], "BAD_REQUEST");
}

#[tokio::test]
async fn client_credentials_buy_an_hour() {
    let sandbox = frozen(Dialect::Schemas, "2025-06-01T10:30:00Z").await;
    let known = Sandbox::credentials();
    let good = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        known.infobip_client_id, known.infobip_client_secret
    );

    let token = buy(&sandbox, &good).await.json();
    assert_eq!((&token["expires_in"], &token["token_type"]), (&json!(3600), &json!("Bearer")));
    let authorization = format!("Bearer {}", text(&token, "/access_token"));
    assert_eq!(get(&sandbox, &authorization).await.status, 200);
    sandbox.advance(Duration::from_secs(3600));
    assert_eq!(get(&sandbox, &authorization).await.status, 401);

    let wrong = buy(&sandbox, "grant_type=client_credentials&client_id=a&client_secret=b").await;
    assert_eq!((wrong.status, &wrong.json()["error"]), (401, &json!("invalid_client")));
    assert_eq!(buy(&sandbox, "grant_type=password").await.status, 400);
    let logged = format!("{:?}", sandbox.requests());
    assert!(!logged.contains(known.infobip_client_secret), "{logged}");
}

async fn buy(sandbox: &Sandbox, form: &str) -> Reply {
    let call = Call::to(sandbox, Provider::Infobip, "POST", "/auth/1/oauth2/token");
    call.body("application/x-www-form-urlencoded", form).send().await
}

async fn get(sandbox: &Sandbox, authorization: &str) -> Reply {
    Call::to(sandbox, Provider::Infobip, "GET", V2)
        .header("authorization", authorization)
        .send()
        .await
}
