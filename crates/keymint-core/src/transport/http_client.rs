//! The HTTP clients below: hardened, and two of them.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, redirect, retry};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::base_url::BaseUrl;
use crate::transport::Config;

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
        let tls = tls_config(base_url)?;
        let build = |max_idle: usize| {
            Client::builder()
                // A redirect would carry `X-Api-Key` to a host nobody named.
                .redirect(redirect::Policy::none())
                .referer(false)
                // Whether a request may be sent again is decided here, by what the operation does.
                .retry(retry::never())
                // An environment variable must not choose who sees the credential.
                .no_proxy()
                .https_only(!base_url.is_plain())
                .connect_timeout(config.connect_timeout)
                .pool_max_idle_per_host(max_idle)
                .pool_idle_timeout(IDLE_TIMEOUT)
                .tcp_nodelay(true)
                .tls_backend_preconfigured(tls.clone())
                .build()
        };
        Ok(Self { pooled: build(MAX_IDLE)?, fresh: build(0)? })
    }
}

/// Verification by the platform's roots, with the cryptography of `ring`.
fn tls_config(base_url: &BaseUrl) -> Result<ClientConfig, Box<dyn StdError + Send + Sync>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    if base_url.is_plain() {
        // Never used, and reading the platform's roots takes longer than a call on loopback.
        return Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth());
    }
    Ok(builder.with_platform_verifier()?.with_no_client_auth())
}
