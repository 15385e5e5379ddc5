//! What a file says it holds when unpacked: accessors without data, which are zeros, and what meshopt and Draco pack. All is counted in full
//! before any of it is unpacked.

use bytes::Bytes;

use super::Check;
use super::code::Code;
use super::elements::Data;
use super::links::Links;
use super::pointer::{Pointer, item};
use super::value::Value;

/// Unpacked geometry that needs no justification by the size of the file, in bytes; as in the reader.
const FREE_BYTES: u64 = 16 << 20;

/// No packer makes less than a byte of so many.
const RATIO_MAX: u64 = 1024;

const MESHOPT: [&str; 2] = ["EXT_meshopt_compression", "KHR_meshopt_compression"];
const DRACO: &str = "KHR_draco_mesh_compression";

impl Check<'_> {
    /// Whether what is unpacked is in proportion to what is there. Extensions count whether they are declared or not, as for the reader.
    pub(super) fn is_small_enough(&mut self, links: &Links, buffers: &[Option<Bytes>], file_bytes: u64) -> bool {
        let there = buffers.iter().flatten().fold(file_bytes, |sum, buffer| sum.saturating_add(buffer.len() as u64));
        let accessors = links.accessors.iter().map(|accessor| accessor.unpacked_bytes());
        let views = links.all("bufferViews").iter().enumerate();
        let views: Vec<u64> = views.map(|(i, view)| self.packed_view(i, view)).collect();
        let draco = self.draco(&Data { links, buffers });
        let unpacked = accessors.chain(views).fold(draco, u64::saturating_add);
        let proportional = there.saturating_mul(self.limits.decoded_per_file_byte).saturating_add(FREE_BYTES);
        let limit = self.limits.decoded_bytes.min(proportional);
        if unpacked > limit {
            let at = Pointer::default().key("accessors");
            self.add(Code::YzTooMuchData, &at, &[&unpacked, &limit]);
        }
        let is_too_much = |code| matches!(code, Code::YzTooMany | Code::YzTooMuchData | Code::YzPackedTooMuch);
        !self.report.issues.iter().any(|issue| is_too_much(issue.code))
    }

    /// What a view declares that meshopt packed, in bytes.
    fn packed_view(&mut self, index: usize, view: &Value) -> u64 {
        let mut sum = 0_u64;
        for name in MESHOPT {
            let Some(extension) = view.extension(name) else { continue };
            let of = |key| extension.uint(key).unwrap_or(0);
            let unpacked = of("count").saturating_mul(of("byteStride"));
            let at = item("bufferViews", index).keys(&["extensions", name]);
            self.ratio(of("byteLength"), unpacked, &at);
            sum = sum.saturating_add(unpacked);
        }
        sum
    }

    /// What the heads of Draco's bitstreams declare, in bytes.
    fn draco(&mut self, data: &Data) -> u64 {
        let mut sum = 0_u64;
        for (m, mesh) in data.links.all("meshes").iter().enumerate() {
            for (p, primitive) in mesh.list("primitives").iter().enumerate() {
                let Some(extension) = primitive.extension(DRACO) else { continue };
                let Some(bytes) = extension.index("bufferView").and_then(|view| data.view_bytes(view)) else {
                    continue;
                };
                let unpacked = draco_bytes(&bytes).unwrap_or(0);
                let at = item("meshes", m).key("primitives").index(p).keys(&["extensions", DRACO]);
                self.ratio(bytes.len() as u64, unpacked, &at);
                sum = sum.saturating_add(unpacked);
            }
        }
        sum
    }

    fn ratio(&mut self, packed: u64, unpacked: u64, at: &Pointer) {
        if unpacked > FREE_BYTES.max(packed.saturating_mul(RATIO_MAX)) {
            self.add(Code::YzPackedTooMuch, at, &[&packed, &unpacked]);
        }
    }
}

/// Three indices of four bytes for each face, and three numbers for each point, that a mesh of version 2.2 declares (Draco bitstream 2.2,
/// §4.1, §4.3, §4.4).
fn draco_bytes(bytes: &[u8]) -> Option<u64> {
    const HEADER_BYTES: usize = 11;
    let header = bytes.get(..HEADER_BYTES).filter(|header| header.starts_with(b"DRACO\x02\x02"))?;
    let (method, has_metadata) = (header[8], header[10] & 0x80 != 0);
    let mut rest = bytes.get(HEADER_BYTES..)?.iter();
    if has_metadata {
        return None;
    }
    let is_edgebreaker = method == 1;
    if is_edgebreaker {
        // How the faces are walked along.
        rest.next()?;
    }
    let (a, b) = (varint(&mut rest)?, varint(&mut rest)?);
    Some(a.saturating_add(b).saturating_mul(12))
}

/// Seven bits a byte, the lowest first.
fn varint<'b>(bytes: &mut impl Iterator<Item = &'b u8>) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = bytes.next()?;
        value |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}
