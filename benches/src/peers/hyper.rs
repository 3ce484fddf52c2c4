//! As low as one can go and still keep connections: hyper, its pool, and serde.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{Request, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;

use super::{ACCOUNT, Connections, Peer, Result};
use crate::keys::{Key, NewKey};

/// Hyper's own client.
#[derive(Debug)]
pub struct Hyper {
    client: Client<HttpConnector, Full<Bytes>>,
    base: String,
    authorization: HeaderValue,
}

impl Hyper {
    /// Sets the client up.
    pub fn new(base: &str, connections: Connections) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(connections.max_idle())
            .build(connector);
        let authorization = HeaderValue::from_static(super::AUTHORIZATION);
        Self { client, base: base.to_owned(), authorization }
    }
}

impl Peer for Hyper {
    async fn create(&self) -> Result<String> {
        let url: Uri = format!("{}/settings/1/accounts/{ACCOUNT}/api-keys", self.base).parse()?;
        let request = Request::post(url)
            .header(ACCEPT, HeaderValue::from_static("*/*"))
            .header(AUTHORIZATION, self.authorization.clone())
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(Full::from(serde_json::to_vec(&NewKey::example())?))?;
        let response = self.client.request(request).await?;
        if !response.status().is_success() {
            return Err("an error status".into());
        }
        let body = response.into_body().collect().await?.to_bytes();
        Ok(serde_json::from_slice::<Key>(&body)?.name)
    }
}
