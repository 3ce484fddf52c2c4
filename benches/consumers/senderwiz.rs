//! Creates one API key at a SenderWiz installation, with the typed client.

use std::error::Error;

use keymint_senderwiz::{Client, Credential, types::CreateApiKeyRequest};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let credential = Credential::admin_api_key("key")?;
    let client = Client::builder(credential, "https://app.example.com/api/admin").build()?;
    let body = CreateApiKeyRequest::builder().name("Api key 1".to_owned());
    let created = client.create_api_key().customer_uid("customer").body(body).send().await?;
    println!("{}", created.into_inner().api_key.key.fingerprint());
    Ok(())
}
