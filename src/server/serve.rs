//! The server as a whole: its state, its routes, its life.

use std::any::Any;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;

use crate::compressed::Compressed;
use crate::dist::Dist;
use crate::error::{ServeError, render_errors};
use crate::hall_files::prepare;
use crate::headers::add_headers;
use crate::library::Library;
use crate::listen::listen;
use crate::settings::Settings;
use crate::{dist, hall_files, pages, static_files};

/// What every handler shares.
#[derive(Clone)]
pub struct Server {
    /// As the operator set them.
    pub settings: Arc<Settings>,
    /// The halls.
    pub library: Arc<Library>,
    /// The built viewer.
    pub dist: Arc<Dist>,
    /// Compressed copies of what halls brought.
    pub compressed: Arc<Compressed>,
}

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Somebody listens there already.
    #[error("port {} is in use on {}", .0.port(), .0.ip())]
    PortInUse(SocketAddr),
    /// Ports below 1024 need rights.
    #[error("listening on {0} is not permitted")]
    NotPermitted(SocketAddr),
    /// Anything else.
    #[error("cannot listen on {address}: {reason}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        reason: io::Error,
    },
}

impl Server {
    /// With these settings.
    pub fn new(settings: Settings) -> Self {
        Self {
            library: Arc::new(Library::new(settings.halls.clone(), settings.max_hall_files)),
            dist: Arc::new(Dist::new(settings.dist.clone())),
            compressed: Arc::new(Compressed::new(&settings.data)),
            settings: Arc::new(settings),
        }
    }

    /// Runs work that waits for the file system off the async threads.
    ///
    /// # Errors
    /// When the work panicked.
    pub async fn block<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T, ServeError> {
        let server = self.clone();
        tokio::task::spawn_blocking(move || work(&server)).await.map_err(|_| ServeError::Internal)
    }

    /// All routes.
    pub fn router(&self) -> Router {
        Router::new()
            .merge(pages::home::router())
            .merge(pages::hall::router())
            .merge(pages::catalogue::router())
            .merge(hall_files::router())
            .merge(dist::router())
            .merge(static_files::router())
            .route("/healthz", get(get_health))
            .fallback(async || ServeError::NotFound)
            .method_not_allowed_fallback(async || ServeError::MethodNotAllowed)
            .layer(CatchPanicLayer::custom(on_panic))
            .layer(middleware::from_fn_with_state(self.clone(), render_errors))
            .layer(middleware::from_fn_with_state(self.clone(), add_headers))
            .layer(middleware::from_fn(log_request))
            .with_state(self.clone())
    }

    /// Opens the port.
    ///
    /// # Errors
    /// When it can't be had; the error says what to do.
    pub async fn bind(&self) -> Result<TcpListener, StartError> {
        let address = SocketAddr::new(self.settings.bind, self.settings.port);
        TcpListener::bind(address).await.map_err(|reason| match reason.kind() {
            io::ErrorKind::AddrInUse => StartError::PortInUse(address),
            io::ErrorKind::PermissionDenied => StartError::NotPermitted(address),
            _ => StartError::Listen { address, reason },
        })
    }

    /// Serves until `shutdown` resolves and the grace is over.
    pub async fn run(&self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        // The first visitor should not wait for hashes and compression.
        let server = self.clone();
        tokio::task::spawn_blocking(move || server.library.list().iter().for_each(|entry| prepare(&server, entry)));
        listen(listener, self.router(), &self.settings, shutdown).await;
    }
}

/// Alive and able to answer.
async fn get_health(State(server): State<Server>) -> Result<axum::Json<serde_json::Value>, ServeError> {
    let (halls, broken, built) = server
        .block(|server| {
            let halls = server.library.list();
            let broken = halls.iter().filter(|hall| hall.content.is_err()).count();
            (halls.len(), broken, server.dist.index().is_some())
        })
        .await?;
    let version = env!("CARGO_PKG_VERSION");
    Ok(axum::Json(
        serde_json::json!({"status": "ok", "version": version, "halls": halls, "broken_halls": broken, "viewer_built": built}),
    ))
}

fn on_panic(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = words.unwrap_or("?"), "a handler panicked");
    ServeError::Internal.into_response()
}

/// Middleware: one line a request. The query is left out: it may hold what is not ours to write down.
async fn log_request(request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let begun = Instant::now();
    let response = next.run(request).await;
    let (status, millis) = (response.status().as_u16(), begun.elapsed().as_millis() as u64);
    if status >= 500 {
        tracing::warn!(%method, path, status, millis, "request");
    } else {
        tracing::info!(%method, path, status, millis, "request");
    }
    response
}
