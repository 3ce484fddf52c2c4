//! What authenticates a SenderWiz client, and how one is made.

use keymint_core::{ClientBuilder, GeneratedClient as _, Result, Secret};

use crate::generated::Client;

/// The credential of an administrator.
#[derive(Clone, Debug)]
pub struct Credential(keymint_core::Credential);

impl Credential {
    /// Takes an admin API key, sent as `X-ADMIN-API-KEY`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) when the value cannot be a key; it is never shown.
    pub fn admin_api_key(key: impl Into<Secret>) -> Result<Self> {
        keymint_core::Credential::new(Client::api(), "AdminApiKey", key).map(Self)
    }
}

impl Client {
    /// Starts a client for the installation whose admin API is at `base_url`.
    ///
    /// SenderWiz has no host of its own: the address stands in the panel of each installation and ends in
    /// `/api/admin`.
    pub fn builder(credential: Credential, base_url: impl Into<String>) -> ClientBuilder<Self> {
        ClientBuilder::new(Some(credential.0)).base_url(base_url)
    }
}
