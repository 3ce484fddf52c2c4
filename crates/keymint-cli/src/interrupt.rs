//! Ctrl-C while something is being changed.

use crate::exit::Exit;
use crate::failure::Failure;

/// Waits for a change to come through; when the user breaks it off, says that its outcome is unknown.
pub(crate) async fn or_unknown<T>(
    change: impl Future<Output = T>,
    hint: &str,
) -> Result<T, Failure> {
    let message = "interrupted while a request was under way; whether it took effect is unknown";
    until_interrupted(change)
        .await
        .ok_or_else(|| Failure::interrupted(Exit::Unknown, message).hint(hint))
}

/// Waits for journalled work; when the user breaks it off, says how to go on.
pub(crate) async fn or_resume<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    let message = "interrupted; the journal knows how far it came";
    let hint = "`keymint status` tells, `keymint resume` goes on";
    until_interrupted(work)
        .await
        .ok_or_else(|| Failure::interrupted(Exit::Partly, message).hint(hint))
}

async fn until_interrupted<T>(work: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        result = work => Some(result),
        () = interrupted() => None,
    }
}

/// Returns when the user interrupts, or the system asks to end.
pub(crate) async fn interrupted() {
    // Where no signal can be listened for, there is none.
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
