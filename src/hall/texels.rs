//! Pixels as a GPU reads them: in compressed blocks or plain, with their smaller levels.

use bytes::{Buf, Bytes};

/// Before the levels: format, width, height, count.
const HEAD_WORDS: usize = 4;

/// How the pixels of a texture are laid out. Whether they are colour or data is the material's to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TexelFormat {
    /// Four bytes a pixel, alpha not premultiplied.
    Rgba8,
    /// Sixteen bytes for four by four pixels (BPTC): desktops.
    Bc7,
    /// Eight bytes for four by four pixels without alpha: phones.
    Etc2Rgb,
    /// Sixteen bytes for four by four pixels: phones.
    Etc2Rgba,
    /// Sixteen bytes for four by four pixels: newer phones.
    Astc4x4,
}

impl TexelFormat {
    /// In the order of their numbers, which go between an engine and its decoders.
    pub const ALL: [Self; 5] = [Self::Rgba8, Self::Bc7, Self::Etc2Rgb, Self::Etc2Rgba, Self::Astc4x4];

    /// Pixels along the side of a block.
    pub fn block_side_px(self) -> u32 {
        if self == Self::Rgba8 { 1 } else { 4 }
    }

    /// Of one block.
    pub fn block_bytes(self) -> usize {
        match self {
            Self::Rgba8 => 4,
            Self::Etc2Rgb => 8,
            Self::Bc7 | Self::Etc2Rgba | Self::Astc4x4 => 16,
        }
    }

    /// Blocks across and down that cover a picture.
    pub fn blocks(self, size_px: [u32; 2]) -> [u32; 2] {
        size_px.map(|side| side.div_ceil(self.block_side_px()))
    }

    /// What a picture takes.
    pub fn level_bytes(self, size_px: [u32; 2]) -> usize {
        let [across, down] = self.blocks(size_px);
        (across as usize).saturating_mul(down as usize).saturating_mul(self.block_bytes())
    }
}

/// What a device reads beside [`TexelFormat::Rgba8`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TexelFormats {
    /// [`TexelFormat::Bc7`].
    pub bc: bool,
    /// [`TexelFormat::Etc2Rgb`] and [`TexelFormat::Etc2Rgba`].
    pub etc2: bool,
    /// [`TexelFormat::Astc4x4`].
    pub astc: bool,
}

impl TexelFormats {
    /// Whether the device reads this one.
    pub fn reads(self, format: TexelFormat) -> bool {
        match format {
            TexelFormat::Rgba8 => true,
            TexelFormat::Bc7 => self.bc,
            TexelFormat::Etc2Rgb | TexelFormat::Etc2Rgba => self.etc2,
            TexelFormat::Astc4x4 => self.astc,
        }
    }

    /// Bits, as [`TexelFormats::from_bits`] reads them.
    pub fn bits(self) -> u32 {
        u32::from(self.bc) | u32::from(self.etc2) << 1 | u32::from(self.astc) << 2
    }

    /// 1 for BC7, 2 for ETC2, 4 for ASTC.
    pub fn from_bits(bits: u32) -> Self {
        Self { bc: bits & 1 != 0, etc2: bits & 2 != 0, astc: bits & 4 != 0 }
    }
}

/// A texture with its levels, the largest first, each half as wide and high as the one before.
#[derive(Clone, Debug)]
pub struct Texels {
    format: TexelFormat,
    size_px: [u32; 2],
    levels: u32,
    bytes: Bytes,
}

impl Texels {
    /// `None` when the bytes are not exactly those of the levels, or a picture of that size has fewer of them.
    pub fn new(format: TexelFormat, size_px: [u32; 2], levels: u32, bytes: Bytes) -> Option<Self> {
        let longest = size_px[0].max(size_px[1]);
        if size_px.contains(&0) || levels == 0 || levels > u32::BITS - longest.leading_zeros() {
            return None;
        }
        let total = (0..levels).map(|level| format.level_bytes(level_size_px(size_px, level)));
        let is_whole = total.fold(0, usize::saturating_add) == bytes.len();
        is_whole.then_some(Self { format, size_px, levels, bytes })
    }

    /// For [`Texels::from_bytes`] elsewhere.
    pub fn to_bytes(&self) -> Vec<u8> {
        let format = TexelFormat::ALL.iter().position(|format| *format == self.format).unwrap_or_default();
        let [width, height] = self.size_px;
        let mut bytes = Vec::with_capacity(HEAD_WORDS * 4 + self.bytes.len());
        for word in [format as u32, width, height, self.levels] {
            bytes.extend_from_slice(&word.to_le_bytes());
        }
        bytes.extend_from_slice(&self.bytes);
        bytes
    }

    /// What [`Texels::to_bytes`] gave; `None` for anything else.
    pub fn from_bytes(mut bytes: Bytes) -> Option<Self> {
        let mut word = || bytes.try_get_u32_le().ok();
        let (format, width, height, levels) = (word()?, word()?, word()?, word()?);
        let format = *TexelFormat::ALL.get(format as usize)?;
        Self::new(format, [width, height], levels, bytes)
    }

    /// How they are laid out.
    pub fn format(&self) -> TexelFormat {
        self.format
    }

    /// Of the largest level.
    pub fn size_px(&self) -> [u32; 2] {
        self.size_px
    }

    /// All levels in one, the largest first.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// How many there are, at least one.
    pub fn level_count(&self) -> u32 {
        self.levels
    }

    /// Size and bytes of each level.
    pub fn levels(&self) -> impl Iterator<Item = ([u32; 2], &[u8])> {
        let mut rest = &self.bytes[..];
        (0..self.levels).map(move |level| {
            let size_px = level_size_px(self.size_px, level);
            let (bytes, after) = rest.split_at(self.format.level_bytes(size_px));
            rest = after;
            (size_px, bytes)
        })
    }

    /// Without the levels that are larger than `max_side_px`; at least one is left.
    pub fn at_most(&self, max_side_px: u32) -> Self {
        let mut smaller = self.clone();
        while smaller.levels > 1 && smaller.size_px.iter().any(|side| *side > max_side_px) {
            let largest = smaller.format.level_bytes(smaller.size_px);
            smaller.bytes = smaller.bytes.slice(largest..);
            smaller.size_px = level_size_px(smaller.size_px, 1);
            smaller.levels -= 1;
        }
        smaller
    }
}

/// The size of a level, pixels; level 0 is the largest.
pub fn level_size_px(size_px: [u32; 2], level: u32) -> [u32; 2] {
    size_px.map(|side| side.checked_shr(level).unwrap_or(0).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_cut_from_the_whole() {
        // 12 × 4 blocks of pixels, then 6 × 2, 3 × 1, 1 × 1.
        let bytes = Bytes::from_iter([vec![0; 48], vec![1; 32], vec![2; 16], vec![3; 16]].concat());
        let texels = Texels::new(TexelFormat::Bc7, [12, 4], 4, bytes.clone()).expect("it is whole");
        let levels: Vec<_> = texels.levels().map(|(size, bytes)| (size, bytes[0], bytes.len())).collect();
        assert_eq!(levels, [([12, 4], 0, 48), ([6, 2], 1, 32), ([3, 1], 2, 16), ([1, 1], 3, 16)]);
        let smaller = texels.at_most(6);
        assert_eq!((smaller.size_px(), smaller.level_count()), ([6, 2], 3));
        assert_eq!(smaller.levels().next().map(|(_, bytes)| bytes[0]), Some(1));
        assert_eq!(texels.at_most(0).level_count(), 1);
        let copy = Texels::from_bytes(smaller.to_bytes().into()).expect("they are its own bytes");
        assert_eq!((copy.format(), copy.size_px(), copy.bytes()), (TexelFormat::Bc7, [6, 2], smaller.bytes()));
        assert!(Texels::new(TexelFormat::Bc7, [12, 4], 3, bytes.clone()).is_none());
        assert!(Texels::new(TexelFormat::Bc7, [12, 4], 5, bytes).is_none());
        assert!(Texels::new(TexelFormat::Rgba8, [0, 4], 1, Bytes::new()).is_none());
        assert!(Texels::new(TexelFormat::Rgba8, [u32::MAX, u32::MAX], 1, Bytes::new()).is_none());
    }
}
