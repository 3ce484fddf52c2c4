//! SendKit: each operation as it goes out, and each documented answer as it comes back.

use keymint_sendkit::types::{CreateWorkspaceRequest, UpdateWorkspaceRequest};
use keymint_sendkit::{Client, Credential, Result};

use crate::support::{Provider, assert_sent};

const WORKSPACE: &str = "665a1b2c3d4e5f6a7b8c9d0e";

fn client(provider: &Provider) -> Client {
    let credential = Credential::platform_key("sk_user_YOUR_API_KEY").expect("a credential");
    Client::builder(credential).base_url(provider.url()).build().expect("a client")
}

#[tokio::test]
async fn create_api_key() -> Result<()> {
    let provider = Provider::serving("sendkit/create_api_key.200.json").await;

    let created = client(&provider).create_api_key().workspace_id(WORKSPACE).send().await?;

    let request = provider.request().await;
    assert_eq!(request.headers["x-api-key"], "sk_user_YOUR_API_KEY");
    assert_sent!("sendkit", "create_api_key", request);
    assert_eq!(
        created.data.api_key.expose(),
        "sk_a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8a9b0c1d2e3f4"
    );
    let made = created.data.created_at.expect("a date").instant();
    assert_eq!(made.to_string(), "2025-06-01T10:30:00Z");
    assert_eq!(created.data.created_by.as_deref(), Some("664f0a1b2c3d4e5f6a7b8c9d"));
    Ok(())
}

#[tokio::test]
async fn rotate_api_key() -> Result<()> {
    let provider = Provider::serving("sendkit/rotate_api_key.200.json").await;

    let rotated = client(&provider).rotate_api_key().workspace_id(WORKSPACE).send().await?;

    assert_sent!("sendkit", "rotate_api_key", provider.request().await);
    assert_eq!(
        rotated.data.api_key.expose(),
        "sk_f4e3d2c1b0a9f8e7d6c5b4a3f2e1d0c9b8a7f6e5d4c3b2a1"
    );
    Ok(())
}

#[tokio::test]
async fn delete_api_key() -> Result<()> {
    let provider = Provider::serving("sendkit/delete_api_key.200.json").await;

    let deleted = client(&provider).delete_api_key().workspace_id(WORKSPACE).send().await?;

    assert_sent!("sendkit", "delete_api_key", provider.request().await);
    assert_eq!(
        deleted.data.as_ref().and_then(|data| data.message.as_deref()),
        Some("API key deleted")
    );
    Ok(())
}

#[tokio::test]
async fn account_and_workspaces() -> Result<()> {
    let provider = Provider::serving("sendkit/get_account.200.json").await;
    let account = client(&provider).get_account().send().await?;
    assert_sent!("sendkit", "get_account", provider.request().await);
    drop(account);

    let provider = Provider::serving("sendkit/create_workspace.200.json").await;
    let body = CreateWorkspaceRequest::builder().name("My Sales Team");
    let created = client(&provider).create_workspace().body(body).send().await?;
    assert_sent!("sendkit", "create_workspace", provider.request().await);
    drop(created);

    let provider =
        Provider::answering(crate::support::answer("sendkit/delete_workspace.200.built.json"))
            .await;
    client(&provider).delete_workspace().workspace_id(WORKSPACE).send().await?;
    assert_sent!("sendkit", "delete_workspace", provider.request().await);

    let provider = Provider::serving("sendkit/list_workspaces.200.built.json").await;
    client(&provider).list_workspaces().send().await?;
    assert_sent!("sendkit", "list_workspaces", provider.request().await);

    let provider = Provider::serving("sendkit/get_workspace.200.built.json").await;
    client(&provider).get_workspace().workspace_id(WORKSPACE).send().await?;
    assert_sent!("sendkit", "get_workspace", provider.request().await);

    let provider = Provider::serving("sendkit/update_workspace.200.built.json").await;
    let body = UpdateWorkspaceRequest::builder().name("Another name".to_owned());
    client(&provider).update_workspace().workspace_id(WORKSPACE).body(body).send().await?;
    assert_sent!("sendkit", "update_workspace", provider.request().await);
    Ok(())
}
