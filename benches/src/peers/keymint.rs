//! Our typed client.

use keymint_infobip::types::CreateApiKeyRequest;
use keymint_infobip::{Client, Credential};

use super::{ACCOUNT, Connections, Peer, Result};
use crate::keys::NewKey;

/// The client of a provider.
#[derive(Debug)]
pub struct Keymint(Client);

impl Keymint {
    /// Makes a client; a create has a connection of its own, unless it gets an HTTP client that keeps them.
    ///
    /// # Errors
    ///
    /// What the client refuses.
    pub fn new(base: &str, connections: Connections) -> Result<Self> {
        let mut builder = Client::builder(Credential::basic("user", "password")?).base_url(base);
        if connections == Connections::Pooled {
            builder = builder.http_client(super::reqwest::http_client(connections)?);
        }
        Ok(Self(builder.build()?))
    }
}

impl Peer for Keymint {
    async fn create(&self) -> Result<String> {
        let NewKey { name, allowed_ips, valid_from, valid_to } = NewKey::example();
        let body = CreateApiKeyRequest::builder()
            .name(name)
            .allowed_ips(allowed_ips)
            .valid_from(Some(valid_from.parse()?))
            .valid_to(Some(valid_to.parse()?));
        let created = self.0.create_api_key().account_key(ACCOUNT).body(body).send().await?;
        created.into_inner().name.ok_or_else(|| "a key without a name".into())
    }
}
