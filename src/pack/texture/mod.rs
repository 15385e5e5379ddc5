//! Pictures as visitors need them: upright, without metadata, as large as their device shows, as WebP.

mod bare;
mod decode;
mod encode;
pub mod ktx2;
mod panorama;
mod resize;
mod usage;

pub(crate) use decode::decode;
pub use decode::{Fault, Pixels, is_moving, size};
pub use panorama::panoramas;
pub(crate) use resize::{fit, resize};
pub use usage::{Content, Usage, each_texture, usages};

use std::panic;
use std::thread;

use bytes::Bytes;
use hall::Limits;
use serde::{Deserialize, Serialize};

/// For whom a pack's files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// Small screens, little memory.
    Phone,
    /// What most see.
    Desktop,
    /// As the source has it: large screens, headsets, print.
    High,
}

impl Tier {
    /// From the smallest.
    pub const ALL: [Self; 3] = [Self::Phone, Self::Desktop, Self::High];

    /// The longest side of a picture, pixels.
    pub fn side_max(self) -> u32 {
        match self {
            Self::Phone => 1024,
            Self::Desktop => 2048,
            Self::High => u32::MAX,
        }
    }

    /// As in `pack.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Desktop => "desktop",
            Self::High => "high",
        }
    }
}

/// One picture for each tier, in the order of [`Tier::ALL`]; the same bytes where tiers don't differ.
///
/// # Errors
/// For a picture that is larger than the limits allow, or broken.
pub fn derive(source: &[u8], usage: Usage, limits: &Limits) -> Result<[Bytes; 3], Fault> {
    derive_pixels(decode::decode(source, usage, limits)?, usage)
}

/// The same from pixels.
///
/// # Errors
/// When they can't be encoded.
pub fn derive_pixels(mut pixels: Pixels, usage: Usage) -> Result<[Bytes; 3], Fault> {
    if pixels.is_solid() {
        pixels = pixels.first();
    }
    let levels = Levels::of(pixels, usage, |pixels, tier| fit(pixels, tier.side_max()))?;
    let encode_all = |all: &[Pixels]| all.iter().map(|pixels| encode::encode(pixels, usage)).collect::<Vec<_>>();
    let encoded = match levels.pixels.split_first() {
        // There may be memory for one such picture only: the other cores make its smaller ones.
        Some((largest, smaller)) if !smaller.is_empty() && usage.content != Content::Color => thread::scope(|scope| {
            let smaller = scope.spawn(|| encode_all(smaller));
            let mut all = vec![encode::encode(largest, usage)];
            all.extend(smaller.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked)));
            all
        }),
        _ => encode_all(&levels.pixels),
    };
    levels.give(encoded.into_iter().collect::<Result<_, _>>()?)
}

/// A picture as tiers have it, each size once.
struct Levels {
    /// From the largest.
    pixels: Vec<Pixels>,
    /// Which of them each tier has, in the order of [`Tier::ALL`].
    of_tier: [usize; Tier::ALL.len()],
}

impl Levels {
    /// Makes `pixels` as large as `size` has them in each tier.
    fn of(pixels: Pixels, usage: Usage, size: impl Fn(&Pixels, Tier) -> (u32, u32)) -> Result<Self, Fault> {
        let (mut levels, mut of_tier) = (vec![pixels], [0; Tier::ALL.len()]);
        for (at, tier) in Tier::ALL.into_iter().enumerate().rev() {
            let Some(last) = levels.last() else { return Err(no_tiers()) };
            let size = size(last, tier);
            if size != (last.width, last.height) {
                let smaller = resize(last, size, usage)?;
                // Where even the largest tier has another size than the source, the source is nobody's.
                if at + 1 == Tier::ALL.len() {
                    levels.clear();
                }
                levels.push(smaller);
            }
            of_tier[at] = levels.len() - 1;
        }
        Ok(Self { pixels: levels, of_tier })
    }

    /// What was made of each size, for each tier.
    fn give(&self, made: Vec<Vec<u8>>) -> Result<[Bytes; 3], Fault> {
        let made: Vec<Bytes> = made.into_iter().map(Bytes::from).collect();
        let given: Vec<Bytes> = self.of_tier.iter().filter_map(|level| made.get(*level).cloned()).collect();
        given.try_into().map_err(|_| no_tiers())
    }
}

fn no_tiers() -> Fault {
    Fault::Broken("no tiers".into())
}

/// In place of a picture that can't be read: what leaves a surface as its factors have it.
pub fn neutral(usage: Usage) -> [Bytes; 3] {
    let bytes = if usage.is_normal() { vec![128, 128, 255] } else { vec![255; 3] };
    let pixel = Pixels { width: 1, height: 1, channels: 3, bytes };
    let encoded: Bytes = encode::encode(&pixel, usage).unwrap_or_default().into();
    [(); 3].map(|()| encoded.clone())
}

/// What stands in for a picture until it has come: with a longer side of `side_max` pixels at most, and every loss that is not seen there.
///
/// # Errors
/// For a picture that is larger than the limits allow, or broken.
pub fn small(source: &[u8], side_max: u32, limits: &Limits) -> Result<Vec<u8>, Fault> {
    let pixels = decode::decode(source, Usage::PICTURE, limits)?;
    let size = fit(&pixels, side_max);
    encode::small(&resize(&pixels, size, Usage::PICTURE)?)
}

/// A picture that other sites show as a hall's sign: JPEG, which all of them know.
///
/// # Errors
/// For a picture that is larger than the limits allow, or broken.
pub fn poster(source: &[u8], limits: &Limits) -> Result<Vec<u8>, Fault> {
    poster_of(decode::decode(source, OPAQUE, limits)?)
}

/// Seen by those who know no alpha.
const OPAQUE: Usage = Usage { has_alpha: false, ..Usage::PICTURE };

/// The same from pixels; where they are seen through, there is white behind them.
///
/// # Errors
/// When they can't be encoded.
pub fn poster_of(pixels: Pixels) -> Result<Vec<u8>, Fault> {
    let mut pixels = pixels.on_white();
    let side_max = Tier::Desktop.side_max();
    let size = fit(&pixels, side_max);
    if size != (pixels.width, pixels.height) {
        pixels = resize(&pixels, size, OPAQUE)?;
    }
    encode::jpeg(&pixels)
}
