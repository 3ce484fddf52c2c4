//! Creates one API key at BitGPT, with the typed client.

use std::error::Error;

use keymint_bitgpt::types::{CreateApiKeyRequest, Scope};
use keymint_bitgpt::{Client, Credential};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(Credential::access_token("token")?).build()?;
    let scopes = vec![Scope::ProductsCreate.into()];
    let body = CreateApiKeyRequest::builder().label("Api key 1").scopes(scopes);
    let created = client.create_api_key().body(body).send().await?;
    println!("{}", created.into_inner().data.id);
    Ok(())
}
