//! Pixels to WebP.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use webp::{Encoder, PixelLayout, WebPConfig};

use super::usage::Content;
use super::{Fault, Pixels, Usage};

/// Below so many pixels a side, what lossless costs is less than what losses look like.
const LOSSLESS_SIDE: u32 = 64;

/// Of a poster, 0 to 100.
const JPEG_QUALITY: u8 = 85;

/// 0 to 100, as libwebp counts.
fn quality(content: Content) -> f32 {
    match content {
        Content::Color => 80.0,
        Content::Data | Content::Normal => 90.0,
        // Large even walls show what colours lose.
        Content::Light => 95.0,
    }
}

/// Encodes pixels as their use wants it. Alpha is kept exactly, and so are the colours beneath it, which filters mix in.
pub fn encode(pixels: &Pixels, usage: Usage) -> Result<Vec<u8>, Fault> {
    let failed = || Fault::Broken("cannot be encoded as WebP".into());
    let layout = if pixels.channels == 4 { PixelLayout::Rgba } else { PixelLayout::Rgb };
    let mut config = WebPConfig::new().map_err(|()| failed())?;
    config.lossless = i32::from(pixels.width.max(pixels.height) <= LOSSLESS_SIDE);
    config.quality = quality(usage.content);
    config.exact = 1;
    // Channels that are no colours must not bleed into each other, and charts of light not into the next.
    config.use_sharp_yuv = i32::from(usage.content != Content::Color);
    let encoder = Encoder::new(&pixels.bytes, layout, pixels.width, pixels.height);
    let encoded = encoder.encode_advanced(&config).map_err(|_| failed())?;
    Ok(encoded.to_vec())
}

/// Of what stands in for a picture.
const SMALL_QUALITY: f32 = 60.0;

/// Encodes pixels that are looked at for a moment.
pub fn small(pixels: &Pixels) -> Result<Vec<u8>, Fault> {
    let layout = if pixels.channels == 4 { PixelLayout::Rgba } else { PixelLayout::Rgb };
    let encoded = Encoder::new(&pixels.bytes, layout, pixels.width, pixels.height).encode_simple(false, SMALL_QUALITY);
    Ok(encoded.map_err(|_| Fault::Broken("cannot be encoded as WebP".into()))?.to_vec())
}

/// Encodes opaque pixels as JPEG.
pub fn jpeg(pixels: &Pixels) -> Result<Vec<u8>, Fault> {
    let mut encoded = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut encoded, JPEG_QUALITY);
    let written = encoder.write_image(&pixels.bytes, pixels.width, pixels.height, ExtendedColorType::Rgb8);
    written.map(|()| encoded).map_err(|error| Fault::Broken(error.to_string()))
}
