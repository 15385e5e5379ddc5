//! From bytes to JSON text and the binary chunk (glTF 2.0 §4).

use bytes::Bytes;

use super::error::ImportError;
use super::place::Place;
use super::warning::{Warning, WarningKind};

const JSON_CHUNK: u32 = 0x4e4f_534a;
const BIN_CHUNK: u32 = 0x004e_4942;
const HEADER_BYTES: usize = 12;
const CHUNK_HEADER_BYTES: usize = 8;

/// The two parts of a file. A `.gltf` has no binary chunk.
pub(super) struct Container {
    pub json: Bytes,
    pub bin: Option<Bytes>,
}

/// Tells GLB from JSON by the content, never by the name.
pub(super) fn open(bytes: &Bytes, warnings: &mut Vec<Warning>) -> Result<Container, ImportError> {
    if bytes.starts_with(b"glTF") {
        return open_glb(bytes, warnings);
    }
    let mut json = bytes.clone();
    if json.starts_with(b"\xef\xbb\xbf") {
        warnings.push(Warning::new(Place::FILE, WarningKind::ByteOrderMark));
        json = json.slice(3..);
    }
    match json.iter().find(|b| !b.is_ascii_whitespace()) {
        Some(b'{') => Ok(Container { json, bin: None }),
        _ => Err(ImportError::NotGltf),
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

/// Bytes from the beginning of a file that [`json_chunk`] looks at.
pub const HEAD_BYTES: u64 = (HEADER_BYTES + CHUNK_HEADER_BYTES) as u64;

/// Where the JSON of a GLB is, as its first [`HEAD_BYTES`] say: offset and length in bytes. `None` for what is not GLB 2.
pub fn json_chunk(head: &[u8]) -> Option<(u64, u64)> {
    let is_glb = head.starts_with(b"glTF") && u32_at(head, 4) == Some(2);
    let is_json = u32_at(head, HEADER_BYTES + 4) == Some(JSON_CHUNK);
    let length = u32_at(head, HEADER_BYTES).filter(|_| is_glb && is_json)?;
    Some((HEAD_BYTES, u64::from(length)))
}

fn open_glb(bytes: &Bytes, warnings: &mut Vec<Warning>) -> Result<Container, ImportError> {
    let mut warn = |kind| warnings.push(Warning::new(Place::FILE, kind));
    let cut_short = |what, needed: u64, found: usize| ImportError::CutShort { what, needed, found: found as u64 };
    let (Some(version), Some(length)) = (u32_at(bytes, 4), u32_at(bytes, 8)) else {
        return Err(cut_short("GLB header", HEADER_BYTES as u64, bytes.len()));
    };
    if version != 2 {
        return Err(ImportError::Version { found: version.to_string() });
    }
    if u64::from(length) > bytes.len() as u64 {
        return Err(cut_short("GLB", length.into(), bytes.len()));
    }
    let length = length as usize;
    if length < bytes.len() {
        warn(WarningKind::TrailingBytes { bytes: (bytes.len() - length) as u64 });
    }
    let bytes = bytes.slice(..length);
    let (mut json, mut bin) = (None, None);
    let mut at = HEADER_BYTES;
    while at < length {
        let (Some(chunk_length), Some(kind)) = (u32_at(&bytes, at), u32_at(&bytes, at + 4)) else {
            return Err(cut_short("GLB chunk header", CHUNK_HEADER_BYTES as u64, length - at));
        };
        let start = at + CHUNK_HEADER_BYTES;
        let Some(end) = start.checked_add(chunk_length as usize).filter(|end| *end <= length) else {
            return Err(cut_short("GLB chunk", chunk_length.into(), length - start));
        };
        let chunk = bytes.slice(start..end);
        match kind {
            JSON_CHUNK if json.is_none() && at == HEADER_BYTES => json = Some(chunk),
            _ if json.is_none() => return Err(ImportError::Container { what: "the first chunk is not JSON" }),
            BIN_CHUNK if bin.is_none() => bin = Some(chunk),
            _ => warn(WarningKind::StrayChunk),
        }
        if chunk_length % 4 != 0 {
            warn(WarningKind::UnalignedChunk);
        }
        at = end;
    }
    let json = json.ok_or(ImportError::Container { what: "there is no JSON chunk" })?;
    Ok(Container { json: without_padding(&json), bin })
}

/// Some writers fill a JSON chunk up with zeros instead of blanks.
pub(super) fn without_padding(json: &Bytes) -> Bytes {
    let padding = json.iter().rev().take_while(|b| **b == 0).count();
    json.slice(..json.len() - padding)
}
