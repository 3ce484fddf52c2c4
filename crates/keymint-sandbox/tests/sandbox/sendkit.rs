//! SendKit: one API key per workspace.

use keymint_sandbox::{Dialect, Provider, Sandbox, Standing};
use serde_json::{Value, json};

use crate::support::{Call, Reply, frozen, has_shape, text};

#[tokio::test]
async fn a_creation_answers_as_in_the_documented_example() {
    let sandbox = frozen(Dialect::Examples, "2025-06-01T10:30:00Z").await;

    let reply = send(&sandbox, "POST", KEY, OWNER).await;

    assert_eq!(reply.status, 201);
    let secret = text(&reply.json(), "/data/apiKey");
    assert!(has_shape(&secret, &format!("sk_{}", "#".repeat(48))), "{secret}");
    let documented = json!({
        "success": true,
        "data": {
            "apiKey": secret,
            "createdAt": "2025-06-01T10:30:00.000Z",
            "createdBy": "664f0a1b2c3d4e5f6a7b8c9d"
        }
    });
    assert_eq!(reply.json(), documented);
}

#[tokio::test]
async fn a_workspace_has_one_api_key_at_a_time() {
    let sandbox = Sandbox::start().await.unwrap();

    assert_eq!(send(&sandbox, "POST", KEY, OWNER).await.status, 201);
    assert_eq!(send(&sandbox, "POST", KEY, OWNER).await.status, 409);
    assert_eq!(send(&sandbox, "DELETE", KEY, OWNER).await.status, 200);
    assert_eq!(send(&sandbox, "POST", KEY, OWNER).await.status, 201);

    let live: Vec<bool> = sandbox.keys().iter().map(|key| key.live).collect();
    assert_eq!(live, [false, true]);
}

#[tokio::test]
async fn a_rotation_replaces_the_api_key_at_once() {
    let sandbox = Sandbox::start().await.unwrap();
    let old = text(&send(&sandbox, "POST", KEY, OWNER).await.json(), "/data/apiKey");

    let reply = send(&sandbox, "POST", &format!("{KEY}/rotate"), OWNER).await;

    let new = text(&reply.json(), "/data/apiKey");
    assert_eq!(reply.status, 200);
    assert_eq!(sandbox.verify(&old).unwrap().standing, Standing::Ended);
    assert_eq!(sandbox.verify(&new).unwrap().standing, Standing::Live);
}

#[tokio::test]
async fn a_deletion_ends_the_api_key() {
    let sandbox = Sandbox::start().await.unwrap();
    send(&sandbox, "POST", KEY, OWNER).await;

    let reply = send(&sandbox, "DELETE", KEY, OWNER).await;

    assert_eq!(reply.json(), json!({"success": true, "data": {"message": "API key deleted"}}));
    assert!(!sandbox.keys()[0].live);
    assert_eq!(send(&sandbox, "DELETE", KEY, OWNER).await.status, 404);
    assert_eq!(send(&sandbox, "POST", &format!("{KEY}/rotate"), OWNER).await.status, 404);
}

#[tokio::test]
async fn only_platform_keys_of_owners_manage_api_keys() {
    let sandbox = Sandbox::start().await.unwrap();
    let minted = text(&send(&sandbox, "POST", KEY, OWNER).await.json(), "/data/apiKey");

    let known = Sandbox::credentials();
    let cases = [
        (known.sendkit_member_key, 403),
        (known.sendkit_workspace_key, 403),
        (minted.as_str(), 403),
        ("sk_user_nobody", 401),
    ];
    for (credential, status) in cases {
        for (method, path) in
            [("POST", KEY), ("POST", "/v1/workspaces/x/api-key/rotate"), ("DELETE", KEY)]
        {
            assert_eq!(
                send(&sandbox, method, path, credential).await.status,
                status,
                "{method} {path}"
            );
        }
    }
    assert_eq!(Call::to(&sandbox, Provider::SendKit, "POST", KEY).send().await.status, 401);
    assert_eq!(sandbox.keys().len(), 1);
}

#[tokio::test]
async fn errors_have_the_shape_of_the_examples_or_of_the_schemas() {
    let flat = frozen(Dialect::Examples, "2025-06-01T10:30:00Z").await;
    send(&flat, "POST", KEY, OWNER).await;
    let documented = [
        (
            send(&flat, "POST", KEY, Sandbox::credentials().sendkit_workspace_key).await,
            json!({"error": "Forbidden", "message": "You don't have permission to access this resource", "code": 403}),
        ),
        (
            send(&flat, "DELETE", "/v1/workspaces/000000000000000000000000/api-key", OWNER).await,
            json!({"error": "Not Found", "message": "The requested resource was not found", "code": 404}),
        ),
        (
            send(&flat, "POST", KEY, OWNER).await,
            json!({
                "error": "Conflict",
                "message": "The request conflicts with the current state of the resource",
                "code": 409,
                "details": "Resource already exists"
            }),
        ),
    ];
    for (reply, body) in documented {
        assert_eq!(reply.json(), body);
    }

    let nested = Sandbox::start().await.unwrap();
    let error = send(&nested, "DELETE", KEY, OWNER).await.json();
    assert_eq!(error["success"], json!(false));
    assert!(error["error"]["code"].is_string() && error["error"]["message"].is_string(), "{error}");
}

#[tokio::test]
async fn a_bearer_token_is_the_same_key() {
    let sandbox = Sandbox::start().await.unwrap();

    let call = Call::to(&sandbox, Provider::SendKit, "GET", "/v1/account");
    let reply = call.header("authorization", &format!("Bearer {OWNER}")).send().await;

    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()["data"]["workspaces"][0]["role"], "owner");
}

#[tokio::test]
async fn workspaces_can_be_made_seen_and_deleted() {
    let sandbox = Sandbox::start().await.unwrap();
    let call =
        Call::to(&sandbox, Provider::SendKit, "POST", "/v1/workspaces").header("x-api-key", OWNER);
    let made = call.json(&json!({"name": "Night shift"})).send().await;
    let id = text(&made.json(), "/data/id");
    assert!(has_shape(&id, &"#".repeat(24)), "{id}");
    assert_eq!(made.status, 201);

    let key = format!("/v1/workspaces/{id}/api-key");
    let secret = text(&send(&sandbox, "POST", &key, OWNER).await.json(), "/data/apiKey");
    let seen = send(&sandbox, "GET", "/v1/workspaces", &secret).await.json();
    assert_eq!(seen["data"].as_array().map(Vec::len), Some(1));
    assert_eq!(seen["data"][0]["name"], "Night shift");
    assert_eq!(send(&sandbox, "GET", "/v1/account", &secret).await.status, 403);

    let own = format!("/v1/workspaces/{id}");
    assert_eq!(send(&sandbox, "DELETE", &own, OWNER).await.status, 200);
    assert_eq!(send(&sandbox, "POST", &key, OWNER).await.status, 404);
    assert!(!sandbox.keys()[0].live, "a workspace takes its API key with it");
}

#[tokio::test]
async fn a_workspace_needs_a_name_in_json() {
    let sandbox = Sandbox::start().await.unwrap();
    let create = |media_type: &'static str, body: &'static str| {
        let call = Call::to(&sandbox, Provider::SendKit, "POST", "/v1/workspaces");
        call.header("x-api-key", OWNER).body(media_type, body).send()
    };

    assert_eq!(create("application/json", "{}").await.status, 400);
    assert_eq!(create("application/json", r#"{"name": " "}"#).await.status, 400);
    assert_eq!(create("application/json", "{").await.status, 400);
    assert_eq!(create("text/plain", r#"{"name": "A"}"#).await.status, 415);
    let wrong: Value = create("application/json", r#"{"name": 5}"#).await.json();
    assert_eq!(
        wrong["error"]["details"],
        json!([{"field": "name", "message": "must be a string"}])
    );
}

async fn send(sandbox: &Sandbox, method: &str, path: &str, credential: &str) -> Reply {
    Call::to(sandbox, Provider::SendKit, method, path).header("x-api-key", credential).send().await
}

const OWNER: &str = "sk_user_SANDBOX_owner";
const KEY: &str = "/v1/workspaces/665a1b2c3d4e5f6a7b8c9d0e/api-key";
