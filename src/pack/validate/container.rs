//! From bytes to JSON text and the binary chunk (glTF 2.0 §4.4). Issues stand at offsets, as there is no JSON yet that could be pointed into.

use bytes::Bytes;

use super::Check;
use super::code::Code;

const JSON: u32 = 0x4e4f_534a;
const BIN: u32 = 0x004e_4942;
const HEADER_BYTES: usize = 12;
const CHUNK_HEADER_BYTES: usize = 8;

/// The parts of a file.
#[derive(Default)]
pub(super) struct Container {
    pub json: Option<Bytes>,
    pub bin: Option<Bytes>,
    /// Nothing is missing at the end.
    pub is_whole: bool,
}

impl Check<'_> {
    /// The chunks of a GLB. A lie about a length is reported and never believed beyond the end of the file.
    pub(super) fn glb(&mut self, file: &Bytes) -> Container {
        let mut container = Container::default();
        let Some(declared) = self.glb_header(file) else { return container };
        let (mut at, mut chunks) = (HEADER_BYTES, 0);
        while at < file.len() && at as u64 != declared {
            let (Some(length), Some(kind)) = (u32_at(file, at), u32_at(file, at + 4)) else {
                self.at(Code::GlbUnexpectedEndOfChunkHeader, file.len(), &[]);
                return container;
            };
            self.chunk_header(at, length, kind, declared, chunks);
            let is_first = self.chunk_kind(at, length, kind, &container);
            if kind == BIN && is_first && chunks > 1 {
                self.at(Code::GlbUnexpectedBinChunk, at, &[]);
            }
            let begin = at + CHUNK_HEADER_BYTES;
            let end = begin.saturating_add(length as usize);
            let data = file.slice(begin..end.min(file.len()));
            let is_cut = end > file.len();
            match kind {
                JSON if is_first && !is_cut && length > 0 => container.json = Some(data),
                BIN if is_first => container.bin = Some(data),
                _ => {}
            }
            if is_cut {
                self.at(Code::GlbUnexpectedEndOfChunkData, file.len(), &[]);
                return container;
            }
            (at, chunks) = (end, chunks + 1);
        }
        if at < file.len() {
            self.at(Code::GlbExtraData, at, &[]);
        } else if at as u64 != declared {
            self.at(Code::GlbLengthMismatch, at, &[&declared, &file.len()]);
        }
        container.is_whole = true;
        container
    }

    /// The length that the header declares; nothing for what is no GLB 2.
    fn glb_header(&mut self, file: &[u8]) -> Option<u64> {
        let (Some(version), Some(length)) = (u32_at(file, 4), u32_at(file, 8)) else {
            self.at(Code::GlbUnexpectedEndOfHeader, file.len(), &[]);
            return None;
        };
        if !file.starts_with(b"glTF") {
            self.at(Code::GlbInvalidMagic, 0, &[]);
            return None;
        }
        if version != 2 {
            self.at(Code::GlbInvalidVersion, 4, &[&version]);
            return None;
        }
        if length as usize <= HEADER_BYTES {
            self.at(Code::GlbLengthTooSmall, 8, &[&length]);
        }
        Some(length.into())
    }

    fn chunk_header(&mut self, at: usize, length: u32, kind: u32, declared: u64, chunks: usize) {
        if !length.is_multiple_of(4) {
            self.at(Code::GlbChunkLengthUnaligned, at, &[]);
        }
        if at as u64 + CHUNK_HEADER_BYTES as u64 + u64::from(length) > declared {
            self.at(Code::GlbChunkTooBig, at, &[&length]);
        }
        if chunks == 0 && kind != JSON {
            self.at(Code::GlbUnexpectedFirstChunk, at, &[]);
        }
    }

    /// Whether it is the first chunk of its kind.
    fn chunk_kind(&mut self, at: usize, length: u32, kind: u32, container: &Container) -> bool {
        let is_second = match kind {
            JSON => container.json.is_some(),
            BIN => container.bin.is_some(),
            _ => {
                self.at(Code::GlbUnknownChunkType, at, &[]);
                return false;
            }
        };
        match (kind, length) {
            (JSON, 0) => self.at(Code::GlbEmptyChunk, at, &[]),
            (BIN, 0) => self.at(Code::GlbEmptyBinChunk, at, &[]),
            _ => {}
        }
        if is_second {
            self.at(Code::GlbDuplicateChunk, at, &[]);
        }
        !is_second
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
