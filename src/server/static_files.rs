//! The few files of our own that pages need, compiled in and served under names that carry their hash.

use std::sync::LazyLock;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::delivery::{IMMUTABLE, header_value};
use crate::error::ServeError;
use crate::hashes::sha256;
use crate::links::Slug;
use crate::serve::Server;

/// A file that is compiled in.
pub struct StaticFile {
    name: String,
    etag: String,
    media_type: &'static str,
    text: &'static str,
}

impl StaticFile {
    fn new(stem: &str, extension: &str, media_type: &'static str, text: &'static str) -> Self {
        let hash = &sha256(text.as_bytes())[..16];
        Self { name: format!("{stem}-{hash}.{extension}"), etag: format!("\"{hash}\""), media_type, text }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("/static/{}", self.name)
    }
}

const CSS: &str = "text/css; charset=utf-8";

/// The look of every page but the hall page.
pub static PAGES_CSS: LazyLock<StaticFile> = LazyLock::new(|| {
    let text = concat!(
        include_str!("../../web/visit/tokens.css"),
        include_str!("style/base.css"),
        include_str!("style/home.css"),
        include_str!("style/catalogue.css"),
        include_str!("style/error.css"),
    );
    StaticFile::new("pages", "css", CSS, text)
});

/// The frame around the picture, there before any script.
pub static HALL_CSS: LazyLock<StaticFile> = LazyLock::new(|| {
    let text = concat!(include_str!("../../web/visit/tokens.css"), include_str!("style/hall.css"));
    StaticFile::new("hall", "css", CSS, text)
});

/// The mark: a doorway.
pub static ICON: LazyLock<StaticFile> =
    LazyLock::new(|| StaticFile::new("icon", "svg", "image/svg+xml", include_str!("style/icon.svg")));

/// `/static/…`.
pub fn router() -> Router<Server> {
    Router::new().route("/static/{name}", get(get_static_file)).route("/favicon.ico", get(get_icon))
}

async fn get_static_file(Slug(name): Slug, headers: HeaderMap) -> Result<Response, ServeError> {
    let file = [&PAGES_CSS, &HALL_CSS, &ICON].into_iter().find(|file| file.name == name).ok_or(ServeError::NotFound)?;
    Ok(send(file, &headers))
}

/// Some browsers ask for this name whatever the page says.
async fn get_icon(headers: HeaderMap) -> Response {
    let mut response = send(&ICON, &headers);
    response.headers_mut().insert(CACHE_CONTROL, header_value("public, max-age=86400"));
    response
}

fn send(file: &StaticFile, headers: &HeaderMap) -> Response {
    let fields = [(CACHE_CONTROL, IMMUTABLE), (ETAG, &file.etag), (CONTENT_TYPE, file.media_type)];
    if headers.get(IF_NONE_MATCH).is_some_and(|tag| tag.as_bytes() == file.etag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, fields.map(|(name, value)| (name, value.to_owned()))).into_response();
    }
    (fields.map(|(name, value)| (name, value.to_owned())), file.text).into_response()
}
