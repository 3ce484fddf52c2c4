//! Plain progenitor, from a document cut down to what it takes: one operation, JSON alone, dates as text.

use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderValue};

use super::{ACCOUNT, Connections, Peer, Result};
use crate::keys::NewKey;

#[allow(missing_debug_implementations, missing_docs, clippy::all, clippy::pedantic)]
mod generated {
    progenitor::generate_api!(spec = "documents/create.json", interface = Builder);
}

/// Progenitor's client.
#[derive(Debug)]
pub struct Progenitor(generated::Client);

impl Progenitor {
    /// Sets the client up.
    ///
    /// # Errors
    ///
    /// What reqwest refuses.
    pub fn new(base: &str, connections: Connections) -> Result<Self> {
        let mut authorization = HeaderValue::from_static(super::AUTHORIZATION);
        authorization.set_sensitive(true);
        let client = super::reqwest::settings(connections)
            .default_headers(HeaderMap::from_iter([(AUTHORIZATION, authorization)]))
            .build()?;
        Ok(Self(generated::Client::new_with_client(base, client)))
    }
}

impl Peer for Progenitor {
    async fn create(&self) -> Result<String> {
        let NewKey { name, allowed_ips, valid_from, valid_to } = NewKey::example();
        let body = generated::types::NewKey::builder()
            .name(name)
            .allowed_i_ps(allowed_ips)
            .valid_from(valid_from)
            .valid_to(valid_to);
        let created = self.0.create_api_key().account_key(ACCOUNT).body(body).send().await?;
        Ok(created.into_inner().name)
    }
}
