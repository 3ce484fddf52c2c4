//! Infobip: each operation as it goes out, and each documented answer as it comes back.

use keymint_infobip::types::{
    CreateAccessTokenRequest, CreateAccountRequest, CreateApiKeyRequest, CreateApiKeyV2Request,
    CreateSessionRequest, GrantType, Permission, PermissionV2, UpdateAccountRequest,
    UpdateApiKeyRequest, UpdateApiKeyV2Request,
};
use keymint_infobip::{
    CallOptions, Client, Credential, DateTimeOffsetMillis, Open, Result, WireFormat,
};

use crate::support::{Provider, assert_sent};

const ACCOUNT: &str = "D0F64A8194B48B8BB2B86E6385D22792";
const KEY: &str = "C6DFA0B215B2CF24EF04794F718A3FC8";

fn client(provider: &Provider) -> Client {
    let credential = Credential::basic("Aladdin", "open sesame").expect("a credential");
    Client::builder(credential).base_url(provider.url()).build().expect("a client")
}

fn in_xml(provider: &Provider) -> Client {
    client(provider).with_options(&CallOptions::new().wire_format(WireFormat::Xml))
}

fn date(text: &str) -> DateTimeOffsetMillis {
    text.parse().expect("a date")
}

/// The seed's request.
fn new_key(name: &str) -> keymint_infobip::types::builder::CreateApiKeyRequest {
    CreateApiKeyRequest::builder()
        .name(name)
        .allowed_ips(vec!["127.0.0.1".to_owned(), "192.168.1.1".to_owned()])
        .valid_from(date("2015-02-12T09:58:20.323+0100"))
        .valid_to(date("2016-02-12T09:58:20.323+0100"))
}

#[tokio::test]
async fn create_api_key_in_json() -> Result<()> {
    let provider = Provider::serving("infobip/create_api_key.200.json").await;

    let created = client(&provider)
        .create_api_key()
        .account_key(ACCOUNT)
        .body(new_key("Api key 1"))
        .send()
        .await?;

    let request = provider.request().await;
    assert_eq!(request.headers["authorization"], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assert_sent!("infobip", "create_api_key_json", request);
    assert_eq!(created.status(), 200);
    assert_eq!(created.key, KEY);
    assert_eq!(
        created.public_api_key.expose(),
        "7bd7d59cfe90e4d32b1d2f20d39c86df-fbaa8670-1008-ac7a-398a-3c11ac797c77"
    );
    assert_eq!(created.account_key.as_deref(), Some("EF04794F718A3FC8C6DFA0B215B2CF24"));
    assert_eq!(created.name.as_deref(), Some("Api key 1"));
    assert_eq!(created.allowed_ips.as_deref().expect("a list"), ["127.0.0.1", "192.168.1.1"]);
    assert_eq!(created.valid_from, Some(date("2015-02-12T08:58:20.323Z")));
    assert_eq!(created.valid_to, Some(date("2016-02-12T08:58:20.323Z")));
    assert_eq!(created.enabled, Some(true));
    assert!(created.permissions.is_none());
    Ok(())
}

#[tokio::test]
async fn create_api_key_in_xml() -> Result<()> {
    let provider = Provider::serving("infobip/create_api_key.200.xml").await;

    let created = in_xml(&provider)
        .create_api_key()
        .account_key(ACCOUNT)
        .body(new_key("ApiKey1"))
        .send()
        .await?;

    assert_sent!("infobip", "create_api_key_xml", provider.request().await);
    assert_eq!(created.key, KEY);
    assert_eq!(
        created.public_api_key.expose(),
        "d0f64a8194b48b8bb2b86e6385d22792-5af80fc8-44b0-4998-9b64-d850f659bc97"
    );
    assert_eq!(created.account_key.as_deref(), Some(ACCOUNT));
    assert_eq!(created.name.as_deref(), Some("ApiKey1"));
    assert_eq!(created.allowed_ips.as_deref().expect("a list"), ["127.0.0.1", "192.168.1.1"]);
    // Written +0100 in the request and +0000 in the answer: the same instants.
    assert_eq!(created.valid_from, Some(date("2015-02-12T09:58:20.323+0100")));
    assert_eq!(created.valid_to, Some(date("2016-02-12T09:58:20.323+0100")));
    assert_eq!(created.enabled, Some(true));
    Ok(())
}

#[tokio::test]
async fn a_client_may_prefer_xml_wherever_it_is_offered() -> Result<()> {
    let provider = Provider::serving("infobip/create_api_key_v2.200.json").await;
    let credential = Credential::session("2f9b4d31-2d0d-49a8-85f0-9b862bdca394")?;
    let client = Client::builder(credential)
        .base_url(provider.url())
        .wire_format(WireFormat::Xml)
        .build()?;

    client
        .create_api_key_v2()
        .body(CreateApiKeyV2Request::builder().name("First ApiKey on my account"))
        .send()
        .await?;

    let request = provider.request().await;
    assert_eq!(request.headers["authorization"], "IBSSO 2f9b4d31-2d0d-49a8-85f0-9b862bdca394");
    assert_eq!(request.headers["content-type"], "application/json");
    Ok(())
}

#[tokio::test]
async fn a_call_that_demands_what_is_not_offered_is_refused() {
    let provider = Provider::serving("infobip/create_api_key_v2.200.json").await;
    let body = CreateApiKeyV2Request::builder().name("x");

    let error =
        in_xml(&provider).create_api_key_v2().body(body).send().await.expect_err("a refusal");

    assert_eq!(
        error.to_string(),
        "infobip create_api_key_v2: this operation does not offer XML; it offers JSON"
    );
    assert_eq!(provider.requests().await.len(), 0);
}

#[tokio::test]
async fn create_api_key_with_permissions() -> Result<()> {
    let provider = Provider::serving("infobip/create_api_key.201.built.json").await;
    let body = CreateApiKeyRequest::builder()
        .name("My two factor authorization API key")
        .permissions(vec![Permission::Tfa.into(), Open::Unknown("NEW_ONE".to_owned())]);

    let created = client(&provider).create_api_key().account_key("_").body(body).send().await;

    // The echoed name is another one: only the request is looked at here.
    drop(created);
    let request = provider.request().await;
    assert_eq!(request.url.path(), "/settings/1/accounts/_/api-keys");
    let body: serde_json::Value = serde_json::from_slice(&request.body).expect("JSON");
    assert_eq!(body["permissions"], serde_json::json!(["TFA", "NEW_ONE"]));
    Ok(())
}

#[tokio::test]
async fn list_api_keys_in_json() -> Result<()> {
    let provider = Provider::serving("infobip/list_api_keys.200.json").await;

    let listed = client(&provider)
        .list_api_keys()
        .account_key("_")
        .name("Api key & Co")
        .limit(100)
        .enabled(true)
        .public_api_key("sk_test_CANARY")
        .send()
        .await?;

    assert_sent!("infobip", "list_api_keys", provider.request().await);
    let keys = listed.api_keys.as_deref().expect("a list");
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0].key, "573711510E1C002E29679B12C7CB48AE");
    assert_eq!(keys[0].valid_to, Some(date("2026-07-09T06:04:54.988Z")));
    assert_eq!(keys[0].permissions.as_deref().expect("a list"), [Permission::All]);
    Ok(())
}

#[tokio::test]
async fn list_api_keys_in_xml() -> Result<()> {
    let provider = Provider::serving("infobip/list_api_keys.200.built.xml").await;

    let listed = in_xml(&provider).list_api_keys().account_key("_").send().await?;

    assert_sent!("infobip", "list_api_keys_xml", provider.request().await);
    let keys = listed.api_keys.as_deref().expect("a list");
    assert!(!keys.is_empty());
    assert!(keys.iter().all(|key| key.key.len() == 32));
    Ok(())
}

#[tokio::test]
async fn get_api_key() -> Result<()> {
    for (format, fixture) in [
        (WireFormat::Json, "infobip/get_api_key.200.built.json"),
        (WireFormat::Xml, "infobip/get_api_key.200.built.xml"),
    ] {
        let provider = Provider::serving(fixture).await;
        let client = client(&provider).with_options(&CallOptions::new().wire_format(format));

        let key = client.get_api_key().account_key(ACCOUNT).key(KEY).send().await?;

        assert_sent!(
            "infobip",
            format!("get_api_key_{}", format.name().to_lowercase()),
            provider.request().await
        );
        assert_eq!(key.key, KEY);
        assert!(key.name.is_some());
    }
    Ok(())
}

#[tokio::test]
async fn update_api_key() -> Result<()> {
    for (format, fixture) in [
        (WireFormat::Json, "infobip/update_api_key.200.built.json"),
        (WireFormat::Xml, "infobip/update_api_key.200.built.xml"),
    ] {
        let provider = Provider::serving(fixture).await;
        let client = client(&provider).with_options(&CallOptions::new().wire_format(format));
        let body = UpdateApiKeyRequest::builder()
            .name("Updated name".to_owned())
            .enabled(false)
            .allowed_ips(Vec::new());

        let key = client.update_api_key().account_key("_").key(KEY).body(body).send().await?;

        assert_sent!(
            "infobip",
            format!("update_api_key_{}", format.name().to_lowercase()),
            provider.request().await
        );
        assert_eq!(key.key, KEY);
        assert_eq!(key.name.as_deref(), Some("Updated name"));
    }
    Ok(())
}

#[tokio::test]
async fn accounts() -> Result<()> {
    let provider = Provider::serving("infobip/list_accounts.200.json").await;
    let listed = client(&provider)
        .list_accounts()
        .name("Account Name")
        .limit(3)
        .enabled(true)
        .send()
        .await?;
    assert_sent!("infobip", "list_accounts", provider.request().await);
    assert_eq!(
        listed.accounts.as_deref().expect("a list")[0].name.as_deref(),
        Some("Account Name")
    );

    let provider = Provider::serving("infobip/get_account.200.built.json").await;
    let account = client(&provider).get_account().account_key("_").send().await?;
    assert_sent!("infobip", "get_account", provider.request().await);
    assert_eq!(account.key.len(), 32);

    let provider = Provider::serving("infobip/create_account.200.built.json").await;
    let account = client(&provider)
        .create_account()
        .body(CreateAccountRequest::builder().name("New account"))
        .send()
        .await?;
    assert_sent!("infobip", "create_account", provider.request().await);
    assert_eq!(account.key.len(), 32);
    Ok(())
}

#[tokio::test]
async fn update_account() -> Result<()> {
    for (format, fixture) in [
        (WireFormat::Json, "infobip/update_account.200.built.json"),
        (WireFormat::Xml, "infobip/update_account.200.built.xml"),
    ] {
        let provider = Provider::serving(fixture).await;
        let client = client(&provider).with_options(&CallOptions::new().wire_format(format));
        let body = UpdateAccountRequest::builder().name("UpdatedName".to_owned()).enabled(false);

        let account = client.update_account().account_key(ACCOUNT).body(body).send().await?;

        assert_sent!(
            "infobip",
            format!("update_account_{}", format.name().to_lowercase()),
            provider.request().await
        );
        assert!(account.name.is_some());
    }
    Ok(())
}

#[tokio::test]
async fn second_version() -> Result<()> {
    let provider = Provider::serving("infobip/list_api_keys_v2.200.built.json").await;
    let page = client(&provider)
        .list_api_keys_v2()
        .page(0)
        .size(100)
        .order_by("id")
        .order_direction("asc")
        .send()
        .await?;
    assert_sent!("infobip", "list_api_keys_v2", provider.request().await);
    assert_eq!(page.paging.as_ref().and_then(|paging| paging.page), Some(0));
    assert!(page.api_keys.is_some());

    let provider = Provider::serving("infobip/create_api_key_v2.200.json").await;
    let body = CreateApiKeyV2Request::builder()
        .account_id("8F0792F86035A9F4290821F1EE6BC06A".to_owned())
        .name("First ApiKey on my account")
        .allowed_ips(vec!["127.0.0.1".to_owned(), "168.158.10.122".to_owned()])
        .valid_from("2023-09-01T10:00:00".parse::<keymint_infobip::DateTimeZoneless>().ok())
        .valid_to("2024-09-01T10:00:00".parse::<keymint_infobip::DateTimeZoneless>().ok())
        .permissions(vec![PermissionV2::PublicApi.into()])
        .scope_guids(vec!["2fa:manage".to_owned(), "account-management:manage".to_owned()]);
    let created = client(&provider).create_api_key_v2().body(body).send().await?;
    assert_sent!("infobip", "create_api_key_v2", provider.request().await);
    assert_eq!(created.id, "573711510E1C002E29679B12C7CB48AE");
    assert_eq!(created.api_key_secret.expose(), "<secret api key>");

    let provider = Provider::serving("infobip/get_api_key_v2.200.built.json").await;
    let key = client(&provider)
        .get_api_key_v2()
        .api_key_id("573711510E1C002E29679B12C7CB48AE")
        .send()
        .await?;
    assert_sent!("infobip", "get_api_key_v2", provider.request().await);
    assert_eq!(key.id, "573711510E1C002E29679B12C7CB48AE");

    let provider = Provider::serving("infobip/update_api_key_v2.200.built.json").await;
    let body = UpdateApiKeyV2Request::builder().enabled(false);
    client(&provider)
        .update_api_key_v2()
        .api_key_id("573711510E1C002E29679B12C7CB48AE")
        .body(body)
        .send()
        .await?;
    assert_sent!("infobip", "update_api_key_v2", provider.request().await);
    Ok(())
}

#[tokio::test]
async fn sessions() -> Result<()> {
    let provider = Provider::serving("infobip/create_session.200.built.json").await;
    let anonymous = Client::builder_without_credential().base_url(provider.url()).build()?;
    let body = CreateSessionRequest::builder().username("user").password("sk_test_PASSWORD");
    let session = anonymous.create_session().body(body).send().await?;
    let request = provider.request().await;
    assert!(!request.headers.contains_key("authorization"));
    assert_sent!("infobip", "create_session", request);
    assert!(!session.token.expose().is_empty());

    let provider = Provider::answering(wiremock::ResponseTemplate::new(200)).await;
    let credential = Credential::session("2f9b4d31-2d0d-49a8-85f0-9b862bdca394")?;
    Client::builder(credential).base_url(provider.url()).build()?.end_session().send().await?;
    assert_sent!("infobip", "end_session", provider.request().await);

    let provider = Provider::serving("infobip/create_access_token.200.built.json").await;
    let anonymous = Client::builder_without_credential().base_url(provider.url()).build()?;
    let body = CreateAccessTokenRequest::builder()
        .client_id("my client")
        .client_secret("sk_test_SECRET&=")
        .grant_type(Open::from(GrantType::ClientCredentials));
    let token = anonymous.create_access_token().body(body).send().await?;
    assert_sent!("infobip", "create_access_token", provider.request().await);
    assert!(!token.access_token.expose().is_empty());
    Ok(())
}
