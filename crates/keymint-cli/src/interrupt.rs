//! Ctrl-C while something is being changed.

use std::pin::pin;
use std::time::Duration;

use keymint::Worker;

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

/// Waits for many jobs; when the user breaks them off, begins no other, and waits a while for those under way.
pub(crate) async fn or_stop<T>(
    work: impl Future<Output = T>,
    worker: &Worker,
    output: &Output,
) -> Result<T, Failure> {
    let mut work = pin!(work);
    tokio::select! {
        result = &mut work => return Ok(result),
        () = interrupted() => worker.stop(),
    }
    patience(work, output).await.ok_or_else(resumable)
}

/// So many jobs were let go of before they were done.
pub(crate) fn left(left: usize, of: usize) -> Failure {
    Failure::interrupted(Exit::Partly, format!("interrupted; {left} of {of} jobs are left"))
        .hint(HOW_TO_GO_ON)
}

fn resumable() -> Failure {
    Failure::interrupted(Exit::Partly, "interrupted; the journal knows how far it came")
        .hint(HOW_TO_GO_ON)
}

async fn patiently<T>(work: impl Future<Output = T>, output: &Output) -> Option<T> {
    let mut work = pin!(work);
    tokio::select! {
        result = &mut work => return Some(result),
        () = interrupted() => {}
    }
    patience(work, output).await
}

/// Waits once more, for not too long.
async fn patience<T>(work: impl Future<Output = T>, output: &Output) -> Option<T> {
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

const HOW_TO_GO_ON: &str = "`keymint status` tells, `keymint resume` goes on";
/// Within what service managers wait between asking a process to end and ending it.
const PATIENCE: Duration = Duration::from_secs(10);
