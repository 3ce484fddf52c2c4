//! SenderWiz: each operation as it goes out, and each documented answer as it comes back.

use keymint_senderwiz::types::{CreateApiKeyRequest, UpdateApiKeyRequest};
use keymint_senderwiz::{CallOptions, Client, Credential, Result, WireFormat};

use crate::support::{Provider, assert_sent};

const CUSTOMER: &str = "ab382plq98zr7";

fn client(provider: &Provider) -> Client {
    let credential = Credential::admin_api_key("your-admin-api-key-here").expect("a credential");
    Client::builder(credential, provider.url()).build().expect("a client")
}

/// The seed's request.
fn new_key() -> keymint_senderwiz::types::builder::CreateApiKeyRequest {
    CreateApiKeyRequest::builder()
        .name("My site".to_owned())
        .description("This key is used on my site".to_owned())
        .ip_whitelist(vec!["123.123.123.123".to_owned(), "111.111.111.111".to_owned()])
        .ip_blacklist(vec!["231.231.231.231".to_owned(), "222.222.222.222".to_owned()])
}

#[tokio::test]
async fn create_api_key_in_json() -> Result<()> {
    let provider = Provider::serving("senderwiz/create_api_key.200.json").await;

    let created =
        client(&provider).create_api_key().customer_uid(CUSTOMER).body(new_key()).send().await?;

    let request = provider.request().await;
    assert_eq!(request.headers["x-admin-api-key"], "your-admin-api-key-here");
    assert_sent!("senderwiz", "create_api_key_json", request);
    let key = &created.api_key;
    assert_eq!(key.key_id, "31");
    assert_eq!(key.key.expose(), "67bb0a3627efd012458c3206db8cef86c95c0d47");
    assert_eq!(key.name.as_deref(), Some("My site"));
    assert_eq!(key.description.as_deref(), Some("This key is used on my site"));
    assert_eq!(
        key.ip_whitelist.as_deref().expect("a list"),
        ["123.123.123.123", "111.111.111.111"]
    );
    assert_eq!(
        key.ip_blacklist.as_deref().expect("a list"),
        ["231.231.231.231", "222.222.222.222"]
    );
    assert_eq!(key.created_at.expect("a date").instant().to_string(), "2025-04-19T11:00:00Z");
    Ok(())
}

#[tokio::test]
async fn create_api_key_as_a_form() -> Result<()> {
    let provider = Provider::serving("senderwiz/create_api_key.200.json").await;
    let credential = Credential::admin_api_key("your-admin-api-key-here")?;
    let client =
        Client::builder(credential, provider.url()).wire_format(WireFormat::Form).build()?;

    let created = client.create_api_key().customer_uid(CUSTOMER).body(new_key()).send().await?;

    let request = provider.request().await;
    assert_eq!(
        std::str::from_utf8(&request.body).expect("ASCII"),
        "name=My+site&description=This+key+is+used+on+my+site\
         &ip_whitelist%5B0%5D=123.123.123.123&ip_whitelist%5B1%5D=111.111.111.111\
         &ip_blacklist%5B0%5D=231.231.231.231&ip_blacklist%5B1%5D=222.222.222.222"
    );
    assert_sent!("senderwiz", "create_api_key_form", request);
    assert_eq!(created.api_key.key_id, "31");
    Ok(())
}

#[tokio::test]
async fn an_empty_list_cannot_be_a_form() {
    let provider = Provider::serving("senderwiz/create_api_key.200.json").await;
    let form = client(&provider).with_options(&CallOptions::new().wire_format(WireFormat::Form));
    let body = CreateApiKeyRequest::builder().ip_whitelist(Vec::new());

    let error = form
        .create_api_key()
        .customer_uid(CUSTOMER)
        .body(body)
        .send()
        .await
        .expect_err("a refusal");

    let text = error.to_string();
    assert!(
        text.starts_with("senderwiz create_api_key:") && text.contains("ip_whitelist"),
        "{text}"
    );
    assert_eq!(provider.requests().await.len(), 0);
}

#[tokio::test]
async fn list_api_keys() -> Result<()> {
    let provider = Provider::serving("senderwiz/list_api_keys.200.json").await;

    let listed = client(&provider).list_api_keys().customer_uid(CUSTOMER).send().await?;

    assert_sent!("senderwiz", "list_api_keys", provider.request().await);
    let keys = &listed.api_keys;
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0].key_id, "46");
    assert_eq!(keys[1].key_id, "47");
    assert_eq!(keys[1].ip_whitelist.as_deref().expect("a list").len(), 0);
    assert!(!format!("{listed:?}").contains("67bb0a36"), "the secrets of a list are hidden");
    Ok(())
}

#[tokio::test]
async fn update_api_key() -> Result<()> {
    for format in [WireFormat::Json, WireFormat::Form] {
        let provider = Provider::serving("senderwiz/update_api_key.200.built.json").await;
        let client = client(&provider).with_options(&CallOptions::new().wire_format(format));
        let body = UpdateApiKeyRequest::builder()
            .name("Updated Key".to_owned())
            .description("Updated description for the key".to_owned())
            .ip_whitelist(vec!["101.101.101.101".to_owned()])
            .ip_blacklist(vec!["202.202.202.202".to_owned()]);

        let updated =
            client.update_api_key().customer_uid(CUSTOMER).key_id("45").body(body).send().await?;

        assert_sent!(
            "senderwiz",
            format!("update_api_key_{}", format.name().to_lowercase()),
            provider.request().await
        );
        assert_eq!(updated.message.as_deref(), Some("API key updated successfully."));
    }
    Ok(())
}

#[tokio::test]
async fn delete_api_key() -> Result<()> {
    let provider = Provider::serving("senderwiz/delete_api_key.200.built.json").await;

    client(&provider).delete_api_key().customer_uid(CUSTOMER).key_id("45").send().await?;

    assert_sent!("senderwiz", "delete_api_key", provider.request().await);
    Ok(())
}

#[tokio::test]
async fn customers_and_groups() -> Result<()> {
    let provider = Provider::serving("senderwiz/list_customers.200.built.json").await;
    let listed =
        client(&provider).list_customers().page(1).per_page(20).search("smith & co").send().await?;
    assert_sent!("senderwiz", "list_customers", provider.request().await);
    assert_eq!(listed.data.len(), 2);
    assert_eq!(listed.total, Some(48));

    let provider = Provider::serving("senderwiz/get_customer.200.built.json").await;
    let customer = client(&provider).get_customer().customer_uid(CUSTOMER).send().await?;
    assert_sent!("senderwiz", "get_customer", provider.request().await);
    assert_eq!(customer.customer.customer_uid, CUSTOMER);

    let provider = Provider::serving("senderwiz/list_groups.200.json").await;
    let groups = client(&provider).list_groups().send().await?;
    assert_sent!("senderwiz", "list_groups", provider.request().await);
    assert_eq!(groups.data.count.as_deref(), Some("7"));
    Ok(())
}
