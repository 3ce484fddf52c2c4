//! What authenticates a BitGPT client, and how one is made.

use keymint_core::{ClientBuilder, GeneratedClient as _, Result, Secret};

use crate::generated::Client;

/// A credential of an organization.
#[derive(Clone, Debug)]
pub struct Credential(keymint_core::Credential);

impl Credential {
    /// Takes a user's access token, sent as `Authorization: Bearer …`: all operations accept it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) when the value cannot be a token, or is an API key: those
    /// cannot manage API keys. It is never shown.
    pub fn access_token(token: impl Into<Secret>) -> Result<Self> {
        let token = token.into();
        if ["sk_live_", "sk_test_"].iter().any(|prefix| token.expose().starts_with(prefix)) {
            return Err(keymint_core::Error::invalid(
                Client::api(),
                "this is an API key, and API keys cannot manage API keys; give a user's access token",
            ));
        }
        keymint_core::Credential::new(Client::api(), "AccessToken", token).map(Self)
    }

    /// Takes an API key, sent as it is in `Authorization`: enough to list keys and to read their analytics.
    ///
    /// # Errors
    ///
    /// As [`Credential::access_token`].
    pub fn api_key(key: impl Into<Secret>) -> Result<Self> {
        keymint_core::Credential::new(Client::api(), "ApiKey", key).map(Self)
    }
}

impl Client {
    /// Starts a client for `https://api.bitgpt.xyz`.
    pub fn builder(credential: Credential) -> ClientBuilder<Self> {
        ClientBuilder::new(Some(credential.0))
    }
}
