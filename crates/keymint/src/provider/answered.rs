//! What the providers of this crate have in common.

use keymint_core::api::Api;
#[cfg(any(feature = "bitgpt", feature = "infobip", feature = "sendkit"))]
use keymint_core::{ClientBuilder, Credential, GeneratedClient, OperationError, Secret};

#[cfg(any(feature = "bitgpt", feature = "infobip", feature = "senderwiz"))]
use crate::address::AddressRange;
#[cfg(any(feature = "bitgpt", feature = "infobip", feature = "sendkit"))]
use crate::error::{CallError, Result};
#[cfg(any(feature = "bitgpt", feature = "infobip", feature = "senderwiz"))]
use crate::list_field::ListField;
use crate::provider::Call;
#[cfg(any(feature = "bitgpt", feature = "infobip", feature = "sendkit"))]
use crate::provider::Verification;

/// The calls behind operations of a document.
pub(super) fn calls(api: &'static Api, operations: &[&str]) -> Vec<Call> {
    let find = |id: &&str| api.operations.iter().find(|known| known.id == *id);
    let found = operations.iter().filter_map(find);
    found.map(|known| Call::new(known.id, known.method, known.path)).collect()
}

/// The addresses to send, if a list is to be sent.
#[cfg(any(feature = "bitgpt", feature = "infobip", feature = "senderwiz"))]
pub(super) fn addresses(list: &ListField<AddressRange>) -> Option<Vec<String>> {
    list.to_sent(ToString::to_string)
}

/// A client like this one, with an API key in place of the credential.
#[cfg(any(feature = "bitgpt", feature = "infobip", feature = "sendkit"))]
pub(super) fn with_secret<C: GeneratedClient>(
    client: &C,
    scheme: &str,
    secret: &Secret,
) -> Result<C, CallError> {
    let credential = Credential::new(C::api(), scheme, secret.clone())?;
    ClientBuilder::<C>::new(Some(credential)).base_url(client.transport().base_url()).build()
}

/// What a harmless call says of the secret that it was made with.
#[cfg(any(feature = "bitgpt", feature = "infobip", feature = "sendkit"))]
pub(super) fn judged<T, E>(result: Result<T, OperationError<E>>) -> Result<Verification> {
    let Err(error) = result else { return Ok(Verification::Valid) };
    match error.status().map(|status| status.as_u16()) {
        Some(401) => Ok(Verification::Invalid),
        // The provider knows the key, and knows that it may not do this.
        Some(403) => Ok(Verification::Valid),
        _ => Err(error.into()),
    }
}
