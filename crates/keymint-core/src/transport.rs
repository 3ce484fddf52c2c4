//! What executes requests: one per client, shared by its clones.

mod attempt;
mod call;
mod classify;
mod encode;
mod guard;
mod http_client;
mod prepare;
mod read;
mod repeat;
mod route;
mod sign;
mod tls;
mod trace;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::Semaphore;

use crate::api::Api;
use crate::base_url::BaseUrl;
use crate::body::WireFormat;
use crate::call_options::CallOptions;
use crate::credential::Credential;
use crate::error::{Error, Result};
use crate::retry::{Budget, Jitter, RetryPolicy};
use crate::transport::http_client::HttpClients;
use crate::transport::route::Route;

#[cfg(feature = "fuzzing")]
pub(crate) use guard::admit;

/// Executes the requests of one provider's client.
///
/// Cloning is cheap and shares the connections.
#[derive(Clone)]
pub struct Transport {
    shared: Arc<Shared>,
    options: CallOptions,
}

struct Shared {
    api: &'static Api,
    base_url: BaseUrl,
    routes: Box<[Route]>,
    credential: Option<Credential>,
    config: Config,
    http: HttpClients,
    in_flight: Semaphore,
    budget: Budget,
    jitter: Jitter,
}

/// Settings that hold for every call of a client.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) wire_format: Option<WireFormat>,
    pub(crate) connect_timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) deadline: Duration,
    pub(crate) body_limit: usize,
    pub(crate) max_in_flight: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) user_agent: HeaderValue,
    /// Certificates in PEM.
    pub(crate) extra_roots: Vec<u8>,
    #[cfg(feature = "reqwest")]
    pub(crate) http_client: Option<reqwest::Client>,
}

impl Transport {
    pub(crate) fn new(
        api: &'static Api,
        base_url: BaseUrl,
        credential: Option<Credential>,
        config: Config,
    ) -> Result<Self> {
        let http = HttpClients::new(&base_url, &config).map_err(|source| {
            Error::request(api.provider, "the HTTP client could not be set up").with_source(source)
        })?;
        let routes = Route::all(&base_url, api);
        let in_flight = Semaphore::new(config.max_in_flight);
        let (budget, jitter) = (Budget::new(), Jitter::new());
        let shared =
            Shared { api, base_url, routes, credential, config, http, in_flight, budget, jitter };
        Ok(Self { shared: Arc::new(shared), options: CallOptions::new() })
    }

    /// The base URL, without trailing slash.
    pub fn base_url(&self) -> &str {
        self.shared.base_url.as_str()
    }

    /// The credential's fingerprint, to tell whether a key to be revoked is the one in use.
    pub fn credential_fingerprint(&self) -> Option<String> {
        self.shared.credential.as_ref().map(Credential::fingerprint)
    }

    /// Returns the same transport with other options for its calls.
    #[must_use]
    pub fn with_options(&self, options: &CallOptions) -> Self {
        Self { shared: Arc::clone(&self.shared), options: options.or(self.options) }
    }

    pub(crate) fn api(&self) -> &'static Api {
        self.shared.api
    }

    /// What is wrong with a request; nothing is sent.
    fn refuse(&self, why: impl Into<Cow<'static, str>>) -> Error {
        Error::request(self.shared.api.provider, why)
    }

    /// Looks an operation up; generated code asks for nothing that is not in its own table.
    fn route(&self, id: &str) -> Result<&Route> {
        let routes = &self.shared.routes;
        let found = routes.binary_search_by(|route| route.operation.id.cmp(id));
        found
            .ok()
            .and_then(|index| routes.get(index))
            .ok_or_else(|| self.refuse("the generated table lacks this operation"))
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("provider", &self.shared.api.provider)
            .field("base_url", &self.shared.base_url)
            .field("credential", &self.shared.credential)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
