//! Pictures as KTX2: blocks that stay packed on the device, with all smaller levels.
//!
//! Colours become ETC1S, the smaller of both kinds of Basis Universal; light, data and directions UASTC, which is truer to each channel, packed once more with Zstandard.

#[cfg(feature = "ktx2")]
mod basis;
#[cfg(feature = "ktx2")]
mod container;

use bytes::Bytes;
use hall::Limits;

use super::{Fault, Levels, Pixels, Tier, Usage, decode, fit};

/// Whether this program has the encoder: it is compiled with the feature `ktx2`.
pub const IS_BUILT: bool = cfg!(feature = "ktx2");

/// Up to so many pixels a side, tables of a file weigh more than what a device saves.
const SMALL_SIDE: u32 = 64;
/// The longest side, pixels: larger ones take the encoder gigabytes, and many a device can't show them.
const SIDE_MAX: u32 = 4096;

/// One file for each tier, in the order of [`Tier::ALL`]; the same bytes where tiers don't differ. `None` for a picture that is better off as it is: small, or of one colour.
///
/// # Errors
/// For a picture that is larger than the limits allow, or broken.
pub fn derive(source: &[u8], usage: Usage, limits: &Limits) -> Result<Option<[Bytes; 3]>, Fault> {
    let pixels = decode::decode(source, usage, limits)?;
    if pixels.width.max(pixels.height) <= SMALL_SIDE || pixels.is_solid() {
        return Ok(None);
    }
    let levels = Levels::of(pixels, usage, size)?;
    // One after the other: the encoder takes many times the picture's memory.
    let made = levels.pixels.iter().map(|pixels| encode(pixels, usage)).collect::<Result<_, _>>()?;
    levels.give(made).map(Some)
}

/// Whole blocks of four (`KHR_texture_basisu`).
fn size(pixels: &Pixels, tier: Tier) -> (u32, u32) {
    let whole = |side: u32| ((side + 2) / 4 * 4).max(4);
    let (width, height) = fit(pixels, tier.side_max().min(SIDE_MAX));
    (whole(width), whole(height))
}

#[cfg(feature = "ktx2")]
fn encode(pixels: &Pixels, usage: Usage) -> Result<Vec<u8>, Fault> {
    let is_color = usage.is_color();
    container::ktx2(&basis::encode(pixels, usage)?, is_color).ok_or(Fault::Broken("cannot be encoded as KTX2".into()))
}

#[cfg(not(feature = "ktx2"))]
fn encode(_: &Pixels, _: Usage) -> Result<Vec<u8>, Fault> {
    Err(Fault::Foreign)
}
