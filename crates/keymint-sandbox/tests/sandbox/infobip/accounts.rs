//! Accounts, credentials and quotas.

use std::time::Duration;

use keymint_sandbox::{Dialect, Provider, Sandbox};
use serde_json::{Value, json};

use super::{OWN, SUB, V1, V2, call, send};
use crate::support::{Call, frozen, has_shape, text};

#[tokio::test]
async fn accounts_can_be_made_listed_and_changed() {
    let sandbox = Sandbox::start().await.unwrap();

    let made = send(&sandbox, "POST", "/settings/1/accounts", Some(&json!({"name": "Branch"})))
        .await
        .json();
    let key = text(&made, "/key");
    assert!(has_shape(&key, &"@".repeat(32)), "{key}");
    assert_eq!(made, json!({"key": key, "ownerKey": OWN, "name": "Branch", "enabled": true}));

    let listed = send(&sandbox, "GET", "/settings/1/accounts?name=Branch", None).await.json();
    assert_eq!(listed, json!({"accounts": [made]}));
    let path = format!("/settings/1/accounts/{key}");
    let changed =
        send(&sandbox, "PUT", &path, Some(&json!({"name": "UpdatedName", "enabled": false}))).await;
    assert_eq!(
        (&changed.json()["name"], &changed.json()["enabled"]),
        (&json!("UpdatedName"), &json!(false))
    );
    assert_eq!(send(&sandbox, "GET", &path, None).await.json(), changed.json());
    assert_eq!(
        send(&sandbox, "POST", &format!("{path}/api-keys"), Some(&json!({"name": "n"})))
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn the_own_account_is_shown_but_not_changed() {
    let sandbox = Sandbox::start().await.unwrap();

    assert_eq!(send(&sandbox, "GET", "/settings/1/accounts/_", None).await.json()["key"], OWN);
    assert_eq!(
        send(&sandbox, "PUT", "/settings/1/accounts/_", Some(&json!({"name": "x"}))).await.status,
        403
    );
}

#[tokio::test]
async fn an_account_can_be_changed_in_xml() {
    let sandbox = Sandbox::start().await.unwrap();
    let request = "<Account><name>UpdatedName</name><enabled>false</enabled></Account>";

    let call = call(&sandbox, "PUT", &format!("/settings/1/accounts/{SUB}"));
    let reply =
        call.header("accept", "application/xml").body("application/xml", request).send().await;

    let expected = format!(
        "<account><key>{SUB}</key><ownerKey>{OWN}</ownerKey><name>UpdatedName</name><enabled>false</enabled></account>"
    );
    assert!(reply.text.ends_with(&expected), "{}", reply.text);
}

#[tokio::test]
async fn api_keys_open_accounts_but_not_api_keys() {
    let sandbox = Sandbox::start().await.unwrap();
    let made = send(&sandbox, "POST", V2, Some(&json!({"name": "n"}))).await.json();
    let elsewhere = json!({"name": "n", "allowedIPs": ["203.0.113.0/24"]});
    let elsewhere = send(&sandbox, "POST", V2, Some(&elsewhere)).await.json();
    let status = async |authorization: &str, path: &str| {
        let call = Call::to(&sandbox, Provider::Infobip, "GET", path)
            .header("authorization", authorization);
        call.send().await.status
    };

    let known = Sandbox::credentials();
    for secret in [known.infobip_api_key, &text(&made, "/apiKeySecret")] {
        assert_eq!(status(&format!("App {secret}"), "/settings/1/accounts").await, 200);
        assert_eq!(status(&format!("App {secret}"), V1).await, 403);
        assert_eq!(status(&format!("App {secret}"), V2).await, 403);
    }
    let outside = format!("App {}", text(&elsewhere, "/apiKeySecret"));
    assert_eq!(status(&outside, "/settings/1/accounts").await, 401);
    for accepted in [
        format!("IBSSO {}", known.infobip_session_token),
        format!("Bearer {}", known.infobip_access_token),
    ] {
        assert_eq!(status(&accepted, V1).await, 200);
        assert_eq!(status(&accepted, V2).await, 200);
    }
    for refused in
        ["App nothing", "Basic bm90aGluZw==", "Basic !", "IBSSO x", "Bearer x", "nothing"]
    {
        assert_eq!(status(refused, V1).await, 401, "{refused}");
    }
    let bare = Call::to(&sandbox, Provider::Infobip, "GET", V1).send().await;
    assert_eq!(bare.status, 401);
}

#[tokio::test]
async fn an_account_creates_forty_api_keys_a_day_through_both_versions() {
    let sandbox = frozen(Dialect::Schemas, "2023-09-01T10:00:00.5Z").await;
    let request = json!({"name": "n"});
    for number in 0..40 {
        let path = if number % 2 == 0 { V1 } else { V2 };
        assert!(send(&sandbox, "POST", path, Some(&request)).await.status < 300, "{number}");
    }
    sandbox.advance(Duration::from_millis(3_600_500));

    let refused = [
        send(&sandbox, "POST", V1, Some(&request)).await,
        send(&sandbox, "POST", V2, Some(&request)).await,
    ];
    for reply in refused {
        assert_eq!((reply.status, reply.retry_after), (429, Some(23 * 3600)));
        assert_eq!(reply.json()["errorCode"], "E429");
        assert_eq!(reply.json()["description"], "Too many requests sent.");
    }
    let other =
        send(&sandbox, "POST", &format!("/settings/1/accounts/{SUB}/api-keys"), Some(&request))
            .await;
    assert_eq!(other.status, 201, "the quota is the account's");
    sandbox.advance(Duration::from_secs(23 * 3600));
    assert_eq!(send(&sandbox, "POST", V1, Some(&request)).await.status, 201);
}

#[tokio::test]
async fn updates_have_a_quota_of_their_own_in_version_2_only() {
    let sandbox = Sandbox::start().await.unwrap();
    let made: Value = send(&sandbox, "POST", V2, Some(&json!({"name": "n"}))).await.json();
    let id = text(&made, "/id");
    for _ in 0..40 {
        assert_eq!(
            send(&sandbox, "PUT", &format!("{V2}/{id}"), Some(&json!({}))).await.status,
            200
        );
    }

    let refused = send(&sandbox, "PUT", &format!("{V2}/{id}"), Some(&json!({}))).await;

    assert_eq!(refused.status, 429);
    assert!(refused.retry_after.is_some_and(|seconds| (86_000..=86_400).contains(&seconds)));
    assert_eq!(send(&sandbox, "PUT", &format!("{V1}/{id}"), Some(&json!({}))).await.status, 200);
    assert_eq!(send(&sandbox, "POST", V2, Some(&json!({"name": "n"}))).await.status, 200);
}
