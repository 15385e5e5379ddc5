//! What `cargo xtask build` made for the browser: `dist/app.json` and the files under `/app/`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, Uri};
use axum::routing::get;
use serde::Deserialize;

use crate::delivery::{Delivery, Encoding, IMMUTABLE, REVALIDATE, accepted};
use crate::error::ServeError;
use crate::hashes::{Hashes, Stamp};
use crate::library::relative_path;
use crate::media_type;
use crate::serve::Server;

/// `app.json`: the addresses of what was built.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct AppIndex {
    /// The page around the picture.
    pub visit: Visit,
    /// The builds of the viewer by name, handed on to the page as they are.
    pub engines: serde_json::Value,
    /// The decoders that a page loads when a hall needs them, likewise.
    #[serde(default)]
    pub decoders: serde_json::Value,
}

/// The script and styles of the hall page.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Visit {
    /// An ES module.
    pub script: String,
    /// Style sheets.
    #[serde(default)]
    pub styles: Vec<String>,
}

/// The build folder.
pub struct Dist {
    folder: PathBuf,
    hashes: Hashes,
    index: Mutex<Option<(Stamp, AppIndex)>>,
}

impl Dist {
    /// Of a folder that need not exist yet.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, hashes: Hashes::default(), index: Mutex::default() }
    }

    /// What was built, as it is now; `None` when nothing was. Blocks on the file system.
    pub fn index(&self) -> Option<AppIndex> {
        let path = self.folder.join("app.json");
        let stamp = Stamp::of(&fs::metadata(&path).ok()?);
        let mut known = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        if known.as_ref().is_none_or(|(of, _)| *of != stamp) {
            let read = fs::read(&path).map_err(|error| error.to_string());
            let parsed = read.and_then(|bytes| serde_json::from_slice(&bytes).map_err(|error| error.to_string()));
            match parsed {
                Ok(index) => *known = Some((stamp, index)),
                Err(error) => {
                    tracing::error!(path = %path.display(), %error, "app.json cannot be read");
                    return None;
                }
            }
        }
        known.as_ref().map(|(_, index)| index.clone())
    }

    /// The file under `/app/`, in the best of the encodings that the visitor takes. Blocks on the file system.
    fn delivery(&self, path: &str, encodings: &[Encoding]) -> Option<Delivery> {
        let root = fs::canonicalize(self.folder.join("app")).ok()?;
        let plain = root.join(path);
        let varies = Encoding::ALL.iter().any(|encoding| with_suffix(&plain, encoding.suffix()).is_file());
        let cache = if has_hashed_name(path) { IMMUTABLE } else { REVALIDATE };
        let media_type = media_type::of_app_file(path);
        let variants = encodings.iter().map(|encoding| (Some(*encoding), with_suffix(&plain, encoding.suffix())));
        if !fs::canonicalize(&plain).ok()?.starts_with(&root) {
            return None;
        }
        variants.chain([(None, plain.clone())]).find_map(|(encoding, path)| {
            let mut file = File::open(&path).ok().filter(|_| path.is_file())?;
            let etag = self.hashes.sha256(&path, &mut file).ok()?[..32].to_owned();
            let size_bytes = file.metadata().ok()?.len();
            Some(Delivery { file, size_bytes, etag, media_type, encoding, varies, cache })
        })
    }
}

/// `path` with something behind its name.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Whether a name ends in `-` and a hash before its extension, as bundlers write them: `visit-B3x_9kQd.js`.
fn has_hashed_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    let end = |stem: &str| stem.len() > 8 && stem.is_char_boundary(stem.len() - 8);
    end(stem)
        && stem[..stem.len() - 8].contains('-')
        && stem[stem.len() - 8..].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// `/app/…`.
pub fn router() -> Router<Server> {
    Router::new().route("/app/{*path}", get(get_app_file))
}

async fn get_app_file(
    State(server): State<Server>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response<Body>, ServeError> {
    let path = uri.path().strip_prefix("/app/").and_then(relative_path).ok_or(ServeError::NotFound)?;
    let encodings = accepted(&headers);
    let delivery = server.block(move |server| server.dist.delivery(&path, &encodings)).await?;
    delivery.ok_or(ServeError::NotFound)?.answer(&method, &headers)
}

#[cfg(test)]
mod tests {
    use super::has_hashed_name;

    #[test]
    fn hashed_names_are_told_from_plain_ones() {
        for name in ["visit-B3x_9kQd.js", "yunzhan_webgpu-0123456789abcdef.wasm", "a/b-c-DEADBEEF.css"] {
            assert!(has_hashed_name(name), "{name}");
        }
        for name in ["visit.js", "yunzhan_webgpu.wasm", "a-b.js"] {
            assert!(!has_hashed_name(name), "{name}");
        }
    }
}
