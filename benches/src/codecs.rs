//! Bodies: ours, and what one would use instead.

pub mod form;
pub mod json;
pub mod xml;

use std::hint::black_box;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use keymint_core::api::{Api, Operation};
use keymint_core::{GeneratedClient, fuzzing};
use keymint_infobip::types::CreateApiKeyRequest;
use serde::de::DeserializeOwned;

use crate::keys::NewKey;

/// The length of what is called a long list.
const MANY: usize = 10_000;

/// Reads a body as a call reads its answer.
fn answer<C, T>(operation: &str, media: &'static str, body: &[u8]) -> T
where
    C: GeneratedClient,
    T: DeserializeOwned + Send + Sync + 'static,
{
    let (api, operation) = find::<C>(operation);
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(media))]);
    let body = black_box(body).to_vec();
    fuzzing::answer(api, operation, StatusCode::OK, headers, body).expect("a readable answer")
}

fn find<C: GeneratedClient>(operation: &str) -> (&'static Api, &'static Operation) {
    let api = C::api();
    let found = api.operations.iter().find(|known| known.id == operation);
    (api, found.expect("an operation of the client"))
}

/// The same key in our own type.
fn typed(key: &NewKey) -> CreateApiKeyRequest {
    CreateApiKeyRequest::builder()
        .name(key.name.as_str())
        .allowed_ips(key.allowed_ips.clone())
        .valid_from(Some(key.valid_from.parse().expect("a date")))
        .valid_to(Some(key.valid_to.parse().expect("a date")))
        .try_into()
        .expect("a complete key")
}
