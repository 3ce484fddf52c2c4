//! Creates one API key at each provider, on a sandbox inside this process: no account, no network.
//!
//! Infobip is called twice, once in JSON and once in XML.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use keymint_sandbox::{Provider, Sandbox};

/// One line of the table.
struct Row {
    provider: &'static str,
    wire: &'static str,
    id: String,
    fingerprint: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let rows = [
        senderwiz(&sandbox).await?,
        bitgpt(&sandbox).await?,
        infobip(&sandbox, keymint_infobip::WireFormat::Json).await?,
        infobip(&sandbox, keymint_infobip::WireFormat::Xml).await?,
        sendkit(&sandbox).await?,
    ];

    println!("{:<10} {:<5} {:<45} {:<10} fingerprint", "provider", "wire", "id", "secret");
    for Row { provider, wire, id, fingerprint } in rows {
        println!("{provider:<10} {wire:<5} {id:<45} {:<10} {fingerprint}", "[redacted]");
    }
    Ok(())
}

async fn senderwiz(sandbox: &Sandbox) -> Result<Row, Box<dyn Error>> {
    use keymint_senderwiz::{Client, Credential, types::CreateApiKeyRequest};

    let credential = Credential::admin_api_key(Sandbox::credentials().senderwiz_admin_api_key)?;
    let client = Client::builder(credential, sandbox.base_url(Provider::SenderWiz)).build()?;
    let customers = client.list_customers().send().await?;
    let customer = customers.data.first().ok_or("the sandbox has customers")?;
    let body = CreateApiKeyRequest::builder()
        .name("My site".to_owned())
        .ip_whitelist(vec!["123.123.123.123".to_owned()]);

    let created =
        client.create_api_key().customer_uid(&customer.customer_uid).body(body).send().await?;

    let key = &created.api_key;
    Ok(Row {
        provider: "senderwiz",
        wire: "JSON",
        id: key.key_id.clone(),
        fingerprint: key.key.fingerprint(),
    })
}

async fn bitgpt(sandbox: &Sandbox) -> Result<Row, Box<dyn Error>> {
    use keymint_bitgpt::types::{CreateApiKeyRequest, Scope};
    use keymint_bitgpt::{Client, Credential};

    let credential = Credential::access_token(Sandbox::credentials().bitgpt_access_token)?;
    let client =
        Client::builder(credential).base_url(sandbox.base_url(Provider::BitGpt)).build()?;
    let body = CreateApiKeyRequest::builder()
        .label("My API Key")
        .scopes(vec![Scope::ProductsCreate.into()]);

    let created = client.create_api_key().body(body).send().await?;

    let key = &created.data;
    Ok(Row {
        provider: "bitgpt",
        wire: "JSON",
        id: key.id.clone(),
        fingerprint: key.secret.fingerprint(),
    })
}

async fn infobip(
    sandbox: &Sandbox,
    wire: keymint_infobip::WireFormat,
) -> Result<Row, Box<dyn Error>> {
    use keymint_infobip::{Client, Credential, types::CreateApiKeyRequest};

    let known = Sandbox::credentials();
    let credential = Credential::basic(known.infobip_username, known.infobip_password)?;
    let client = Client::builder(credential)
        .base_url(sandbox.base_url(Provider::Infobip))
        .wire_format(wire)
        .build()?;
    let body = CreateApiKeyRequest::builder()
        .name("Api key 1")
        .allowed_ips(vec!["127.0.0.1".to_owned(), "192.168.1.1".to_owned()]);

    let key = client.create_api_key().account_key("_").body(body).send().await?;

    let fingerprint = key.public_api_key.fingerprint();
    Ok(Row { provider: "infobip", wire: wire.name(), id: key.key.clone(), fingerprint })
}

async fn sendkit(sandbox: &Sandbox) -> Result<Row, Box<dyn Error>> {
    use keymint_sendkit::{Client, Credential};

    let credential = Credential::platform_key(Sandbox::credentials().sendkit_user_key)?;
    let client =
        Client::builder(credential).base_url(sandbox.base_url(Provider::SendKit)).build()?;
    let workspaces = client.list_workspaces().send().await?;
    let workspace = workspaces.data.first().ok_or("the sandbox has workspaces")?;

    let created = client.create_api_key().workspace_id(&workspace.id).send().await?;

    let fingerprint = created.data.api_key.fingerprint();
    Ok(Row {
        provider: "sendkit",
        wire: "JSON",
        id: format!("key of {}", workspace.id),
        fingerprint,
    })
}
