//! Sending a file: validators, ranges, encodings, caching (RFC 9110, 9111).

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::ops::Range;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    IF_MATCH, IF_NONE_MATCH, IF_RANGE, RANGE, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

use crate::error::ServeError;
use crate::lang::weighted;
use crate::range::{Asked, asked};

/// Bytes read at a time.
const CHUNK_BYTES: usize = 1 << 16;

/// For a name that will never mean other bytes.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// For a name that must be asked about each time.
pub const REVALIDATE: &str = "no-cache";

/// A file ready to be sent.
pub struct Delivery {
    /// Stands anywhere.
    pub file: File,
    /// Its length.
    pub size_bytes: u64,
    /// Names these bytes; quotes are added.
    pub etag: String,
    /// `Content-Type`.
    pub media_type: &'static str,
    /// `Content-Encoding`, when it is a compressed variant.
    pub encoding: Option<Encoding>,
    /// Whether there are other variants.
    pub varies: bool,
    /// `Cache-Control`.
    pub cache: &'static str,
}

/// Compressed variants that lie beside a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `.br`
    Brotli,
    /// `.gz`
    Gzip,
}

impl Encoding {
    /// The better one first.
    pub const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// In headers.
    pub fn token(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// Behind the name of the file.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }
}

/// The variants a visitor takes, best first. Ranges are always of the plain file, so that a download can be resumed.
pub fn accepted(headers: &HeaderMap) -> Vec<Encoding> {
    if headers.contains_key(RANGE) {
        return Vec::new();
    }
    let list = joined(headers, &ACCEPT_ENCODING).unwrap_or_default();
    let weight = |token: &str| {
        let named = list.split(',').map(weighted).find(|(name, _)| name.eq_ignore_ascii_case(token));
        let any = || list.split(',').map(weighted).find(|(name, _)| *name == "*");
        named.or_else(any).map_or(0.0, |(_, weight)| weight)
    };
    let mut accepted: Vec<(Encoding, f32)> = Encoding::ALL.map(|encoding| (encoding, weight(encoding.token()))).into();
    accepted.retain(|(_, weight)| *weight > 0.0);
    accepted.sort_by(|a, b| b.1.total_cmp(&a.1));
    accepted.into_iter().map(|(encoding, _)| encoding).collect()
}

impl Delivery {
    /// Answers a GET or HEAD.
    ///
    /// # Errors
    /// When the file can't be positioned, or a condition or range can't be met.
    pub fn answer(mut self, method: &Method, headers: &HeaderMap) -> Result<Response<Body>, ServeError> {
        let etag = format!("\"{}\"", self.etag);
        let matches = |name: &HeaderName, weak: bool| {
            joined(headers, name).map(|list| {
                list.split(',').map(str::trim).any(|tag| {
                    tag == "*" || tag == etag || (weak && tag.strip_prefix("W/").is_some_and(|tag| tag == etag))
                })
            })
        };
        if matches(&IF_MATCH, false) == Some(false) {
            return Err(ServeError::Changed);
        }
        if matches(&IF_NONE_MATCH, true) == Some(true) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            self.describe(response.headers_mut(), &etag);
            return Ok(response);
        }
        let whole = 0..self.size_bytes;
        let same = headers.get(IF_RANGE).is_none_or(|value| value.as_bytes() == etag.as_bytes());
        let range = joined(headers, &RANGE).filter(|_| same && method == Method::GET && self.encoding.is_none());
        let part = match asked(range.as_deref(), self.size_bytes) {
            Asked::Whole => None,
            Asked::Part(part) => Some(part),
            Asked::Beyond => return Err(ServeError::RangeBeyond { size_bytes: self.size_bytes }),
        };
        let sent = part.clone().unwrap_or(whole);
        let mut response = Response::new(if method == Method::HEAD { Body::empty() } else { self.body(&sent)? });
        let fields = response.headers_mut();
        self.describe(fields, &etag);
        fields.insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        fields.insert(CONTENT_LENGTH, HeaderValue::from(sent.end - sent.start));
        if let Some(encoding) = self.encoding {
            fields.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.token()));
        }
        if let Some(part) = part {
            let words = format!("bytes {}-{}/{}", part.start, part.end - 1, self.size_bytes);
            fields.insert(CONTENT_RANGE, header_value(&words));
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        }
        Ok(response)
    }

    /// The headers that a 304 has too.
    fn describe(&self, fields: &mut HeaderMap, etag: &str) {
        fields.insert(ETAG, header_value(etag));
        fields.insert(CACHE_CONTROL, HeaderValue::from_static(self.cache));
        fields.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        if self.varies {
            fields.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
        }
    }

    fn body(&mut self, sent: &Range<u64>) -> Result<Body, ServeError> {
        self.file.seek(SeekFrom::Start(sent.start)).map_err(ServeError::Unreadable)?;
        let file = self.file.try_clone().map_err(ServeError::Unreadable)?;
        let reader = tokio::fs::File::from_std(file).take(sent.end - sent.start);
        Ok(Body::from_stream(ReaderStream::with_capacity(reader, CHUNK_BYTES)))
    }
}

/// All values of a field as one list (RFC 9110 §5.3).
fn joined(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<&str> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// A header value of our own making; what can't stand in a header is left out.
pub fn header_value(words: &str) -> HeaderValue {
    HeaderValue::from_str(words).unwrap_or(HeaderValue::from_static(""))
}
