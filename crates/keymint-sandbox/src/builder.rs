//! How a sandbox is started.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
};

use jiff::Timestamp;
use tokio::net::TcpListener;

use crate::{
    clock::Source,
    dialect::Dialect,
    sandbox::Sandbox,
    server::{self, Shared},
    world::World,
};

/// Settings of a sandbox that is about to start.
pub struct Builder {
    listen: SocketAddr,
    seed: u64,
    dialect: Dialect,
    clock: Source,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            seed: 0,
            dialect: Dialect::default(),
            clock: Box::new(Timestamp::now),
        }
    }

    /// Where to listen; without it, on a free port of the loopback address.
    ///
    /// The sandbox's credentials are public: anybody who can reach the port can do everything.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Where ids, secrets and the dice of chaos come from; without it, from 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Which of a provider's documented answers to give.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// Where the time comes from; without it, from the system.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.clock = Box::new(now);
        self
    }

    /// Stops the time at this moment; it moves when it is advanced.
    #[must_use]
    pub fn frozen_at(self, moment: Timestamp) -> Self {
        self.clock(move || moment)
    }

    /// Starts serving, on the runtime of the caller.
    ///
    /// # Errors
    ///
    /// Fails when the address cannot be listened on.
    pub async fn start(self) -> io::Result<Sandbox> {
        let listener = TcpListener::bind(self.listen).await?;
        let address = listener.local_addr()?;
        let shared = Shared::new(World::new(address, self.seed, self.dialect, self.clock));
        let (stop, served) = server::spawn(listener, shared.clone());

        Ok(Sandbox::new(shared, stop, served))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("listen", &self.listen)
            .field("seed", &self.seed)
            .field("dialect", &self.dialect)
            .finish_non_exhaustive()
    }
}
