//! How a client is made.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::Semaphore;

use crate::api::Api;
use crate::base_url::BaseUrl;
use crate::body::{self, WireFormat};
use crate::client::GeneratedClient;
use crate::credential::Credential;
use crate::error::{Error, Result};
use crate::retry::RetryPolicy;
use crate::transport::{Config, Transport};

/// Long enough for a slow network, and shorter than an attempt: a time-out while connecting is then known as one.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A create that is given up too early is a create of unknown outcome.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);
const DEADLINE: Duration = Duration::from_secs(90);
/// Key lists are kilobytes; what is larger is a mistake or an attack.
const BODY_LIMIT: usize = 1 << 20;
/// Enough to keep a provider busy, and far from the 1,024 files that many systems allow a process.
const MAX_IN_FLIGHT: usize = 64;

/// Sets up a client; required things are arguments of `builder`, everything here has a default.
#[must_use]
pub struct ClientBuilder<C> {
    credential: Option<Credential>,
    base_url: Option<String>,
    wire_format: Option<WireFormat>,
    connect_timeout: Duration,
    attempt_timeout: Duration,
    deadline: Duration,
    body_limit: usize,
    max_in_flight: usize,
    retry: RetryPolicy,
    user_agent: Option<String>,
    extra_roots: Vec<u8>,
    #[cfg(feature = "reqwest")]
    http_client: Option<reqwest::Client>,
    client: PhantomData<fn() -> C>,
}

impl<C: GeneratedClient> ClientBuilder<C> {
    /// Starts with the provider's own address and this project's defaults.
    pub fn new(credential: Option<Credential>) -> Self {
        Self {
            credential,
            base_url: None,
            wire_format: None,
            connect_timeout: CONNECT_TIMEOUT,
            attempt_timeout: ATTEMPT_TIMEOUT,
            deadline: DEADLINE,
            body_limit: BODY_LIMIT,
            max_in_flight: MAX_IN_FLIGHT,
            retry: RetryPolicy::default(),
            user_agent: None,
            extra_roots: Vec::new(),
            #[cfg(feature = "reqwest")]
            http_client: None,
            client: PhantomData,
        }
    }

    /// Sets the address below which the provider's paths lie: `https`, or `http` to a loopback address.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Prefers a wire format wherever an operation offers it; the rest use the first that their document lists.
    pub fn wire_format(mut self, format: WireFormat) -> Self {
        self.wire_format = Some(format);
        self
    }

    /// Bounds the making of a connection: 5 seconds unless set, and less than the attempt's bound.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Bounds one attempt, from connecting to the last byte of the answer: 30 seconds unless set.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Bounds a whole call, its repetitions and waits included: 90 seconds unless set.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Caps the body of an answer, in bytes: 1 MiB unless set.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Caps the requests that are under way at once; further calls wait their turn: 64 unless set.
    pub fn max_in_flight(mut self, requests: usize) -> Self {
        self.max_in_flight = requests;
        self
    }

    /// Sets how calls are repeated; [`RetryPolicy::off`] sends every request once.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Puts the application's own name before ours in the `User-Agent` header.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Trusts certificates beside the platform's own: one or more, in PEM.
    ///
    /// For a proxy or an installation whose certificate comes from an authority of its own.
    pub fn extra_root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.extra_roots = pem.into();
        self
    }

    /// Sends through an HTTP client of the application's own.
    ///
    /// What is lost, unless that client does it: redirects are not followed, referers are not sent, nothing is sent
    /// twice, no proxy is looked up, plain HTTP is refused, connecting is bounded, and a create has a connection of
    /// its own. With a client that follows redirects the credential may reach another host.
    #[cfg(feature = "reqwest")]
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) when a setting is impossible; the message names it.
    pub fn build(self) -> Result<C> {
        let api = C::api();
        let refuse = |why: &'static str| Error::request(api.provider, why);
        let base_url = self.base_url.as_deref().or(api.base_url).ok_or_else(|| {
            refuse("there is no default address; set it with `.base_url(\"https://…\")`")
        })?;
        let base_url = BaseUrl::parse(base_url).map_err(refuse)?;
        if self.connect_timeout.is_zero() || self.connect_timeout >= self.attempt_timeout {
            return Err(refuse("`connect_timeout` must be above zero and below `attempt_timeout`"));
        }
        if self.attempt_timeout > self.deadline {
            return Err(refuse("`attempt_timeout` must not be above `deadline`"));
        }
        if self.body_limit == 0 {
            return Err(refuse("`body_limit` must be above zero"));
        }
        if self.max_in_flight == 0 || self.max_in_flight > Semaphore::MAX_PERMITS {
            return Err(refuse(
                "`max_in_flight` must be above zero, and a number that a machine can serve",
            ));
        }
        if let Some(format) = self.wire_format.filter(|format| !body::is_offered(api, *format)) {
            return Err(refuse(match format {
                WireFormat::Json => "no operation offers JSON; leave `wire_format` out",
                WireFormat::Form => "no operation offers form bodies; leave `wire_format` out",
                WireFormat::Xml => "no operation offers XML; leave `wire_format` out",
            }));
        }
        let user_agent = user_agent(api, self.user_agent.as_deref())?;
        let config = Config {
            wire_format: self.wire_format,
            connect_timeout: self.connect_timeout,
            attempt_timeout: self.attempt_timeout,
            deadline: self.deadline,
            body_limit: self.body_limit,
            max_in_flight: self.max_in_flight,
            retry: self.retry,
            user_agent,
            extra_roots: self.extra_roots,
            #[cfg(feature = "reqwest")]
            http_client: self.http_client,
        };
        Transport::new(api, base_url, self.credential, config).map(C::from_transport)
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credential", &self.credential)
            .field("wire_format", &self.wire_format)
            .finish_non_exhaustive()
    }
}

fn user_agent(api: &Api, application: Option<&str>) -> Result<HeaderValue> {
    let ours = format!("keymint-{}/{}", api.provider, env!("CARGO_PKG_VERSION"));
    let text = application.map_or_else(|| ours.clone(), |name| format!("{name} {ours}"));
    HeaderValue::from_str(&text)
        .ok()
        .filter(|_| text.is_ascii())
        .ok_or_else(|| Error::request(api.provider, "`user_agent` must be one line of ASCII"))
}
