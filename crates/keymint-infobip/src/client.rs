//! What authenticates an Infobip client, and how one is made.

use keymint_core::{ClientBuilder, GeneratedClient as _, Result, Secret};

use crate::generated::Client;

/// A credential of an account.
///
/// Operations on API keys take a user name and password, a session or an access token, and never an API key.
#[derive(Clone, Debug)]
pub struct Credential(keymint_core::Credential);

impl Credential {
    /// Takes a user name and a password, sent as `Authorization: Basic …`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) when a value is empty or holds what no header can carry; it
    /// is never shown.
    pub fn basic(username: &str, password: impl Into<Secret>) -> Result<Self> {
        keymint_core::Credential::basic(Client::api(), "Basic", username, password).map(Self)
    }

    /// Takes the token of a session, sent as `Authorization: IBSSO …`.
    ///
    /// # Errors
    ///
    /// As [`Credential::basic`].
    pub fn session(token: impl Into<Secret>) -> Result<Self> {
        keymint_core::Credential::new(Client::api(), "Session", token).map(Self)
    }

    /// Takes an OAuth 2.0 access token, sent as `Authorization: Bearer …`.
    ///
    /// # Errors
    ///
    /// As [`Credential::basic`].
    pub fn access_token(token: impl Into<Secret>) -> Result<Self> {
        keymint_core::Credential::new(Client::api(), "OAuth2", token).map(Self)
    }

    /// Takes an API key, sent as `Authorization: App …`: operations on accounts accept it.
    ///
    /// # Errors
    ///
    /// As [`Credential::basic`].
    pub fn api_key(key: impl Into<Secret>) -> Result<Self> {
        keymint_core::Credential::new(Client::api(), "ApiKey", key).map(Self)
    }
}

impl Client {
    /// Starts a client for `https://api.infobip.com`; a personal base URL can be set.
    pub fn builder(credential: Credential) -> ClientBuilder<Self> {
        ClientBuilder::new(Some(credential.0))
    }

    /// Starts a client that can only obtain a credential: open a session, or ask for an access token.
    pub fn builder_without_credential() -> ClientBuilder<Self> {
        ClientBuilder::new(None)
    }
}
