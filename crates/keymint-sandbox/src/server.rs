//! One port, one handler: reading, waiting, cutting and answering.

use std::{
    future::IntoFuture as _,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    response::Response,
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use crate::{
    exchange,
    line::{Line, Lines},
    world::{Outcome, World},
};

/// The world, shared between the port and the tests.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<World>>);

impl Shared {
    pub(crate) fn new(world: World) -> Self {
        Self(Arc::new(Mutex::new(world)))
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        // A world left behind by a panic elsewhere is still the only truth there is.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves until the sender is dropped, then finishes what is under way.
pub(crate) fn spawn(
    listener: TcpListener,
    shared: Shared,
) -> (oneshot::Sender<()>, JoinHandle<()>) {
    let (stop, stopped) = oneshot::channel();
    let service = Router::new()
        .fallback(answer)
        .with_state(shared)
        .into_make_service_with_connect_info::<Line>();
    let serve = axum::serve(Lines(listener), service).with_graceful_shutdown(async {
        // Sent or dropped, the meaning is the same.
        stopped.await.unwrap_or_default();
    });
    let served = tokio::spawn(async {
        // It only ever ends well.
        serve.into_future().await.unwrap_or_default();
    });

    (stop, served)
}

async fn answer(
    State(shared): State<Shared>,
    ConnectInfo(line): ConnectInfo<Line>,
    request: Request,
) -> Response {
    let request = match exchange::Request::read(request, line.peer()).await {
        Ok(request) => request,
        Err(answer) => return answer.into_response(),
    };

    let Outcome { delay, cut, answer } = shared.world().receive(request);
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    if let Some(cut) = cut {
        line.cut(cut);
    }
    answer.into_response()
}
