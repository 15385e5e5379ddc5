//! Smaller pictures: colours are mixed as light, directions stay directions.

use std::sync::OnceLock;

use fast_image_resize::images::Image;
use fast_image_resize::{
    FilterType, PixelComponentMapper, PixelType, ResizeAlg, ResizeOptions, Resizer, create_srgb_mapper,
};
use glam::Vec3;

use super::{Fault, Pixels, Usage};

/// The tables of sRGB are large: they are made once.
fn srgb() -> &'static PixelComponentMapper {
    static TABLES: OnceLock<PixelComponentMapper> = OnceLock::new();
    TABLES.get_or_init(create_srgb_mapper)
}

/// Makes the longer side `side_max` pixels, keeping the shape.
pub fn resize(pixels: &Pixels, side_max: u32, usage: Usage) -> Result<Pixels, Fault> {
    let failed = |error: &dyn std::fmt::Display| Fault::Broken(error.to_string());
    let longest = f64::from(pixels.width.max(pixels.height));
    let scaled = |side: u32| (f64::from(side) * f64::from(side_max) / longest).round().max(1.0) as u32;
    let (width, height) = (scaled(pixels.width), scaled(pixels.height));
    let (bytes, words) = match pixels.channels {
        4 => (PixelType::U8x4, PixelType::U16x4),
        _ => (PixelType::U8x3, PixelType::U16x3),
    };
    let source =
        Image::from_vec_u8(pixels.width, pixels.height, pixels.bytes.clone(), bytes).map_err(|e| failed(&e))?;
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom))
        // Data have four channels that know nothing of each other.
        .use_alpha(usage.is_color());
    let mut small = Image::new(width, height, bytes);
    if usage.is_color() {
        let mut light = Image::new(pixels.width, pixels.height, words);
        srgb().forward_map(&source, &mut light).map_err(|e| failed(&e))?;
        let mut small_light = Image::new(width, height, words);
        Resizer::new().resize(&light, &mut small_light, &options).map_err(|e| failed(&e))?;
        srgb().backward_map(&small_light, &mut small).map_err(|e| failed(&e))?;
    } else {
        Resizer::new().resize(&source, &mut small, &options).map_err(|e| failed(&e))?;
    }
    let mut bytes = small.into_vec();
    if usage.is_normal() {
        bytes.chunks_exact_mut(pixels.channels).for_each(straighten);
    }
    Ok(Pixels { width, height, channels: pixels.channels, bytes })
}

/// A mean of directions is shorter than they were.
fn straighten(pixel: &mut [u8]) {
    let vector = Vec3::from([0, 1, 2].map(|i| f32::from(pixel[i]) / 127.5 - 1.0));
    if let Some(direction) = vector.try_normalize() {
        let bytes = ((direction + 1.0) * 127.5).round().to_array();
        pixel.iter_mut().zip(bytes).for_each(|(byte, value)| *byte = value as u8);
    }
}
