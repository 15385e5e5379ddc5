//! Pictures computed point by point, and how they are encoded.

use glam::{Vec2, Vec3};
use hall::ImageType;
use image::codecs::{jpeg::JpegEncoder, png::PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use crate::KitError;

/// An encoded picture.
#[derive(Clone, Debug)]
pub struct Encoded {
    /// How it is encoded.
    pub kind: ImageType,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Rows of pixels from the top.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Red, green, blue, alpha.
    pub rgba: Vec<u8>,
}

impl Picture {
    /// Asks for the colour (0 to 1, as the file shall have it) at the middle of each pixel; (0, 0) is the upper left corner.
    pub fn paint(width: u32, height: u32, color: impl Fn(Vec2) -> Vec3) -> Self {
        Self::paint_alpha(width, height, |uv| (color(uv), 1.0))
    }

    /// As [`Picture::paint`], with alpha.
    pub fn paint_alpha(width: u32, height: u32, color: impl Fn(Vec2) -> (Vec3, f32)) -> Self {
        let mut rgba = Vec::with_capacity((width * height * 4) as usize);
        for y in 0..height {
            for x in 0..width {
                let uv = Vec2::new((x as f32 + 0.5) / width as f32, (y as f32 + 0.5) / height as f32);
                let (c, alpha) = color(uv);
                rgba.extend([c.x, c.y, c.z, alpha].map(|v| (v.clamp(0.0, 1.0) * 255.0).round() as u8));
            }
        }
        Self { width, height, rgba }
    }

    /// The normal map of a height field. `strength` is how many pixels high a height of 1 is; the field must tile.
    pub fn normals(side: u32, strength: f32, height: impl Fn(Vec2) -> f32) -> Self {
        let n = side as usize;
        let at = |x: usize, y: usize| height(Vec2::new(x as f32 + 0.5, y as f32 + 0.5) / side as f32);
        let field: Vec<f32> = (0..n * n).map(|i| at(i % n, i / n)).collect();
        Self::paint(side, side, |uv| {
            let (x, y) = ((uv.x * side as f32) as usize, (uv.y * side as f32) as usize);
            let dx = field[y * n + (x + 1) % n] - field[y * n + (x + n - 1) % n];
            let dy = field[(y + 1) % n * n + x] - field[(y + n - 1) % n * n + x];
            Vec3::new(-dx * strength * 0.5, dy * strength * 0.5, 1.0).normalize() * 0.5 + 0.5
        })
    }

    /// JPEG without alpha.
    ///
    /// # Errors
    /// [`KitError::Encode`], which would be a bug.
    pub fn jpeg(&self, quality: u8) -> Result<Encoded, KitError> {
        let rgb: Vec<u8> = self.rgba.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, quality).encode(
            &rgb,
            self.width,
            self.height,
            ExtendedColorType::Rgb8,
        )?;
        Ok(Encoded { kind: ImageType::Jpeg, bytes })
    }

    /// PNG with alpha.
    ///
    /// # Errors
    /// [`KitError::Encode`], which would be a bug.
    pub fn png(&self) -> Result<Encoded, KitError> {
        let mut bytes = Vec::new();
        PngEncoder::new(&mut bytes).write_image(&self.rgba, self.width, self.height, ExtendedColorType::Rgba8)?;
        Ok(Encoded { kind: ImageType::Png, bytes })
    }
}

/// From `a` to `b` by `t`, which is kept between 0 and 1.
pub fn mix(a: Vec3, b: Vec3, t: f32) -> Vec3 {
    a.lerp(b, t.clamp(0.0, 1.0))
}

/// 0 below `low`, 1 above `high`, smooth between.
pub fn ramp(low: f32, high: f32, x: f32) -> f32 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// A colour as designers write it.
pub fn hex(rgb: u32) -> Vec3 {
    Vec3::new((rgb >> 16 & 255) as f32, (rgb >> 8 & 255) as f32, (rgb & 255) as f32) / 255.0
}

/// The linear value of an sRGB colour.
pub fn linear(srgb: Vec3) -> Vec3 {
    Vec3::from_array(srgb.to_array().map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }))
}
