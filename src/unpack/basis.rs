//! From a level's bytes to texels, through the parts of the `basisu` crate that are needed here: all of it would be twice the size.

use basisu::basislz::etc1s::Etc1sTranscoder;
use basisu::etc::uastc_to_etc2::transcode_uastc_to_etc2_rgba;
use basisu::uastc::astc_pack::transcode_uastc_to_astc;
use basisu::uastc::bc7::transcode_uastc_to_bc7;
use basisu::uastc::unpack::unpack_uastc;
use hall::TexelFormat;
use ruzstd::io::Read as _;

use crate::container::{Container, Content, Scheme, u32_at};
use crate::ktx2::Ktx2Error;

const UNSOUND: Ktx2Error = Ktx2Error::Broken("its blocks");
const GLOBAL: Ktx2Error = Ktx2Error::Broken("what its levels share");
/// Of the global data's header, and of what follows for each picture (KTX File Format 2.0 §5.3).
const GLOBAL_HEADER_BYTES: usize = 20;
const PICTURE_BYTES: usize = 20;
/// Of a picture that only continues the one before it.
const IS_P_FRAME: u32 = 2;
const UASTC_BLOCK_BYTES: usize = 16;

/// What all levels of a file share.
pub struct Transcoder {
    etc1s: Option<Etc1sTranscoder>,
}

impl Transcoder {
    /// Reads the code books of ETC1S; nothing for other content.
    pub fn of(container: &Container<'_>) -> Result<Self, Ktx2Error> {
        if !matches!(container.content, Content::Etc1s { .. }) {
            return Ok(Self { etc1s: None });
        }
        let global = container.global;
        let word = |at: usize| u32_at(global, at).map(|word| word as usize).ok_or(GLOBAL);
        let counts = word(0)?;
        let (endpoints, selectors) = (counts & 0xffff, counts >> 16);
        let mut rest = global.get(GLOBAL_HEADER_BYTES + PICTURE_BYTES * container.levels.len()..).ok_or(GLOBAL)?;
        let mut take = |length: usize| {
            let (taken, after) = rest.split_at_checked(length).ok_or(GLOBAL)?;
            rest = after;
            Ok(taken)
        };
        let (endpoint_data, selector_data, tables) = (take(word(4)?)?, take(word(8)?)?, take(word(12)?)?);
        let mut etc1s = Etc1sTranscoder::new();
        let is_sound = etc1s.decode_palettes(endpoints as u32, endpoint_data, selectors as u32, selector_data)
            && etc1s.decode_tables(tables);
        if is_sound { Ok(Self { etc1s: Some(etc1s) }) } else { Err(GLOBAL) }
    }

    /// Fills `out` with a level.
    pub fn level(
        &mut self,
        container: &Container<'_>,
        level: u32,
        size_px: [u32; 2],
        format: TexelFormat,
        out: &mut [u8],
    ) -> Result<(), Ktx2Error> {
        let packed = container.levels[level as usize];
        if let Some(etc1s) = &self.etc1s {
            let (color, alpha) = slices(container, level)?;
            return level_of_etc1s(etc1s, color, alpha, size_px, format, out).ok_or(UNSOUND);
        }
        let inflated;
        let data = match (container.scheme, container.content.level_bytes(size_px)) {
            (Scheme::Zstandard, Some(length)) => {
                inflated = inflate(packed, length)?;
                &inflated
            }
            _ => packed,
        };
        match container.content {
            Content::Uastc if format == TexelFormat::Rgba8 => plain_of_uastc(data, size_px, out).ok_or(UNSOUND),
            Content::Uastc => blocks_of_uastc(data, format, out).ok_or(UNSOUND),
            Content::Rgb8 => {
                for (pixel, rgb) in out.chunks_exact_mut(4).zip(data.chunks_exact(3)) {
                    pixel.copy_from_slice(&[rgb[0], rgb[1], rgb[2], 255]);
                }
                Ok(())
            }
            _ => {
                out.copy_from_slice(data);
                Ok(())
            }
        }
    }
}

/// Exactly `length` bytes; never more are made.
fn inflate(packed: &[u8], length: usize) -> Result<Vec<u8>, Ktx2Error> {
    const BROKEN: Ktx2Error = Ktx2Error::Broken("Zstandard");
    let mut stream = ruzstd::StreamingDecoder::new(packed).map_err(|_| BROKEN)?;
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).map_err(|_| BROKEN)?;
    Ok(bytes)
}

/// Colour and alpha of a level.
fn slices<'a>(container: &Container<'a>, level: u32) -> Result<(&'a [u8], Option<&'a [u8]>), Ktx2Error> {
    let at = GLOBAL_HEADER_BYTES + PICTURE_BYTES * level as usize;
    let word = |index: usize| u32_at(container.global, at + 4 * index).map(|word| word as usize).ok_or(GLOBAL);
    if word(0)? as u32 & IS_P_FRAME != 0 {
        return Err(Ktx2Error::Unknown("a film"));
    }
    let data = container.levels[level as usize];
    let slice = |offset: usize, length: usize| data.get(offset..offset.checked_add(length)?);
    let color = slice(word(1)?, word(2)?).ok_or(UNSOUND)?;
    let has_alpha = container.content == Content::Etc1s { has_alpha: true };
    let alpha = if has_alpha { Some(slice(word(3)?, word(4)?).ok_or(UNSOUND)?) } else { None };
    Ok((color, alpha))
}

fn level_of_etc1s(
    etc1s: &Etc1sTranscoder,
    color: &[u8],
    alpha: Option<&[u8]>,
    size_px: [u32; 2],
    format: TexelFormat,
    out: &mut [u8],
) -> Option<()> {
    let [across, down] = size_px.map(|side| side.div_ceil(4));
    let [width, height] = size_px;
    match (format, alpha) {
        (TexelFormat::Rgba8, None) => etc1s.transcode_slice_rgba32(color, across, down, width, height, None, out),
        (TexelFormat::Rgba8, Some(alpha)) => {
            etc1s.transcode_image_rgba32(color, alpha, across, down, width, height, None, out)
        }
        (TexelFormat::Bc7, None) => etc1s.transcode_slice_bc7(color, across, down, true, None, out),
        (TexelFormat::Bc7, Some(alpha)) => etc1s.transcode_image_bc7_rgba(color, alpha, across, down, true, None, out),
        (TexelFormat::Etc2Rgb, _) => etc1s.transcode_slice_etc1(color, across, down, None, out),
        (TexelFormat::Etc2Rgba, Some(alpha)) => etc1s.transcode_image_etc2_rgba(color, alpha, across, down, None, out),
        (TexelFormat::Etc2Rgba, None) | (TexelFormat::Astc4x4, _) => None,
    }
}

fn blocks_of_uastc(data: &[u8], format: TexelFormat, out: &mut [u8]) -> Option<()> {
    let blocks = data.chunks_exact(UASTC_BLOCK_BYTES).zip(out.chunks_exact_mut(format.block_bytes()));
    for (block, out) in blocks {
        let block = block.first_chunk()?;
        out.copy_from_slice(&match format {
            TexelFormat::Astc4x4 => transcode_uastc_to_astc(block)?,
            TexelFormat::Bc7 => transcode_uastc_to_bc7(block)?,
            TexelFormat::Etc2Rgba => transcode_uastc_to_etc2_rgba(block)?,
            TexelFormat::Rgba8 | TexelFormat::Etc2Rgb => return None,
        });
    }
    Some(())
}

fn plain_of_uastc(data: &[u8], size_px: [u32; 2], out: &mut [u8]) -> Option<()> {
    let [width, height] = size_px.map(|side| side as usize);
    for (index, block) in data.chunks_exact(UASTC_BLOCK_BYTES).enumerate() {
        let pixels = unpack_uastc(block.first_chunk()?, false)?;
        let (left, top) = (index % width.div_ceil(4) * 4, index / width.div_ceil(4) * 4);
        for (i, pixel) in pixels.iter().enumerate() {
            let (x, y) = (left + i % 4, top + i / 4);
            if x < width && y < height {
                let at = (y * width + x) * 4;
                out[at..at + 4].copy_from_slice(&[pixel.r(), pixel.g(), pixel.b(), pixel.a()]);
            }
        }
    }
    Some(())
}
