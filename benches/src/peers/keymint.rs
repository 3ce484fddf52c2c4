//! Our typed client.

use std::time::Duration;

use keymint_infobip::types::CreateApiKeyRequest;
use keymint_infobip::{Client, Credential};
use reqwest::{redirect, retry};

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
            // As the client sets up the one that carries its reads.
            let http = super::reqwest::settings(connections)
                .redirect(redirect::Policy::none())
                .referer(false)
                .retry(retry::never().max_retries_per_request(0))
                .connect_timeout(Duration::from_secs(5));
            builder = builder.http_client(http.build()?);
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
