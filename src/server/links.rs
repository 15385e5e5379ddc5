//! Addresses of pages.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::error::ServeError;

/// What can't stand in the path of an address as it is (WHATWG URL, path percent-encode set), and what would end a segment.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\')
    .add(b'^')
    .add(b'|');

/// A relative path as part of an address; `/` stays.
pub fn encoded(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// The slug in the address of a request; what can't be one is the address of nothing.
pub struct Slug(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Slug {
    type Rejection = ServeError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ServeError> {
        let Path(slug) = Path::from_request_parts(parts, state).await.map_err(|_| ServeError::NotFound)?;
        Ok(Self(slug))
    }
}

/// The page of a hall.
pub fn hall(slug: &str) -> String {
    format!("/h/{}", encoded(slug))
}

/// The same hall without the page's own header.
pub fn embed(slug: &str) -> String {
    format!("/embed/{}", encoded(slug))
}

/// The hall to be read instead of walked.
pub fn catalogue(slug: &str) -> String {
    format!("/h/{}/catalogue", encoded(slug))
}

/// The name of a place within a page; blanks can't stand in one.
pub fn anchor(kind: &str, id: &str) -> String {
    format!("{kind}-{}", id.split_whitespace().collect::<Vec<_>>().join("-"))
}
