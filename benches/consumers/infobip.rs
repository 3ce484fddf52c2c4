//! Creates one API key at Infobip, with the typed client.

use std::error::Error;

use keymint_infobip::{Client, Credential, types::CreateApiKeyRequest};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(Credential::basic("user", "password")?).build()?;
    let body = CreateApiKeyRequest::builder().name("Api key 1");
    let created = client.create_api_key().account_key("_").body(body).send().await?;
    println!("{}", created.into_inner().key);
    Ok(())
}
