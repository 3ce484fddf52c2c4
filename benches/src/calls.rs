//! Makes calls with a peer that is chosen by its name.

use std::hint::black_box;

use tokio::task::LocalSet;

use crate::peers::{Connections, Hyper, Keymint, Peer, Progenitor, Reqwest, Result};

/// What is done with a peer.
pub trait Task {
    /// Does it.
    fn run<P: Peer>(self, peer: P) -> impl Future<Output = Result<()>>;
}

/// Does a task with the peer of that name, on a runtime of one thread.
///
/// # Errors
///
/// A peer that there is not, and what the task says.
pub fn with(peer: &str, base: &str, task: impl Task) -> Result<()> {
    use Connections::{Fresh, Pooled};
    // Nothing here speaks TLS, but who is built with it wants to know its cryptography.
    rustls::crypto::ring::default_provider().install_default().ok();
    match peer {
        "reqwest by hand" => start(Reqwest::new(base, Pooled)?, task),
        "reqwest by hand, bounded" => start(Reqwest::bounded(base, Pooled)?, task),
        "keymint, kept connection" => start(Keymint::new(base, Pooled)?, task),
        "progenitor" => start(Progenitor::new(base, Pooled)?, task),
        "hyper by hand" => start(Hyper::new(base, Pooled), task),
        "reqwest by hand, own connection" => start(Reqwest::new(base, Fresh)?, task),
        "reqwest by hand, own connection, bounded" => start(Reqwest::bounded(base, Fresh)?, task),
        "keymint, own connection" => start(Keymint::new(base, Fresh)?, task),
        _ => Err("there is no such peer".into()),
    }
}

fn start(peer: impl Peer, task: impl Task) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(LocalSet::new().run_until(task.run(peer)))
}

/// Makes calls one after the other.
///
/// # Errors
///
/// What the first call that fails says.
pub async fn series<P: Peer>(peer: &P, calls: usize) -> Result<()> {
    for _ in 0..calls {
        black_box(peer.create().await?);
    }
    Ok(())
}
