//! The container: what the header says, checked against the bytes that are there (KTX File Format 2.0 §3).

use hall::{Limits, TexelFormat, level_size_px};

use crate::ktx2::Ktx2Error;

const IDENTIFIER: &[u8; 12] = b"\xabKTX 20\xbb\r\n\x1a\n";
const HEADER_BYTES: usize = 80;
const LEVEL_BYTES: usize = 24;
// Of the data format descriptor, from its start: colour model, and the first sample, which says what a channel holds.
const MODEL_AT: usize = 12;
const SAMPLES_AT: usize = 28;
const SAMPLE_BYTES: usize = 16;
const MODEL_ETC1S: u8 = 163;
const MODEL_UASTC: u8 = 166;

/// What the levels hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Rgb8,
    Rgba8,
    /// Blocks as a device reads them.
    Blocks(TexelFormat),
    Etc1s {
        has_alpha: bool,
    },
    Uastc,
}

impl Content {
    /// What a level takes once it is inflated; `None` where the data decide.
    pub fn level_bytes(self, size_px: [u32; 2]) -> Option<usize> {
        match self {
            Self::Rgb8 => Some(TexelFormat::Rgba8.level_bytes(size_px) / 4 * 3),
            Self::Rgba8 => Some(TexelFormat::Rgba8.level_bytes(size_px)),
            Self::Blocks(format) => Some(format.level_bytes(size_px)),
            Self::Uastc => Some(TexelFormat::Astc4x4.level_bytes(size_px)),
            Self::Etc1s { .. } => None,
        }
    }
}

/// How levels are packed once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Plain,
    /// ETC1S's own.
    BasisLz,
    Zstandard,
}

/// A KTX2 file with one flat picture.
pub struct Container<'a> {
    pub size_px: [u32; 2],
    pub content: Content,
    pub scheme: Scheme,
    /// The largest first.
    pub levels: Vec<&'a [u8]>,
    /// What all levels of ETC1S share.
    pub global: &'a [u8],
}

impl<'a> Container<'a> {
    /// Reads the header; every range is inside of the bytes then, and every level as long as its content asks for.
    pub fn read(bytes: &'a [u8], limits: &Limits) -> Result<Self, Ktx2Error> {
        if bytes.get(..12) != Some(IDENTIFIER) || bytes.len() < HEADER_BYTES {
            return Err(Ktx2Error::Broken("header"));
        }
        let word = |at: usize| u32_at(bytes, at).ok_or(Ktx2Error::Broken("header"));
        let [vk_format, width, height, depth] = [word(12)?, word(20)?, word(24)?, word(28)?];
        let [layers, faces, levels, scheme] = [word(32)?, word(36)?, word(40)?, word(44)?];
        let size_px = [width, height];
        if size_px.contains(&0) || depth > 0 || layers > 1 || faces != 1 {
            return Err(Ktx2Error::Unknown("what is not one flat picture"));
        }
        let longest = width.max(height);
        if longest > limits.image_side {
            return Err(Ktx2Error::TooLarge { width, height, limit: limits.image_side });
        }
        let levels = levels.max(1);
        if levels > u32::BITS - longest.leading_zeros() {
            return Err(Ktx2Error::Broken("more levels than a picture of that size has"));
        }
        let descriptor = part(bytes, word(48)?.into(), word(52)?.into())?;
        let content = content(vk_format, descriptor)?;
        let scheme = match scheme {
            0 => Scheme::Plain,
            1 => Scheme::BasisLz,
            2 => Scheme::Zstandard,
            _ => return Err(Ktx2Error::Unknown("this supercompression")),
        };
        if (scheme == Scheme::BasisLz) != matches!(content, Content::Etc1s { .. }) {
            return Err(Ktx2Error::Broken("its supercompression is for other content"));
        }
        let mut container = Self { size_px, content, scheme, levels: Vec::new(), global: &[] };
        container.global = part(bytes, u64_at(bytes, 64)?, u64_at(bytes, 72)?)?;
        for level in 0..levels {
            let at = HEADER_BYTES + level as usize * LEVEL_BYTES;
            let data = part(bytes, u64_at(bytes, at)?, u64_at(bytes, at + 8)?)?;
            let inflated = content.level_bytes(level_size_px(size_px, level));
            let found = if scheme == Scheme::Zstandard { u64_at(bytes, at + 16)? } else { data.len() as u64 };
            if inflated.is_some_and(|needed| needed as u64 != found) {
                return Err(Ktx2Error::Broken("a level is not as long as it should be"));
            }
            container.levels.push(data);
        }
        Ok(container)
    }
}

/// By Vulkan's number; 0 is for what only a transcoder reads, which the descriptor names.
fn content(vk_format: u32, descriptor: &[u8]) -> Result<Content, Ktx2Error> {
    Ok(match vk_format {
        0 => match descriptor.get(MODEL_AT) {
            Some(&MODEL_ETC1S) => Content::Etc1s { has_alpha: descriptor.len() >= SAMPLES_AT + 2 * SAMPLE_BYTES },
            Some(&MODEL_UASTC) => Content::Uastc,
            Some(_) => return Err(Ktx2Error::Unknown("this kind of compression")),
            None => return Err(Ktx2Error::Broken("data format descriptor")),
        },
        // Plain and sRGB: which of them it is, the material knows.
        23 | 29 => Content::Rgb8,
        37 | 43 => Content::Rgba8,
        145 | 146 => Content::Blocks(TexelFormat::Bc7),
        147 | 148 => Content::Blocks(TexelFormat::Etc2Rgb),
        151 | 152 => Content::Blocks(TexelFormat::Etc2Rgba),
        157 | 158 => Content::Blocks(TexelFormat::Astc4x4),
        _ => return Err(Ktx2Error::Unknown("this pixel format")),
    })
}

fn part(bytes: &[u8], offset: u64, length: u64) -> Result<&[u8], Ktx2Error> {
    let end = offset.checked_add(length).and_then(|end| usize::try_from(end).ok());
    let range = end.and_then(|end| bytes.get(offset as usize..end));
    range.ok_or(Ktx2Error::Broken("it ends before its data do"))
}

/// Little-endian, as everything in KTX2.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Result<u64, Ktx2Error> {
    let found = bytes.get(at..).and_then(|rest| rest.first_chunk());
    found.map(|eight| u64::from_le_bytes(*eight)).ok_or(Ktx2Error::Broken("level index"))
}
