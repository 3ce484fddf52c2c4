//! BitGPT: each operation as it goes out, and each documented answer as it comes back.

use keymint_bitgpt::types::{CreateApiKeyRequest, Environment, Scope, UpdateApiKeyRequest};
use keymint_bitgpt::{Client, Credential, DateTimeSpace, Open, Result};

use crate::support::{Provider, assert_sent};

const KEY: &str = "api_key_0197c0ec-a197-719f-84a9-99270a79b42a";

fn client(provider: &Provider) -> Client {
    let credential = Credential::access_token("an.access.token").expect("a credential");
    Client::builder(credential).base_url(provider.url()).build().expect("a client")
}

fn date(text: &str) -> DateTimeSpace {
    text.parse().expect("a date")
}

#[tokio::test]
async fn create_api_key() -> Result<()> {
    let provider = Provider::serving("bitgpt/create_api_key.200.schema.built.json").await;
    let body = CreateApiKeyRequest::builder()
        .label("My API Key")
        .description("Key for accessing product APIs".to_owned())
        .scopes(vec![Scope::ProductsCreate.into()])
        .ip_allow_list(vec!["127.0.0.1".to_owned()])
        .expires_at(date("2026-05-30 20:23:16"));

    let created = client(&provider).create_api_key().body(body).send().await?;

    let request = provider.request().await;
    assert_eq!(request.headers["authorization"], "Bearer an.access.token");
    assert_sent!("bitgpt", "create_api_key", request);
    let key = &created.data;
    assert_eq!(key.id, "api_key_0197c0f1-9589-7990-b421-4b806f637b0c");
    assert_eq!(
        key.secret.expose(),
        "sk_live_MDE5N2MwZjEtOTU4OS03N2U0LWJiY2YtNGQ0OWQ4YTM5NzUzX2JpdGdwdA"
    );
    assert_eq!(key.organization_id.as_deref(), Some("org_0197c0f1-9589-7990-b421-4b806f637b0c"));
    assert_eq!(key.label.as_deref(), Some("My API Key"));
    assert_eq!(key.scopes.as_deref().expect("a list"), [Scope::ProductsCreate]);
    assert_eq!(key.ip_allow_list.as_deref().expect("a list"), ["127.0.0.1"]);
    assert_eq!(key.expires_at, Some(date("2026-05-30 20:23:16")));
    assert_eq!(key.created_at.expect("a date").instant().to_string(), "2025-06-30T15:05:47Z");
    assert!(key.updated_at.is_none());
    let metrics = key.metrics.as_ref().expect("metrics");
    assert_eq!(metrics.total_requests, Some(150));
    assert_eq!(metrics.last_used_at, Some(date("2025-06-30 16:03:44")));
    Ok(())
}

#[tokio::test]
async fn the_page_s_shorter_example_is_read_too() -> Result<()> {
    let provider = Provider::serving("bitgpt/create_api_key.200.json").await;

    let created = client(&provider)
        .create_api_key()
        .body(CreateApiKeyRequest::builder().label("x"))
        .send()
        .await?;

    assert_eq!(
        created.data.secret.expose(),
        "sk_live_MDE5N2MwZWMtYTE5Ny03NDVlLWE1YmMtYzQyNTQ4M2JiZjAxX2JpdGdwdA"
    );
    assert!(created.data.label.is_none());
    assert_eq!(created.message.as_deref(), Some("Resource created successfully"));
    assert_eq!(created.env, Some(Open::Known(Environment::Development)));
    Ok(())
}

#[tokio::test]
async fn list_api_keys() -> Result<()> {
    let provider = Provider::serving("bitgpt/list_api_keys.200.built.json").await;
    let credential = Credential::api_key("sk_live_CANARY")?;
    let client = Client::builder(credential).base_url(provider.url()).build()?;

    let listed = client.list_api_keys().send().await?;

    let request = provider.request().await;
    assert_eq!(request.headers["authorization"], "sk_live_CANARY");
    assert_sent!("bitgpt", "list_api_keys", request);
    assert_eq!(listed.data.len(), 1);
    assert_eq!(listed.data[0].id, KEY);
    Ok(())
}

#[tokio::test]
async fn get_api_key() -> Result<()> {
    let provider = Provider::serving("bitgpt/get_api_key.200.json").await;

    let key = client(&provider).get_api_key().id(KEY).send().await?;

    assert_sent!("bitgpt", "get_api_key", provider.request().await);
    assert_eq!(key.data.id, KEY);
    assert_eq!(
        key.data.scopes.as_deref().expect("a list"),
        [Scope::ProductsCreate, Scope::ProductsRead]
    );
    assert!(key.data.secret.is_none());
    Ok(())
}

#[tokio::test]
async fn update_api_key() -> Result<()> {
    let provider = Provider::serving("bitgpt/update_api_key.200.built.json").await;
    let body =
        UpdateApiKeyRequest::builder().label("My API Key").description("Another text".to_owned());

    client(&provider).update_api_key().id(KEY).body(body).send().await?;

    assert_sent!("bitgpt", "update_api_key", provider.request().await);
    Ok(())
}

#[tokio::test]
async fn get_api_key_analytics() -> Result<()> {
    let provider = Provider::serving("bitgpt/get_api_key_analytics.200.built.json").await;

    let analytics = client(&provider).get_api_key_analytics().send().await?;

    assert_sent!("bitgpt", "get_api_key_analytics", provider.request().await);
    let core = analytics.data.core_metrics.as_ref().expect("metrics");
    assert_eq!(core.total_requests, Some(1250));
    assert_eq!(core.success_rate_pct, Some(96.0));
    Ok(())
}

#[test]
fn an_api_key_is_no_access_token() {
    let error = Credential::access_token("sk_live_CANARY").expect_err("a refusal");

    assert!(error.to_string().contains("access token"), "{error}");
    assert!(!format!("{error} {error:?}").contains("CANARY"));
}
