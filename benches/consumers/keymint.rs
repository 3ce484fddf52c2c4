//! Creates one API key at Infobip, through the interface that all providers share.

use std::error::Error;

use keymint::{KeyRequest, Owner, Provider as _, infobip};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let credential = infobip::Credential::basic("user", "password")?;
    let client = infobip::Client::builder(credential).build()?;
    let created = client.create(&Owner::own(), &KeyRequest::new().name("Api key 1")).await?;
    println!("{}", created.id);
    Ok(())
}
