//! BitGPT: the API keys of one organization.

use std::time::Duration;

use keymint_sandbox::{Dialect, Provider, Sandbox, Standing};
use serde_json::{Value, json};

use crate::support::{Call, Reply, frozen, has_shape, text};

#[tokio::test]
async fn a_creation_answers_as_in_the_documented_example() {
    let sandbox = frozen(Dialect::Examples, "2025-06-30T15:00:22Z").await;

    let reply = create(&sandbox, &request()).await;

    let body = reply.json();
    let (id, secret) = (text(&body, "/data/id"), text(&body, "/data/secret"));
    assert_eq!(reply.status, 200);
    assert!(has_shape(&id, "api_key_########-####-7###-####-############"), "{id}");
    assert!(secret.starts_with("sk_live_MDE5") && secret.len() == 8 + 58, "{secret}");
    let documented = json!({
        "status": 200,
        "data": {
            "id": id,
            "secret": secret,
            "scopes": ["products.create"],
            "ip_allow_list": ["127.0.0.1"],
            "expires_at": "2026-05-30 20:23:16",
            "created_at": "2025-06-30 15:00:22",
            "updated_at": null
        },
        "error": null,
        "log": null,
        "validator": null,
        "support_id": null,
        "message": "Resource created successfully",
        "env": "development"
    });
    assert_eq!(body, documented);
}

#[tokio::test]
async fn the_schemas_answer_has_every_field() {
    let sandbox = frozen(Dialect::Schemas, "2025-06-30T15:05:47Z").await;

    let body = create(&sandbox, &request()).await.json();

    let support = text(&body, "/support_id");
    assert!(has_shape(&support, "support_########-####-7###-####-############"), "{support}");
    assert_eq!(body["data"]["label"], "My API Key");
    assert_eq!(body["data"]["organization_id"], "org_0197c0f1-9589-7990-b421-4b806f637b0c");
    assert_eq!(body["data"]["metrics"]["api_key_id"], body["data"]["id"]);
}

#[tokio::test]
async fn a_list_masks_the_secret_and_has_no_label() {
    let sandbox = Sandbox::start().await.unwrap();
    let secret = text(&create(&sandbox, &request()).await.json(), "/data/secret");

    let body = send(&sandbox, "GET", "", None).await.json();

    let listed = &body["data"][0];
    let (head, tail) = (secret.split_at(20).0, secret.split_at(secret.len() - 5).1);
    assert_eq!(listed["secret"], format!("{head}...{tail}"));
    assert_eq!(listed.get("label"), None);
    assert_eq!(body["message"], "Resource created successfully");
}

#[tokio::test]
async fn one_api_key_is_shown_without_its_secret() {
    let sandbox = Sandbox::start().await.unwrap();
    let id = text(&create(&sandbox, &request()).await.json(), "/data/id");

    let body = send(&sandbox, "GET", &format!("/{id}"), None).await.json();

    assert_eq!(body["data"]["label"], "My API Key");
    assert_eq!(body["data"].get("secret"), None);
    assert_eq!(send(&sandbox, "GET", "/api_key_nowhere", None).await.status, 404);
}

#[tokio::test]
async fn only_label_and_description_can_be_changed() {
    let sandbox = Sandbox::start().await.unwrap();
    let id = text(&create(&sandbox, &request()).await.json(), "/data/id");
    let path = format!("/{id}");

    let change = json!({"label": "Renamed", "scopes": [], "expires_at": "2030-01-01 00:00:00"});
    let body = send(&sandbox, "PUT", &path, Some(&change)).await.json();

    assert_eq!(body["data"], json!({"id": id}));
    assert_eq!(body["message"], "API key updated");
    let shown = send(&sandbox, "GET", &path, None).await.json();
    assert_eq!(shown["data"]["label"], "Renamed");
    assert_eq!(shown["data"]["description"], "Key for accessing product APIs");
    assert_eq!(shown["data"]["scopes"], json!(["products.create"]));
    assert_eq!(shown["data"]["expires_at"], "2026-05-30 20:23:16");
    let unnamed = send(&sandbox, "PUT", &path, Some(&json!({"description": "d"}))).await;
    assert_eq!(
        (unnamed.status, &unnamed.json()["validator"]["label"]),
        (400, &json!("is required"))
    );
}

#[tokio::test]
async fn an_api_key_ends_by_time_alone() {
    let sandbox = frozen(Dialect::Schemas, "2026-05-30T20:23:15Z").await;
    let secret = text(&create(&sandbox, &request()).await.json(), "/data/secret");
    assert_eq!(sandbox.verify(&secret).unwrap().standing, Standing::Live);

    sandbox.advance(Duration::from_secs(1));

    assert_eq!(sandbox.verify(&secret).unwrap().standing, Standing::Expired);
    assert_eq!(
        send(&sandbox, "DELETE", "/api_key_x", None).await.status,
        404,
        "there is no delete"
    );
}

#[tokio::test]
async fn invalid_fields_are_named_in_the_validator() {
    let sandbox = Sandbox::start().await.unwrap();
    let cases = [
        (json!({}), "label", "is required"),
        (json!({"label": ""}), "label", "is required"),
        (json!({"label": "x".repeat(256)}), "label", "must be at most 255 characters long"),
        (
            json!({"label": "a", "scopes": ["users.read"]}),
            "scopes",
            "users.read is not a known value",
        ),
        (
            json!({"label": "a", "ip_allow_list": ["10.0.0.0/33"]}),
            "ip_allow_list",
            "10.0.0.0/33 is not a valid IP address or range",
        ),
        (
            json!({"label": "a", "expires_at": "2025-06-29T16:03:44Z"}),
            "expires_at",
            "is not a valid date",
        ),
        (json!({"label": "a", "scopes": "all"}), "scopes", "must be a list of strings"),
    ];

    for (request, field, message) in cases {
        let reply = create(&sandbox, &request).await;
        let body = reply.json();
        assert_eq!(reply.status, 400, "{request}");
        assert_eq!(body["validator"], json!({field: message}));
        assert_eq!(
            (&body["status"], &body["data"], &body["message"]),
            (&json!(400), &Value::Null, &Value::Null)
        );
    }
    assert!(sandbox.keys().is_empty());
}

#[tokio::test]
async fn only_json_is_spoken() {
    let sandbox = Sandbox::start().await.unwrap();
    let call = || {
        let call = Call::to(&sandbox, Provider::BitGpt, "POST", PATH);
        call.header("authorization", &format!("Bearer {TOKEN}"))
    };

    assert_eq!(
        call().body("application/x-www-form-urlencoded", "label=a").send().await.status,
        406
    );
    assert_eq!(
        call().header("accept", "application/xml").json(&request()).send().await.status,
        406
    );
    assert_eq!(call().body("application/json", "{\"label\":").send().await.status, 400);
    assert_eq!(call().body("application/json", "[]").send().await.status, 400);
}

#[tokio::test]
async fn an_api_key_may_list_but_never_manage() {
    let sandbox = frozen(Dialect::Schemas, "2025-06-30T15:05:47Z").await;
    let all = text(&create(&sandbox, &json!({"label": "all"})).await.json(), "/data/secret");
    let narrow = text(&create(&sandbox, &request()).await.json(), "/data/secret");
    let elsewhere = json!({"label": "elsewhere", "ip_allow_list": ["203.0.113.0/24"]});
    let elsewhere = text(&create(&sandbox, &elsewhere).await.json(), "/data/secret");

    let with = async |method: &str, authorization: &str| {
        let call = Call::to(&sandbox, Provider::BitGpt, method, PATH)
            .header("authorization", authorization);
        call.json(&json!({"label": "x"})).send().await
    };
    for authorization in [LISTER.to_owned(), format!("Bearer {LISTER}"), all.clone()] {
        assert_eq!(with("GET", &authorization).await.status, 200);
        assert_eq!(with("POST", &authorization).await.status, 403);
    }
    assert_eq!(with("GET", &narrow).await.status, 403);
    assert_eq!(with("GET", &elsewhere).await.status, 403);
    assert_eq!(with("GET", "sk_live_unknown").await.status, 401);
    assert_eq!(with("GET", &format!("Basic {TOKEN}")).await.status, 401);

    let refused = with("POST", LISTER).await.json();
    let support = text(&refused, "/support_id");
    assert!(has_shape(&support, "support_########-####-7###-####-############"), "{support}");
    assert_eq!(
        refused["error"],
        "Access denied. You do not have permission to perform this action."
    );
}

#[tokio::test]
async fn analytics_name_every_api_key() {
    let sandbox = Sandbox::start().await.unwrap();
    let id = text(&create(&sandbox, &request()).await.json(), "/data/id");

    let call = Call::to(&sandbox, Provider::BitGpt, "GET", "/analytics/api_keys");
    let body = call.header("authorization", LISTER).send().await.json();

    assert_eq!(
        body["data"]["api_key_metrics_30d"],
        json!([{"api_key_id": id, "total_requests": 0}])
    );
}

fn request() -> Value {
    json!({
        "label": "My API Key",
        "description": "Key for accessing product APIs",
        "scopes": ["products.create"],
        "ip_allow_list": ["127.0.0.1"],
        "expires_at": "2026-05-30 20:23:16"
    })
}

async fn create(sandbox: &Sandbox, body: &Value) -> Reply {
    send(sandbox, "POST", "", Some(body)).await
}

async fn send(sandbox: &Sandbox, method: &str, path: &str, body: Option<&Value>) -> Reply {
    let call = Call::to(sandbox, Provider::BitGpt, method, &format!("{PATH}{path}"));
    let call = call.header("authorization", &format!("Bearer {TOKEN}"));
    match body {
        Some(body) => call.json(body).send().await,
        None => call.send().await,
    }
}

const PATH: &str = "/developers/api_keys";
const TOKEN: &str = "SANDBOX.bitgpt.access.token";
const LISTER: &str = "sk_live_SANDBOXxBITGPTxLISTxONLYxKEYxSANDBOXxBITGPTxLISTxONLYxKEYxx";
