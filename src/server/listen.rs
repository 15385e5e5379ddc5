//! The accept loop: how many connections, how patient with each, and how it ends.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::settings::Settings;
use crate::stall::StallGuard;

/// Bytes of a request's header, at most; a longer one is answered 431.
const HEADER_BYTES: usize = 32 << 10;

/// Serves `app` until `shutdown` resolves, then lets running requests finish for the grace that `settings` give.
///
/// HTTP/1.1 without TLS: a proxy in front speaks the rest. hyper's header timer also ends connections that never say anything and connections kept alive in silence; [`StallGuard`] ends those that stop reading.
pub async fn listen(listener: TcpListener, app: Router, settings: &Settings, shutdown: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(settings.header_timeout()).max_buf_size(HEADER_BYTES);
    let slots = Arc::new(Semaphore::new(settings.max_connections));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = accept(&listener, &slots) => accepted,
            Some(_) = connections.join_next() => continue,
        };
        let Some((stream, slot)) = accepted else { continue };
        let guarded = StallGuard::new(stream, settings.stall_timeout());
        let connection = converse(http.clone(), guarded, app.clone(), graceful.watcher());
        connections.spawn(async move {
            connection.await;
            drop(slot);
        });
    }
    drop(listener);
    tracing::info!(connections = connections.len(), "shutting down");
    let finished = tokio::time::timeout(settings.grace(), async {
        graceful.shutdown().await;
        while connections.join_next().await.is_some() {}
    });
    if finished.await.is_err() {
        tracing::warn!(connections = connections.len(), "the grace is over; connections are cut");
    }
    connections.shutdown().await;
}

/// Waits for a free slot first, so that a full server leaves newcomers in the system's queue instead of refusing them.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let slot = slots.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => {
            let _ = stream.set_nodelay(true);
            Some((stream, slot))
        }
        Err(error) => {
            if !is_of_the_connection(&error) {
                // Out of file descriptors or memory: trying again at once would only burn a core.
                tracing::error!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            None
        }
    }
}

fn is_of_the_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

async fn converse(http: http1::Builder, stream: StallGuard<TcpStream>, app: Router, watcher: Watcher) {
    let service = TowerToHyperService::new(app.map_request(|request: Request<Incoming>| request.map(Body::new)));
    let connection = http.serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended early");
    }
}
