//! Pictures of what is heaviest, for a report.

use bytes::Bytes;
use hall::{Limits, beside};
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};

use super::load::{Part, Weighed};
use super::read::bytes_of;
use super::sketch::sketch;
use crate::texture::{Usage, decode, fit, resize};

/// Larger pictures are not unpacked for a report, pixels: a check has a gigabyte for everything.
const PIXELS_MAX: u64 = 32 << 20;

/// A part of a hall as it looks.
pub struct Portrait {
    /// Which; its value is triangles of a mesh, bytes on the graphics card of a texture.
    pub part: Part,
    /// `2048 × 1024` for a texture.
    pub size_px: Option<(u32, u32)>,
    /// An encoded PNG.
    pub png: Vec<u8>,
}

/// The meshes with the most triangles, the largest first.
pub fn largest_meshes(scenes: &[Weighed], count: usize, side_px: u32) -> Vec<Portrait> {
    let mut all: Vec<_> = scenes
        .iter()
        .flat_map(|weighed| weighed.scene.meshes.iter().enumerate().map(move |(i, mesh)| (weighed, i, mesh)))
        .map(|(weighed, i, mesh)| {
            let triangles = mesh.primitives.iter().map(|primitive| primitive.indices.len() as u64 / 3).sum();
            (weighed.part("meshes", i, &mesh.name, triangles), weighed, mesh)
        })
        .collect();
    all.sort_by_key(|(part, ..)| core::cmp::Reverse(part.value));
    let heaviest = all.into_iter().take(count);
    let drawn = heaviest.filter_map(|(part, weighed, mesh)| {
        let png = png(&sketch(mesh, &weighed.scene.materials, side_px), (side_px, side_px), ExtendedColorType::Rgba8)?;
        Some(Portrait { part, size_px: None, png })
    });
    drawn.collect()
}

/// The textures that take the most memory, the largest first. Decodes them: call it where that may go wrong.
pub fn largest_textures(
    scenes: &[Weighed],
    file: &dyn Fn(&str) -> Option<Bytes>,
    limits: &Limits,
    (count, side_px): (usize, u32),
) -> Vec<Portrait> {
    let mut all: Vec<_> = scenes
        .iter()
        .flat_map(|weighed| (0..weighed.images.len()).map(move |i| (weighed, i)))
        .filter_map(|(weighed, i)| Some((weighed, i, weighed.images[i]?)))
        .collect();
    all.sort_by_key(|(.., picture)| core::cmp::Reverse(picture.memory_bytes()));
    let shown = all.into_iter().filter_map(|(weighed, i, picture)| {
        let (width, height) = picture.size_px;
        if u64::from(width) * u64::from(height) > PIXELS_MAX {
            return None;
        }
        let image = &weighed.scene.images[i];
        let bytes = bytes_of(image, &|name| file(&beside(&weighed.path, name)))?;
        let part = weighed.part("images", i, weighed.name_of(i), picture.memory_bytes());
        let pixels = decode(&bytes, Usage::PICTURE, limits).ok()?;
        let size = fit(&pixels, side_px);
        let is_large = size != (pixels.width, pixels.height);
        let small = if is_large { resize(&pixels, size, Usage::PICTURE).ok()? } else { pixels };
        let color = if small.channels == 4 { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
        let png = png(&small.bytes, (small.width, small.height), color)?;
        Some(Portrait { part, size_px: Some(picture.size_px), png })
    });
    shown.take(count).collect()
}

fn png(bytes: &[u8], (width, height): (u32, u32), color: ExtendedColorType) -> Option<Vec<u8>> {
    let mut png = Vec::new();
    PngEncoder::new(&mut png).write_image(bytes, width, height, color).ok()?;
    Some(png)
}
