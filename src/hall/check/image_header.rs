//! What the headers of an image say. No pixel is decoded here: that is for a process that may die of it.

use crate::ImageType;

/// Chunks or segments that are looked through; a picture has its size within the first few.
const STEPS_MAX: usize = 4096;

/// An image by its header.
#[derive(Debug, PartialEq)]
pub struct ImageHeader {
    /// What it is by its first bytes.
    pub kind: ImageType,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// It has a colour profile, moves, or its pixels are no squares: all of which glTF ignores.
    pub has_ignored_features: bool,
    /// A JPEG for printers (CMYK): browsers show it, the specification knows one colour and three.
    pub has_inks: bool,
    /// Bytes of packed metadata, which may be very many more when unpacked.
    pub packed_metadata: u32,
    /// The levels of a KTX2 file lie in the file.
    pub has_sound_levels: bool,
}

/// Why there is no header.
#[derive(Debug, PartialEq)]
pub enum ImageError {
    /// It is no picture that is known here.
    Unrecognised,
    /// It ends before its size is said.
    Cut,
    /// What is wrong with it.
    Broken(&'static str),
}

impl ImageHeader {
    /// Reads the header of an encoded picture.
    ///
    /// # Errors
    /// If it is none, or is cut short or broken before its size is said.
    pub fn read(bytes: &[u8]) -> Result<Self, ImageError> {
        // No picture is smaller than this.
        let kind = Some(bytes).filter(|bytes| bytes.len() >= 14).and_then(ImageType::sniff);
        match kind.ok_or(ImageError::Unrecognised)? {
            ImageType::Png => png(bytes),
            ImageType::Jpeg => jpeg(bytes),
            ImageType::WebP => webp(bytes),
            ImageType::Avif => avif(bytes),
            ImageType::Ktx2 => ktx2(bytes),
        }
    }

    fn of(kind: ImageType, width: u32, height: u32) -> Self {
        let (has_ignored_features, has_inks) = (false, false);
        Self { kind, width, height, has_ignored_features, has_inks, packed_metadata: 0, has_sound_levels: true }
    }
}

fn u16_be(bytes: &[u8], at: usize) -> Result<u32, ImageError> {
    let two = bytes.get(at..at.saturating_add(2)).ok_or(ImageError::Cut)?;
    Ok(u32::from(two[0]) << 8 | u32::from(two[1]))
}

fn u32_be(bytes: &[u8], at: usize) -> Result<u32, ImageError> {
    Ok(u16_be(bytes, at)? << 16 | u16_be(bytes, at.saturating_add(2))?)
}

fn u32_le(bytes: &[u8], at: usize) -> Result<u32, ImageError> {
    u32_be(bytes, at).map(u32::swap_bytes)
}

fn u64_le(bytes: &[u8], at: usize) -> Result<u64, ImageError> {
    Ok(u64::from(u32_le(bytes, at)?) | u64::from(u32_le(bytes, at.saturating_add(4))?) << 32)
}

/// Goes from chunk to chunk to the first pixels (PNG, third edition, §5).
fn png(bytes: &[u8]) -> Result<ImageHeader, ImageError> {
    const BROKEN: ImageError = ImageError::Broken("a chunk has the wrong length");
    let mut header = None;
    let (mut at, mut has_profile, mut colour) = (8, false, PngColour::default());
    let (mut is_stretched, mut is_animated, mut packed_metadata) = (false, false, 0_u32);
    for _ in 0..STEPS_MAX {
        let length = u32_be(bytes, at)?;
        let kind = bytes.get(at + 4..at + 8).ok_or(ImageError::Cut)?;
        let fixed = match kind {
            b"IHDR" => Some(13),
            b"cHRM" => Some(32),
            b"sRGB" => Some(1),
            b"pHYs" => Some(9),
            b"gAMA" => Some(4),
            _ => None,
        };
        if fixed.is_some_and(|fixed| fixed != length) {
            return Err(BROKEN);
        }
        match kind {
            b"IDAT" => {
                let (width, height) = header.ok_or(ImageError::Broken("there is no header"))?;
                let has_ignored_features = has_profile || colour.is_custom() || is_stretched || is_animated;
                let plain = ImageHeader::of(ImageType::Png, width, height);
                return Ok(ImageHeader { has_ignored_features, packed_metadata, ..plain });
            }
            b"IHDR" => header = Some((u32_be(bytes, at + 8)?, u32_be(bytes, at + 12)?)),
            b"sRGB" => colour.is_srgb = true,
            b"gAMA" => colour.gamma = Some(u32_be(bytes, at + 8)?),
            b"cHRM" => colour.has_own_primaries = !is_srgb_primaries(bytes, at + 8)?,
            b"pHYs" => is_stretched = u32_be(bytes, at + 8)? != u32_be(bytes, at + 12)?,
            b"iCCP" | b"zTXt" | b"iTXt" => packed_metadata = packed_metadata.saturating_add(length),
            b"acTL" => is_animated = true,
            _ => {}
        }
        has_profile |= kind == b"iCCP";
        at = at.checked_add(length as usize).and_then(|at| at.checked_add(12)).ok_or(ImageError::Cut)?;
    }
    Err(ImageError::Broken("it has too many chunks before its pixels"))
}

/// What a PNG says about its colours besides a profile.
#[derive(Default)]
struct PngColour {
    is_srgb: bool,
    gamma: Option<u32>,
    has_own_primaries: bool,
}

impl PngColour {
    /// Other than sRGB, or linear.
    fn is_custom(&self) -> bool {
        let has_own_gamma = self.gamma.is_some_and(|gamma| gamma != 45455 && gamma != 100_000);
        !self.is_srgb && (has_own_gamma || self.has_own_primaries)
    }
}

/// White, red, green and blue of sRGB, in hundred thousandths.
fn is_srgb_primaries(bytes: &[u8], at: usize) -> Result<bool, ImageError> {
    const SRGB: [u32; 8] = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000];
    let mut is_same = true;
    for (i, expected) in SRGB.into_iter().enumerate() {
        is_same &= u32_be(bytes, at + 4 * i)? == expected;
    }
    Ok(is_same)
}

/// Goes from marker to marker to the frame header (ITU T.81 §B.2).
fn jpeg(bytes: &[u8]) -> Result<ImageHeader, ImageError> {
    let mut at = 1;
    for _ in 0..STEPS_MAX {
        // Whatever is no marker with a segment is skipped.
        let skipped = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| has_segment(*byte)));
        let marker_at = at + skipped.ok_or(ImageError::Cut)?;
        let length = u16_be(bytes, marker_at + 1)?;
        if length < 2 {
            return Err(ImageError::Broken("a segment has the wrong length"));
        }
        at = marker_at + 1 + length as usize;
        if is_frame(bytes[marker_at]) {
            let segment = bytes.get(marker_at + 3..at).ok_or(ImageError::Cut)?;
            return match segment {
                [_, h1, h2, w1, w2, colours @ (1 | 3 | 4), ..] => {
                    let side = |high: u8, low: u8| u32::from(high) << 8 | u32::from(low);
                    let header = ImageHeader::of(ImageType::Jpeg, side(*w1, *w2), side(*h1, *h2));
                    Ok(ImageHeader { has_inks: *colours == 4, ..header })
                }
                [_, _, _, _, _, _, ..] => Err(ImageError::Broken("it has neither one, three nor four colours")),
                _ => Err(ImageError::Broken("a segment has the wrong length")),
            };
        }
    }
    Err(ImageError::Broken("it has too many segments before its size"))
}

fn has_segment(marker: u8) -> bool {
    !matches!(marker, 0x01 | 0xd0..=0xd9 | 0xff)
}

fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf | 0xde) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

/// The three kinds of first chunk (RFC 9649 §2).
fn webp(bytes: &[u8]) -> Result<ImageHeader, ImageError> {
    let byte = |at: usize| bytes.get(at).copied().map(u32::from).ok_or(ImageError::Cut);
    let kind = bytes.get(12..16).ok_or(ImageError::Cut)?;
    let of = |width, height| ImageHeader::of(ImageType::WebP, width, height);
    match kind {
        b"VP8X" => {
            let u24 = |at| Ok((byte(at)? | byte(at + 1)? << 8 | byte(at + 2)? << 16) + 1);
            let has_ignored_features = byte(20)? & 0x22 != 0;
            Ok(ImageHeader { has_ignored_features, ..of(u24(24)?, u24(27)?) })
        }
        b"VP8L" => {
            let bits = u32_le(bytes, 21)?;
            Ok(of((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => Ok(of((byte(26)? | byte(27)? << 8) & 0x3fff, (byte(28)? | byte(29)? << 8) & 0x3fff)),
        _ => Err(ImageError::Broken("the first chunk is unknown")),
    }
}

/// The first `ispe` property (ISO/IEC 23008-12 §6.5.3); in an image of tiles it may be that of a tile.
fn avif(bytes: &[u8]) -> Result<ImageHeader, ImageError> {
    const HEADER_BYTES: usize = 4096;
    let header = &bytes[..bytes.len().min(HEADER_BYTES)];
    let at = header.windows(4).position(|name| name == b"ispe").ok_or(ImageError::Cut)?;
    let plain = ImageHeader::of(ImageType::Avif, u32_be(bytes, at + 8)?, u32_be(bytes, at + 12)?);
    Ok(ImageHeader { has_ignored_features: bytes.get(8..12) == Some(b"avis"), ..plain })
}

/// Header and level index (KTX 2.0 §3).
fn ktx2(bytes: &[u8]) -> Result<ImageHeader, ImageError> {
    const LEVELS_AT: usize = 80;
    /// A side of 2³¹ pixels has so many.
    const LEVELS_MAX: u32 = 32;
    let levels = u32_le(bytes, 40)?.max(1);
    let mut has_sound_levels = levels <= LEVELS_MAX;
    for level in 0..levels.min(LEVELS_MAX) as usize {
        let end = u64_le(bytes, LEVELS_AT + 24 * level)?.checked_add(u64_le(bytes, LEVELS_AT + 24 * level + 8)?);
        has_sound_levels &= end.is_some_and(|end| end <= bytes.len() as u64);
    }
    let plain = ImageHeader::of(ImageType::Ktx2, u32_le(bytes, 20)?, u32_le(bytes, 24)?.max(1));
    Ok(ImageHeader { has_sound_levels, ..plain })
}
