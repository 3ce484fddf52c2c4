//! What authenticates a SendKit client, and how one is made.

use keymint_core::{ClientBuilder, GeneratedClient as _, Result, Secret};

use crate::generated::Client;

/// The platform key of an owner or admin.
#[derive(Clone, Debug)]
pub struct Credential(keymint_core::Credential);

impl Credential {
    /// Takes a platform key, `sk_user_…`, sent as `X-Api-Key`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) when the value is not a platform key: the provider refuses
    /// workspace keys for key management. It is never shown.
    pub fn platform_key(key: impl Into<Secret>) -> Result<Self> {
        let key = key.into();
        if !key.expose().starts_with("sk_user_") {
            return Err(keymint_core::Error::invalid(
                Client::api(),
                "this is not a platform key; a workspace key cannot manage keys: give one that starts with `sk_user_`",
            ));
        }
        keymint_core::Credential::new(Client::api(), "PlatformKey", key).map(Self)
    }
}

impl Client {
    /// Starts a client for `https://api.sendkit.ai`.
    pub fn builder(credential: Credential) -> ClientBuilder<Self> {
        ClientBuilder::new(Some(credential.0))
    }
}
