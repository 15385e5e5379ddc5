//! Boxes of ISO base media files (ISO/IEC 14496-12 §4.2): MP4, M4A, AVIF. No length is believed beyond what is there.

use super::wrong::{Wrong, both};

/// One box.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Four characters.
    pub kind: [u8; 4],
    /// Where it begins, from the start of the file.
    pub start: usize,
    /// With its header, bytes.
    pub length: usize,
    /// Without its header.
    pub body: &'a [u8],
}

/// The boxes in a row of them; ends after the first that is broken.
pub struct Parts<'a> {
    bytes: &'a [u8],
    /// Where `bytes` begins in the file.
    base: usize,
    at: usize,
    is_file: bool,
}

/// The boxes of a whole file.
pub fn file(bytes: &[u8]) -> Parts<'_> {
    Parts { bytes, base: 0, at: 0, is_file: true }
}

impl<'a> Part<'a> {
    /// The boxes inside, which begin `skip` bytes into its body.
    pub fn parts(&self, skip: usize) -> Parts<'a> {
        let base = self.start + self.length - self.body.len();
        Parts { bytes: self.body, base, at: skip.min(self.body.len()), is_file: false }
    }

    /// The first box of a kind inside.
    pub fn find(&self, kind: &[u8; 4]) -> Result<Option<Part<'a>>, Wrong> {
        self.parts(0).find(|part| part.as_ref().map_or(true, |part| part.kind == *kind)).transpose()
    }

    /// The box at the end of a path of kinds.
    pub fn at_path(&self, path: &[&[u8; 4]]) -> Result<Option<Part<'a>>, Wrong> {
        let mut part = Some(*self);
        for kind in path {
            part = match part {
                Some(inner) => inner.find(kind)?,
                None => None,
            };
        }
        Ok(part)
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Result<Part<'a>, Wrong>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes: &'a [u8] = self.bytes;
        let rest = &bytes[self.at..];
        // QuickTime ends some lists with a zero.
        if rest.is_empty() || rest.len() < 8 && rest.iter().all(|byte| *byte == 0) {
            return None;
        }
        let start = self.base + self.at;
        let part = header(rest, self.is_file).map(|(kind, header, length)| {
            self.at += length;
            Part { kind, start, length, body: &rest[header..length] }
        });
        if part.is_none() {
            self.at = self.bytes.len();
        }
        Some(part.ok_or_else(|| cut(start)))
    }
}

/// Kind, length of the header and of the whole; `None` where that is more than there is.
fn header(bytes: &[u8], is_file: bool) -> Option<([u8; 4], usize, usize)> {
    let kind = bytes.get(4..8)?.try_into().ok()?;
    let (header, length) = match be32(bytes, 0)? {
        // To the end of the file.
        0 if is_file => (8, bytes.len()),
        1 => (16, usize::try_from(be64(bytes, 8)?).ok()?),
        length => (8, length as usize),
    };
    (header <= length && length <= bytes.len()).then_some((kind, header, length))
}

fn cut(at: usize) -> Wrong {
    Wrong::damaged(both(
        format!("第 {at} 字节处的数据块长度超出文件，文件可能没有传完"),
        format!("the box at byte {at} says that it is longer than the file; it may not have been copied completely"),
    ))
}

/// Big-endian.
pub fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// Big-endian.
pub fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// Big-endian.
pub fn be64(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// The rows of a table: a count at byte 4, then so many rows of `width` bytes from byte 8 on.
pub fn rows<'a>(table: &Part<'a>, width: usize) -> Option<std::slice::ChunksExact<'a, u8>> {
    let count = be32(table.body, 4)? as usize;
    let length = count.checked_mul(width)?;
    Some(table.body.get(8..length.checked_add(8)?)?.chunks_exact(width))
}
