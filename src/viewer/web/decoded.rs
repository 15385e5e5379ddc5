//! Images between their decoder and the device.

use std::collections::VecDeque;

use glam::UVec2;
use hall::Texels;
use render::Pixels;
use web_sys::ImageBitmap;

/// An image as the browser or a decoder of ours leaves it.
pub enum Decoded {
    /// Width and height, and what is left of it, from the top: rows above, and the rows themselves.
    Bands(UVec2, VecDeque<(u32, ImageBitmap)>),
    Texels(Texels),
}

impl Decoded {
    /// What is to be uploaded next.
    pub fn pixels(&self) -> Pixels<'_> {
        match self {
            Self::Bands(size_px, bands) => {
                let Some((y, rows)) = bands.front() else { return Pixels::Rgba8 { size_px: UVec2::ZERO, bytes: &[] } };
                Pixels::Band { size_px: *size_px, y: *y, rows: rows.clone() }
            }
            Self::Texels(texels) => Pixels::Texels(texels),
        }
    }

    /// Leaves out what has been uploaded, unless that was the last.
    pub fn advance(&mut self) {
        if let Self::Bands(_, bands) = self
            && bands.len() > 1
            && let Some((_, rows)) = bands.pop_front()
        {
            rows.close();
        }
    }

    pub fn is_last(&self) -> bool {
        !matches!(self, Self::Bands(_, bands) if bands.len() > 1)
    }

    /// How many are to be uploaded next; those that stay packed count as one of four.
    pub fn texels(&self) -> u32 {
        match self {
            Self::Bands(_, bands) => bands.front().map_or(0, |(_, rows)| rows.width().saturating_mul(rows.height())),
            Self::Texels(texels) => texels.size_px().iter().product::<u32>() / 4,
        }
    }
}

impl Drop for Decoded {
    /// Gives back the pixels, which the browser would keep until it cleans up.
    fn drop(&mut self) {
        if let Self::Bands(_, bands) = self {
            bands.iter().for_each(|(_, rows)| rows.close());
        }
    }
}
