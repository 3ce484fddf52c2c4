//! Ctrl-C while something is being changed.

use std::pin::pin;
use std::time::Duration;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

/// Waits for a change to come through; when the user breaks it off, says that its outcome is unknown.
///
/// The answer to a request that is under way may hold the only copy of a secret, so the first interrupt waits for it a
/// while, and the second does not.
pub(crate) async fn or_unknown<T>(
    change: impl Future<Output = T>,
    hint: &str,
    output: &Output,
) -> Result<T, Failure> {
    let message = "interrupted while a request was under way; whether it took effect is unknown";
    patiently(change, output)
        .await
        .ok_or_else(|| Failure::interrupted(Exit::Unknown, message).hint(hint))
}

/// Waits for one job; when the user breaks it off, gives it a while to end well, then says how to go on.
pub(crate) async fn or_resume_one<T>(
    work: impl Future<Output = T>,
    output: &Output,
) -> Result<T, Failure> {
    patiently(work, output).await.ok_or_else(resumable)
}

/// Waits for journalled work; when the user breaks it off, says how to go on.
pub(crate) async fn or_resume<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    tokio::select! {
        result = work => Ok(result),
        () = interrupted() => Err(resumable()),
    }
}

fn resumable() -> Failure {
    let hint = "`keymint status` tells, `keymint resume` goes on";
    Failure::interrupted(Exit::Partly, "interrupted; the journal knows how far it came").hint(hint)
}

async fn patiently<T>(work: impl Future<Output = T>, output: &Output) -> Option<T> {
    let mut work = pin!(work);
    tokio::select! {
        result = &mut work => return Some(result),
        () = interrupted() => {}
    }
    output.remark(&format!(
        "Interrupted: waiting up to {} s for what is under way; interrupt again to give it up.",
        PATIENCE.as_secs()
    ));
    tokio::select! {
        result = work => Some(result),
        () = interrupted() => None,
        () = tokio::time::sleep(PATIENCE) => None,
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
    let listen = |kind| async move {
        match signal(kind) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = listen(SignalKind::terminate()) => {}
        // The terminal is closed; what goes to a file can still arrive.
        _ = listen(SignalKind::hangup()) => {}
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}

/// Within what service managers wait between asking a process to end and ending it.
const PATIENCE: Duration = Duration::from_secs(10);
