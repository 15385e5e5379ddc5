//! The headers that keep pages to themselves.

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::delivery::header_value;
use crate::serve::Server;

/// What the hall page may ask the browser for; a frame still needs `allow=` for the same.
const PERMISSIONS: &str = "xr-spatial-tracking=(self), gyroscope=(self), accelerometer=(self), fullscreen=(self), \
                           camera=(), microphone=(), geolocation=(), payment=(), usb=()";

/// The policy of the hall page: our own scripts and wasm, nothing inline, nothing from elsewhere.
pub fn hall_policy(frame_ancestors: &[String]) -> String {
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; \
         connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors {}",
        frame_ancestors.join(" ")
    )
}

/// The policy of pages that have no script at all.
pub fn page_policy(frame_ancestors: &[String]) -> String {
    format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors {}",
        frame_ancestors.join(" ")
    )
}

/// Middleware: what every response carries, and what every page carries besides.
pub async fn add_headers(State(server): State<Server>, request: Request, next: Next) -> Response {
    // A page in a frame must not be cut off from the window that holds it.
    let framed = request.uri().path().starts_with("/embed/");
    let mut response = next.run(request).await;
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let fields = response.headers_mut();
    fields.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    fields.insert(REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    if is_page {
        fields.insert(HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS));
        if !fields.contains_key(CONTENT_SECURITY_POLICY) {
            let policy = page_policy(&server.settings.frame_ancestors);
            fields.insert(CONTENT_SECURITY_POLICY, header_value(&policy));
        }
        if !framed {
            let name = HeaderName::from_static("cross-origin-opener-policy");
            fields.insert(name, HeaderValue::from_static("same-origin"));
        }
    }
    response
}
