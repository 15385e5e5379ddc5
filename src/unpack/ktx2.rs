//! A KTX2 file becomes [`Texels`]: Basis Universal (ETC1S and UASTC), plain pixels, and blocks that the device reads as they are.

use bytes::Bytes;
use hall::{Limits, TexelFormat, TexelFormats, Texels, level_size_px};

use crate::basis;
use crate::container::{Container, Content};

/// Why a KTX2 file cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ktx2Error {
    /// The header, an offset or a length is impossible.
    #[error("the KTX2 file is broken or cut short: {0}")]
    Broken(&'static str),
    /// Sound, but not one flat picture, or of a kind that is not read.
    #[error("KTX2: {0} cannot be shown")]
    Unknown(&'static str),
    /// Wider or higher than a picture may be.
    #[error("the KTX2 image of {width} × {height} pixels is larger than {limit} a side")]
    TooLarge {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Pixels.
        limit: u32,
    },
}

/// Unpacks a KTX2 file into what the device reads best; levels larger than `max_side_px` are left out where there are smaller ones.
///
/// Blocks are kept compressed when the device reads them, the picture is made of whole blocks and brings its smaller levels along
/// (a GPU makes none of compressed ones); else the pixels are plain.
///
/// # Errors
/// Nothing is allocated for a file before its header has been found plausible; see [`Ktx2Error`].
pub fn unpack_ktx2(
    bytes: &[u8],
    formats: TexelFormats,
    max_side_px: u32,
    limits: &Limits,
) -> Result<Texels, Ktx2Error> {
    let work = || unguarded(bytes, formats, max_side_px, limits);
    // The transcoder indexes tables with what it reads; a hostile file may make it miss. In a browser the module is thrown away then.
    #[cfg(panic = "unwind")]
    let work = || {
        let outcome = std::panic::catch_unwind(work);
        outcome.unwrap_or(Err(Ktx2Error::Broken("the decoder gave up on it")))
    };
    work()
}

fn unguarded(bytes: &[u8], formats: TexelFormats, max_side_px: u32, limits: &Limits) -> Result<Texels, Ktx2Error> {
    let container = Container::read(bytes, limits)?;
    let first = first_level(&container, max_side_px);
    let size_px = level_size_px(container.size_px, first);
    let levels = container.levels.len() as u32 - first;
    let format = target(container.content, size_px, levels, formats)?;
    let sizes = (first..).take(levels as usize).map(|level| (level, level_size_px(container.size_px, level)));
    // Before the pixels: they may be many, and what says so may lie.
    let mut transcoder = basis::Transcoder::of(&container)?;
    let total = sizes.clone().map(|(_, size)| format.level_bytes(size)).sum();
    let mut texels = vec![0; total];
    let mut rest = &mut texels[..];
    for (level, size) in sizes {
        let (out, after) = rest.split_at_mut(format.level_bytes(size));
        rest = after;
        transcoder.level(&container, level, size, format, out)?;
    }
    Texels::new(format, size_px, levels, Bytes::from(texels)).ok_or(Ktx2Error::Broken("levels"))
}

/// The largest level that is not too large, or the smallest.
fn first_level(container: &Container<'_>, max_side_px: u32) -> u32 {
    let last = container.levels.len() as u32 - 1;
    let fits = |level: &u32| level_size_px(container.size_px, *level).iter().all(|side| *side <= max_side_px);
    (0..last).find(fits).unwrap_or(last)
}

/// Into which format.
fn target(content: Content, size_px: [u32; 2], levels: u32, formats: TexelFormats) -> Result<TexelFormat, Ktx2Error> {
    let is_of_blocks = size_px.iter().all(|side| side.is_multiple_of(4));
    let keeps_blocks = is_of_blocks && levels > 1;
    Ok(match content {
        Content::Rgb8 | Content::Rgba8 => TexelFormat::Rgba8,
        Content::Blocks(format) => {
            if !formats.reads(format) || !is_of_blocks {
                return Err(Ktx2Error::Unknown("blocks that this device does not read"));
            }
            format
        }
        // A device that reads ASTC reads ETC2, of which ETC1S is a part.
        Content::Etc1s { has_alpha } if keeps_blocks && formats.etc2 => {
            if has_alpha {
                TexelFormat::Etc2Rgba
            } else {
                TexelFormat::Etc2Rgb
            }
        }
        Content::Etc1s { .. } if keeps_blocks && formats.bc => TexelFormat::Bc7,
        // UASTC is a part of ASTC; BC7 comes close.
        Content::Uastc if keeps_blocks && formats.astc => TexelFormat::Astc4x4,
        Content::Uastc if keeps_blocks && formats.bc => TexelFormat::Bc7,
        Content::Uastc if keeps_blocks && formats.etc2 => TexelFormat::Etc2Rgba,
        Content::Etc1s { .. } | Content::Uastc => TexelFormat::Rgba8,
    })
}
