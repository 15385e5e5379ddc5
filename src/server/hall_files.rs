//! `/h/{slug}/files/…`: what a hall is made of, as its makers brought it.
//!
//! *Invariant:* nothing from here runs in a browser. Opened as a page it is sandboxed without an origin, and what could be active is offered for saving.

use std::fs::{self, File};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, Uri};
use axum::routing::get;
use percent_encoding::percent_decode_str;

use crate::delivery::{Delivery, Encoding, IMMUTABLE, REVALIDATE, accepted, header_value};
use crate::dist::with_suffix;
use crate::error::ServeError;
use crate::library::{Entry, HallFile, Library, OpenFile, relative_path};
use crate::links::encoded;
use crate::media_type::{MediaType, of_hall_file};
use crate::serve::Server;

/// Hexadecimal digits of the hash that an address carries.
const VERSION_DIGITS: usize = 16;
/// Hexadecimal digits of the hash that tell two states of a file apart.
const ETAG_DIGITS: usize = 32;

/// The address of a file of a hall, which changes when its bytes do.
pub fn url_of(slug: &str, file: &HallFile) -> String {
    format!("/h/{}/files/{}?v={}", encoded(slug), encoded(&file.path), &file.sha256[..VERSION_DIGITS])
}

/// Has compressed copies made of the files of a hall before the first visitor asks for them. Blocks on the file system.
pub fn prepare(server: &Server, entry: &Entry) {
    let others = server.library.tiers(entry).into_values().flatten();
    for file in server.library.files(entry).into_iter().chain(others) {
        let open = server.library.open(entry, &file.path, &file.sha256);
        if let Some(open) = open.filter(|open| of_hall_file(&open.name).compressible) {
            drop(server.compressed.find(&open.path, &open.sha256, open.size_bytes));
        }
    }
}

/// `/h/{slug}/files/…`.
pub fn router() -> Router<Server> {
    Router::new().route("/h/{slug}/files/{*path}", get(get_hall_file))
}

async fn get_hall_file(
    State(server): State<Server>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response<Body>, ServeError> {
    // The router's own decoding would turn %2f into a slash before we see it.
    let (slug, path) =
        uri.path().strip_prefix("/h/").and_then(|rest| rest.split_once("/files/")).ok_or(ServeError::NotFound)?;
    let slug = percent_decode_str(slug).decode_utf8().map_err(|_| ServeError::NotFound)?.into_owned();
    let path = relative_path(path).ok_or(ServeError::NotFound)?;
    let asked = uri.query().unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("v=")).map(str::to_owned);
    let encodings = accepted(&headers);
    let delivery = server
        .block(move |server| {
            let entry = server.library.find(&slug)?;
            let asked = asked.unwrap_or_default();
            let open = server.library.open(&entry, &path, &asked)?;
            let media = of_hall_file(&open.name);
            let cache = if asked == open.sha256[..VERSION_DIGITS] { IMMUTABLE } else { REVALIDATE };
            Some((best_variant(server, open, media, cache, &encodings), media))
        })
        .await?;
    let (delivery, media) = delivery.ok_or(ServeError::NotFound)?;
    let mut response = delivery.answer(&method, &headers)?;
    protect(response.headers_mut(), media);
    Ok(response)
}

/// A compressed file beside the plain one, when it is taken and not older; else a copy of ours; else the file itself.
fn best_variant(
    server: &Server,
    open: OpenFile,
    media: MediaType,
    cache: &'static str,
    taken: &[Encoding],
) -> Delivery {
    let beside = Encoding::ALL.map(|encoding| (encoding, variant_beside(&server.library, &open, encoding)));
    let made = if media.compressible && beside.iter().all(|(_, variant)| variant.is_none()) {
        server.compressed.find(&open.path, &open.sha256, open.size_bytes)
    } else {
        None
    };
    let plain_etag = open.sha256[..ETAG_DIGITS].to_owned();
    let made = made.map(|(file, size_bytes)| (file, size_bytes, format!("{plain_etag}-br")));
    let varies = media.compressible || beside.iter().any(|(_, variant)| variant.is_some());
    let mut variants: Vec<_> = beside.into_iter().chain([(Encoding::Brotli, made)]).collect();
    let found = taken.iter().find_map(|taken| {
        let variant = variants.iter_mut().find(|(encoding, variant)| encoding == taken && variant.is_some())?;
        Some((Some(variant.0), variant.1.take()?))
    });
    let (encoding, (file, size_bytes, etag)) = found.unwrap_or((None, (open.file, open.size_bytes, plain_etag)));
    Delivery { file, size_bytes, etag, media_type: media.name, encoding, varies, cache }
}

/// The file with the encoding's ending, its length and its tag.
fn variant_beside(library: &Library, open: &OpenFile, encoding: Encoding) -> Option<(File, u64, String)> {
    let path = with_suffix(&open.path, encoding.suffix());
    let metadata = fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file)?;
    let plain_time = fs::metadata(&open.path).and_then(|metadata| metadata.modified()).ok();
    let mut file = File::open(&path).ok().filter(|_| metadata.modified().ok() >= plain_time)?;
    let etag = library.hash_of(&path, &mut file)?[..ETAG_DIGITS].to_owned();
    Some((file, metadata.len(), etag))
}

fn protect(fields: &mut HeaderMap, media: MediaType) {
    fields.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    // A page that embeds the hall shows the poster itself until the visitor comes in.
    let shared = if media.name.starts_with("image/") { "cross-origin" } else { "same-origin" };
    fields.insert(HeaderName::from_static("cross-origin-resource-policy"), header_value(shared));
    if !media.inline {
        fields.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    }
}
