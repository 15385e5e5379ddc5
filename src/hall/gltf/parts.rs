//! A file taken apart without being understood, for those who change documents instead of showing them.

use bytes::Bytes;

use super::error::ImportError;
use super::ext_meshopt_compression::Packed;
use super::uri::{self, Uri};
use super::{container, json};
use crate::Limits;
use crate::json::Json;

/// A file whose JSON has been parsed, and nothing else.
pub struct Parts {
    /// The whole document.
    pub root: Json,
    /// The binary chunk of a GLB.
    pub bin: Option<Bytes>,
}

/// Takes glTF JSON or GLB apart, told apart by content.
///
/// # Errors
/// For a broken container, broken JSON, and whatever is above the limits.
pub fn parts(bytes: &Bytes, limits: &Limits) -> Result<Parts, ImportError> {
    ImportError::ensure_at_most(super::Place::FILE, "bytes", bytes.len() as u64, limits.file_bytes)?;
    let mut warnings = Vec::new();
    let container = container::open(bytes, &mut warnings)?;
    let root = json::parse(&container.json, limits, &mut warnings)?;
    Ok(Parts { root, bin: container.bin })
}

/// An address in a document that may be followed.
pub enum Address {
    /// The bytes of a `data:` address.
    Data(Bytes),
    /// Relative to the document, percent-decoded, with `/`, without `.` and `..`.
    File(String),
}

impl Address {
    /// `None` for whatever may not be followed or cannot be decoded.
    pub fn parse(uri: &str) -> Option<Self> {
        uri::parse(uri).map(|uri| match uri {
            Uri::Data(_, bytes) => Self::Data(bytes),
            Uri::File(file) => Self::File(file),
        })
    }
}

/// What an object of `EXT_meshopt_compression` packs, at most `most_bytes`; `None` for what is unsound. `buffer` gives the bytes of a buffer.
pub fn unpack_meshopt(extension: &Json, buffer: &dyn Fn(usize) -> Option<Bytes>, most_bytes: u64) -> Option<Vec<u8>> {
    let packed = Packed::read(extension)?;
    let unpacked_bytes = (packed.count as u64).checked_mul(packed.stride as u64)?;
    if unpacked_bytes > most_bytes || !packed.is_plausible() {
        return None;
    }
    let (offset, length) = (usize::try_from(packed.offset).ok()?, usize::try_from(packed.length).ok()?);
    packed.unpack(buffer(packed.buffer)?.get(offset..offset.checked_add(length)?)?)
}
