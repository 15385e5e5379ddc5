//! Smaller pictures: colours are mixed as light, directions stay directions.

use std::ops::Range;
use std::sync::LazyLock;

use fast_image_resize::images::TypedImage;
use fast_image_resize::pixels::U16x4;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use glam::Vec3;

use super::{Fault, Pixels, Usage};

/// Light of each number of sRGB (IEC 61966-2-1), 65535 the brightest.
static LIGHT: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let light = |value: f64| if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
    (0..=255).map(|number| (light(f64::from(number) / 255.0) * 65535.0).round() as u16).collect()
});

/// The number of sRGB for each light.
static NUMBER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let number = |light: f64| {
        if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
    };
    (0..=65535).map(|light| (number(f64::from(light) / 65535.0) * 255.0).round() as u8).collect()
});

/// Rows of the smaller picture that are made at a time: sixteen bits for each channel of a whole picture would be the most that a pack ever holds.
const BAND_ROWS: u32 = 128;
/// Rows around a band that are made with it and thrown away; the filter reaches two rows of the smaller picture in each direction.
const BAND_MARGIN: u32 = 3;

/// Width and height with a longer side of `side_max` pixels at most, in the same shape.
pub fn fit(pixels: &Pixels, side_max: u32) -> (u32, u32) {
    let longest = pixels.width.max(pixels.height);
    if longest <= side_max {
        return (pixels.width, pixels.height);
    }
    let scaled = |side: u32| (f64::from(side) * f64::from(side_max) / f64::from(longest)).round().max(1.0) as u32;
    (scaled(pixels.width), scaled(pixels.height))
}

/// Makes pixels as wide and high as asked for.
pub fn resize(pixels: &Pixels, (width, height): (u32, u32), usage: Usage) -> Result<Pixels, Fault> {
    let narrow = |number: u16| (f32::from(number) / 257.0).round() as u8;
    let leave = |number: u16| if usage.is_color() { NUMBER[usize::from(number)] } else { narrow(number) };
    let mut resizer = Resizer::new();
    let mut bytes = Vec::with_capacity(width as usize * height as usize * pixels.channels);
    for first in (0..height).step_by(BAND_ROWS as usize) {
        let rows = first..height.min(first + BAND_ROWS);
        let band = band(&mut resizer, pixels, (width, height), rows.clone(), usage)?;
        let above = (first - first.saturating_sub(BAND_MARGIN)) as usize * width as usize;
        for pixel in band.pixels().iter().skip(above).take(rows.len() * width as usize) {
            let [r, g, b, alpha] = pixel.0;
            bytes.extend([leave(r), leave(g), leave(b), narrow(alpha)].into_iter().take(pixels.channels));
        }
    }
    if usage.is_normal() {
        bytes.chunks_exact_mut(pixels.channels).for_each(straighten);
    }
    Ok(Pixels { width, height, channels: pixels.channels, bytes })
}

/// Some rows of a smaller picture of `width` by `height` pixels, and the margin around them that there is.
fn band(
    resizer: &mut Resizer,
    pixels: &Pixels,
    (width, height): (u32, u32),
    rows: Range<u32>,
    usage: Usage,
) -> Result<TypedImage<'static, U16x4>, Fault> {
    let is_color = usage.is_color();
    let wide = |number: u8| u16::from(number) * 257;
    let enter = |number: u8| if is_color { LIGHT[usize::from(number)] } else { wide(number) };
    let (first, end) = (rows.start.saturating_sub(BAND_MARGIN), height.min(rows.end + BAND_MARGIN));
    let scale = f64::from(pixels.height) / f64::from(height);
    let (top, bottom) = (f64::from(first) * scale, (f64::from(end) * scale).min(f64::from(pixels.height)));
    let (first_read, end_read) = (top.floor() as u32, bottom.ceil() as u32);
    let row_bytes = pixels.width as usize * pixels.channels;
    let read = &pixels.bytes[first_read as usize * row_bytes..end_read as usize * row_bytes];
    let source = read
        .chunks_exact(pixels.channels)
        .map(|p| U16x4::new([enter(p[0]), enter(p[1]), enter(p[2]), p.get(3).map_or(u16::MAX, |alpha| wide(*alpha))]));
    let failed = |error: &dyn std::fmt::Display| Fault::Broken(error.to_string());
    let source = TypedImage::from_pixels(pixels.width, end_read - first_read, source.collect())
        .map_err(|error| failed(&error))?;
    let mut small = TypedImage::<U16x4>::new(width, end - first);
    let top_read = top - f64::from(first_read);
    let rows_read = (f64::from(end_read - first_read) - top_read).min(bottom - top);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom))
        .crop(0.0, top_read, f64::from(pixels.width), rows_read)
        // Data have four channels that know nothing of each other.
        .use_alpha(is_color && pixels.channels == 4);
    resizer.resize_typed(&source, &mut small, &options).map_err(|error| failed(&error))?;
    Ok(small)
}

/// A mean of directions is shorter than they were.
fn straighten(pixel: &mut [u8]) {
    let vector = Vec3::from([0, 1, 2].map(|i| f32::from(pixel[i]) / 127.5 - 1.0));
    if let Some(direction) = vector.try_normalize() {
        let bytes = ((direction + 1.0) * 127.5).round().to_array();
        pixel.iter_mut().zip(bytes).for_each(|(byte, value)| *byte = value as u8);
    }
}
