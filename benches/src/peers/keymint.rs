//! Our typed client.

use std::time::Duration;

use keymint_infobip::types::CreateApiKeyRequest;
use keymint_infobip::{Client, Credential, DateTimeOffsetMillis};
use reqwest::{redirect, retry};

use super::{ACCOUNT, Connections, Peer, Result};
use crate::keys::NewKey;

/// The client of a provider, and the moments of a key: an application has them as such, and not as text.
#[derive(Debug)]
pub struct Keymint {
    client: Client,
    valid_from: DateTimeOffsetMillis,
    valid_to: DateTimeOffsetMillis,
}

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
        let NewKey { valid_from, valid_to, .. } = NewKey::example();
        Ok(Self {
            client: builder.build()?,
            valid_from: valid_from.parse()?,
            valid_to: valid_to.parse()?,
        })
    }
}

impl Peer for Keymint {
    async fn create(&self) -> Result<String> {
        let NewKey { name, allowed_ips, .. } = NewKey::example();
        let body = CreateApiKeyRequest::builder()
            .name(name)
            .allowed_ips(allowed_ips)
            .valid_from(self.valid_from)
            .valid_to(self.valid_to);
        let created = self.client.create_api_key().account_key(ACCOUNT).body(body).send().await?;
        created.into_inner().name.ok_or_else(|| "a key without a name".into())
    }
}
