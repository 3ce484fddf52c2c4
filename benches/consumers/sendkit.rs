//! Creates one API key at SendKit, with the typed client.

use std::error::Error;

use keymint_sendkit::{Client, Credential};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(Credential::platform_key("sk_user_key")?).build()?;
    let created = client.create_api_key().workspace_id("workspace").send().await?;
    println!("{}", created.into_inner().data.api_key.fingerprint());
    Ok(())
}
