//! `EXT_meshopt_compression`: rows to packed bytes, in the versions of the bitstream that every reader of the extension has.

use meshopt::{encode_index_buffer, encode_index_sequence, encode_vertex_buffer_level};

/// What packed bytes are (appendix A of the extension).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// Rows of a vertex buffer, or of anything whose rows are like each other.
    Attributes,
    /// Three indices a triangle.
    Triangles,
    /// Other indices.
    Indices,
}

impl Mode {
    pub fn name(self) -> &'static str {
        match self {
            Self::Attributes => "ATTRIBUTES",
            Self::Triangles => "TRIANGLES",
            Self::Indices => "INDICES",
        }
    }

    /// Packs rows of `stride` bytes; `None` for what the codec doesn't take.
    pub fn pack(self, bytes: &[u8], stride: usize) -> Option<Vec<u8>> {
        match self {
            Self::Attributes => attributes(bytes, stride),
            Self::Triangles => encode_index_buffer(&indices(bytes, stride), usize::MAX >> 32).ok(),
            Self::Indices => encode_index_sequence(&indices(bytes, stride), usize::MAX >> 32).ok(),
        }
    }
}

fn indices(bytes: &[u8], stride: usize) -> Vec<u32> {
    let index = |row: &[u8]| row.iter().rev().fold(0, |index, byte| index << 8 | u32::from(*byte));
    bytes.chunks_exact(stride).map(index).collect()
}

fn attributes(bytes: &[u8], stride: usize) -> Option<Vec<u8>> {
    fn of<const N: usize>(bytes: &[u8]) -> Option<Vec<u8>> {
        // Version 1 of this stream belongs to `KHR_meshopt_compression`, which fewer readers have.
        encode_vertex_buffer_level(bytes.as_chunks::<N>().0, 2, Some(0)).ok()
    }
    match stride {
        4 => of::<4>(bytes),
        8 => of::<8>(bytes),
        12 => of::<12>(bytes),
        16 => of::<16>(bytes),
        64 => of::<64>(bytes),
        _ => None,
    }
}
