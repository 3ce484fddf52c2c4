//! The handle that tests hold.

use std::{collections::BTreeMap, fmt, io, net::SocketAddr, time::Duration};

use tokio::{sync::oneshot, task::JoinHandle};

use crate::{
    builder::Builder, chaos::Plan, control, credentials::Credentials, key_record::KeyRecord,
    log::RequestRecord, provider::Provider, server::Shared,
};

/// A running sandbox; dropping it stops it.
///
/// ```
/// use keymint_sandbox::{Provider, Sandbox};
///
/// # #[tokio::main]
/// # async fn main() -> std::io::Result<()> {
/// let sandbox = Sandbox::start().await?;
/// assert!(sandbox.base_url(Provider::Infobip).starts_with("http://127.0.0.1:"));
/// assert!(sandbox.keys().is_empty());
/// # Ok(())
/// # }
/// ```
pub struct Sandbox {
    shared: Shared,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Sandbox {
    pub(crate) fn new(shared: Shared, stop: oneshot::Sender<()>, served: JoinHandle<()>) -> Self {
        Self { shared, stop, served }
    }

    /// Starts a sandbox on a free port of the loopback address.
    ///
    /// # Errors
    ///
    /// Fails when no port can be listened on.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// A sandbox with settings of its own.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// The credentials that every sandbox accepts.
    pub fn credentials() -> Credentials {
        Credentials::SANDBOX
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.shared.world().address
    }

    /// What takes the place of the provider's documented base URL.
    pub fn base_url(&self, provider: Provider) -> String {
        control::base_url(&self.shared.world(), provider)
    }

    /// Every provider's base URL.
    pub fn base_urls(&self) -> BTreeMap<Provider, String> {
        Provider::ALL.into_iter().map(|provider| (provider, self.base_url(provider))).collect()
    }

    /// Every API key ever minted, the ended ones included, oldest first.
    pub fn keys(&self) -> Vec<KeyRecord> {
        self.shared.world().records()
    }

    /// The requests that reached a provider, oldest first.
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.shared.world().requests()
    }

    /// The record of the API key with this secret, whatever its state.
    pub fn verify(&self, secret: &str) -> Option<KeyRecord> {
        let mut world = self.shared.world();
        let now = world.now();
        world.find(secret).map(|key| key.record(now))
    }

    /// The owners that API keys can be created for; BitGPT's one organization included.
    pub fn owners(&self, provider: Provider) -> Vec<String> {
        self.shared.world().owners(provider)
    }

    /// Makes more customers, accounts or workspaces; BitGPT has one organization, and gets none.
    pub fn add_owners(&self, provider: Provider, count: usize) -> Vec<String> {
        let mut world = self.shared.world();
        (0..count).filter_map(|_| world.add_owner(provider)).collect()
    }

    /// Moves the sandbox's time on.
    pub fn advance(&self, by: Duration) {
        self.shared.world().advance(by);
    }

    /// Puts a plan in force in place of the one before; an empty one ends the chaos.
    pub fn chaos(&self, plan: Plan) {
        self.shared.world().set_chaos(plan);
    }

    /// Goes back to the start: no API keys, no requests, no chaos, no time moved on.
    ///
    /// Ids and secrets go on where they were, so that none is ever given out twice.
    pub fn reset(&self) {
        self.shared.world().reset();
    }

    /// Stops, and waits until the answers under way are written.
    pub async fn stop(self) {
        drop(self.stop);
        // The task has nothing to say; that it ended is what counts.
        self.served.await.unwrap_or_default();
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("address", &self.address()).finish_non_exhaustive()
    }
}
