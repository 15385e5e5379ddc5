//! Content types, by the end of a file's name.
//!
//! What comes from a hall was brought by somebody else: only what can't run in a browser is named as what it is.

/// A content type, and whether a browser may show it in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaType {
    /// As in the `Content-Type` header.
    pub name: &'static str,
    /// Otherwise the browser is told to save it.
    pub inline: bool,
    /// Whether its bytes usually get fewer when compressed.
    pub compressible: bool,
}

/// Of a file in a hall.
pub fn of_hall_file(path: &str) -> MediaType {
    let inline = |name| MediaType { name, inline: true, compressible: false };
    let numbers = |name| MediaType { name, inline: true, compressible: true };
    let saved = |name| MediaType { name, inline: false, compressible: false };
    match extension(path).as_str() {
        "glb" => numbers("model/gltf-binary"),
        "gltf" => numbers("model/gltf+json"),
        "bin" => numbers("application/octet-stream"),
        "json" => numbers("application/json"),
        "png" => inline("image/png"),
        "jpg" | "jpeg" => inline("image/jpeg"),
        "webp" => inline("image/webp"),
        "avif" => inline("image/avif"),
        "gif" => inline("image/gif"),
        "apng" => inline("image/apng"),
        "ktx2" => inline("image/ktx2"),
        "hdr" => inline("image/vnd.radiance"),
        "mp4" | "m4v" => inline("video/mp4"),
        "webm" => inline("video/webm"),
        "mp3" => inline("audio/mpeg"),
        "m4a" => inline("audio/mp4"),
        "ogg" | "oga" | "opus" => inline("audio/ogg"),
        "wav" => numbers("audio/wav"),
        "vtt" => numbers("text/vtt; charset=utf-8"),
        "txt" | "md" => numbers("text/plain; charset=utf-8"),
        "svg" => saved("image/svg+xml"),
        "pdf" => saved("application/pdf"),
        "html" | "htm" => saved("text/html; charset=utf-8"),
        _ => saved("application/octet-stream"),
    }
}

/// Of a file that we built.
pub fn of_app_file(path: &str) -> &'static str {
    match extension(path).as_str() {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "map" => "application/json",
        "html" => "text/html; charset=utf-8",
        _ => of_hall_file(path).name,
    }
}

fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase())
}
