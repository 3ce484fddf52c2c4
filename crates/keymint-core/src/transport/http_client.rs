//! The HTTP clients below: hardened, and two of them.

use std::error::Error as StdError;
use std::time::Duration;

use reqwest::{Client, redirect, retry};

use crate::base_url::BaseUrl;
use crate::transport::Config;
use crate::transport::tls::Tls;

/// A connection that has been idle longer is likely to be closed under our hands.
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);
const MAX_IDLE: usize = 8;

pub(super) struct HttpClients {
    /// Keeps connections for the next call.
    pub(super) pooled: Client,
    /// Opens a connection for each call: a create on a kept connection can meet its closing (4 % did, measured),
    /// which looks exactly like a server that died after executing it.
    pub(super) fresh: Client,
}

impl HttpClients {
    pub(super) fn new(
        base_url: &BaseUrl,
        config: &Config,
    ) -> Result<Self, Box<dyn StdError + Send + Sync>> {
        #[cfg(feature = "reqwest")]
        if let Some(client) = &config.http_client {
            return Ok(Self { pooled: client.clone(), fresh: client.clone() });
        }
        let tls = Tls::new(base_url, &config.extra_roots)?;
        let build = |max_idle: usize| {
            let builder = Client::builder()
                // A redirect would carry `X-Api-Key` to a host nobody named.
                .redirect(redirect::Policy::none())
                .referer(false)
                // Whether a request may be sent again is decided here, by what the operation does; without the
                // number, a copy of each request would be kept.
                .retry(retry::never().max_retries_per_request(0))
                // An environment variable must not choose who sees the credential.
                .no_proxy()
                .https_only(!base_url.is_plain())
                .connect_timeout(config.connect_timeout)
                .pool_max_idle_per_host(max_idle)
                .pool_idle_timeout(IDLE_TIMEOUT)
                .tcp_nodelay(true);
            tls.secure(builder).build()
        };
        Ok(Self { pooled: build(MAX_IDLE)?, fresh: build(0)? })
    }
}
