//! By hand: reqwest and serde.

use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Client, ClientBuilder};

use super::{ACCOUNT, Connections, Peer, Result};
use crate::keys::{Key, NewKey};

/// What one would write oneself.
#[derive(Debug)]
pub struct Reqwest {
    client: Client,
    base: String,
    authorization: HeaderValue,
}

impl Reqwest {
    /// Sets the client up.
    ///
    /// # Errors
    ///
    /// What reqwest refuses.
    pub fn new(base: &str, connections: Connections) -> Result<Self> {
        Self::with(settings(connections), base)
    }

    /// Sets the client up with the bounds of time that Keymint's client has.
    ///
    /// # Errors
    ///
    /// What reqwest refuses.
    pub fn bounded(base: &str, connections: Connections) -> Result<Self> {
        let bounded = settings(connections)
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(30));
        Self::with(bounded, base)
    }

    fn with(settings: ClientBuilder, base: &str) -> Result<Self> {
        let mut authorization = HeaderValue::from_static(super::AUTHORIZATION);
        authorization.set_sensitive(true);
        Ok(Self { client: settings.build()?, base: base.to_owned(), authorization })
    }
}

impl Peer for Reqwest {
    async fn create(&self) -> Result<String> {
        let url = format!("{}/settings/1/accounts/{ACCOUNT}/api-keys", self.base);
        let response = self
            .client
            .post(url)
            .header(AUTHORIZATION, self.authorization.clone())
            .json(&NewKey::example())
            .send()
            .await?;
        let created: Key = response.error_for_status()?.json().await?;
        Ok(created.name)
    }
}

/// The HTTP client as one would set it up for one provider.
pub fn settings(connections: Connections) -> ClientBuilder {
    Client::builder().no_proxy().tcp_nodelay(true).pool_max_idle_per_host(connections.max_idle())
}
