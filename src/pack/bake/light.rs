//! Pages of light: from the cache, or computed.

use std::ops::ControlFlow;

use ::bake::atlas::{Atlas, Patch, encode};
use ::bake::{Lit, Picture, Sky, World, direct, settle};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use glam::UVec2;
use hall::{ImageId, ImageSource, LightKind, Panorama, Pose, Scene};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use serde::{Deserialize, Serialize};

use super::Bake;
use super::essence::layout;
use crate::TOOL;
use crate::error::PackError;
use crate::listing::FileRef;
use crate::store::{Made, key};
use crate::texture::{Fault, Usage, decode};
use crate::work::{Step, Work};

/// Pictures, as a cache remembers them: they are no files of the pack.
#[derive(Serialize, Deserialize)]
struct Pages {
    /// Charts that show no light.
    hidden: Vec<u32>,
    pages: Vec<String>,
    /// The same with the direct light of suns.
    whole: Vec<String>,
}

impl Made for Pages {
    fn files(&self) -> Vec<&FileRef> {
        Vec::new()
    }
}

/// A PNG for each page, without and with the direct light of suns.
type Drawn = [Vec<Vec<u8>>; 2];

/// The atlas with next to nothing of what nobody sees, and a PNG for each of its pages, without and with the direct light of suns. `known` is all of
/// the scene that its light depends on.
pub fn pages(
    work: &Work<'_>,
    path: &str,
    lit: (&Scene, &Pose),
    (atlas, patches): (&Atlas, &[Patch]),
    (known, bake): (&[u8], &Bake),
) -> Result<(Atlas, [Vec<Bytes>; 2]), PackError> {
    let context = format!("{bake:?} {}", layout(patches));
    let key = key([TOOL.as_bytes(), b"light", context.as_bytes(), known]);
    let Pages { hidden, pages, whole } = work.store.cached(&key, || {
        let (hidden, made) = compute(work, path, lit, (atlas, patches), bake)?;
        let [pages, whole] = made.map(|pages| pages.iter().map(|page| STANDARD.encode(page)).collect());
        Ok(Pages { hidden, pages, whole })
    })?;
    let atlas = atlas.without(patches, &hidden);
    let broken = || PackError::io(std::path::Path::new(path))(std::io::ErrorKind::InvalidData.into());
    let decoded = |pages: Vec<String>| {
        let pages = pages.iter().map(|page| STANDARD.decode(page).map(Bytes::from).map_err(|_| broken()));
        let pages: Vec<Bytes> = pages.collect::<Result<_, _>>()?;
        if pages.len() == atlas.sizes.len() { Ok(pages) } else { Err(broken()) }
    };
    let pages = [decoded(pages)?, decoded(whole)?];
    Ok((atlas, pages))
}

fn compute(
    work: &Work<'_>,
    path: &str,
    (scene, pose): (&Scene, &Pose),
    (atlas, patches): (&Atlas, &[Patch]),
    bake: &Bake,
) -> Result<(Vec<u32>, Drawn), PackError> {
    let mut world = world(work, (scene, pose), bake);
    let is_sun = |light: &hall::Light| light.kind == LightKind::Directional;
    world.leave_direct(&is_sun);
    let watch = work.watch;
    let told = |part: f32| watch(Step::Bake, path, part);
    let quality = bake.grade.quality();
    let lit = settle(&world, atlas, &quality, &told).ok_or(PackError::Cancelled)?;
    world.leave_direct(&|light| !is_sun(light));
    let told = |_: f32| watch(Step::Bake, path, 1.0);
    let sun = direct(&world, atlas.texels(), quality.threads, &told).ok_or(PackError::Cancelled)?;
    drop(world);
    // The sun is added to what is smooth already: its edges stay.
    let whole = lit.iter().zip(sun).map(|(lit, sun)| Lit { light: lit.light + sun, ..*lit }).collect::<Vec<_>>();
    if watch(Step::Bake, path, 1.0) == ControlFlow::Break(()) {
        return Err(PackError::Cancelled);
    }
    let hidden = atlas.hidden(&whole);
    let smaller = atlas.without(patches, &hidden);
    let made = |lit: &[Lit]| {
        let pages = smaller.pages(patches, &atlas.moved(lit, &smaller));
        let pages = smaller.sizes.iter().zip(&pages).map(|(size, page)| png(path, *size, &encode(*size, page)));
        pages.collect::<Result<Vec<_>, _>>()
    };
    Ok((hidden, [made(&lit)?, made(&whole)?]))
}

/// Everything that light meets in a scene.
pub fn world(work: &Work<'_>, (scene, pose): (&Scene, &Pose), bake: &Bake) -> World {
    World::new(scene, pose, &|image: ImageId| picture(work, scene, image), sky(work, bake))
}

/// A picture of four channels, quickly packed: it is packed better later.
pub fn png(path: &str, size: UVec2, rgba: &[u8]) -> Result<Vec<u8>, PackError> {
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Adaptive);
    let written = encoder.write_image(rgba, size.x, size.y, ExtendedColorType::Rgba8);
    let fault =
        |error: image::ImageError| PackError::Picture { place: path.into(), fault: Fault::Broken(error.to_string()) };
    written.map(|()| png).map_err(fault)
}

/// The pixels of an image; nothing for one that is not taken apart here.
fn picture(work: &Work<'_>, scene: &Scene, image: ImageId) -> Option<Picture> {
    let ImageSource::Bytes(_, bytes) = &scene.images[image.index()].source else { return None };
    let pixels = decode(bytes, Usage::PICTURE, work.limits).ok()?;
    let rgba = match pixels.channels {
        4 => pixels.bytes,
        _ => pixels.bytes.chunks_exact(3).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], u8::MAX]).collect(),
    };
    Some(Picture { width: pixels.width, height: pixels.height, rgba })
}

/// What is around the scene. A panorama that can't be read is refused elsewhere; here the preset stands in.
fn sky(work: &Work<'_>, bake: &Bake) -> Sky {
    let environment = &bake.environment;
    let (intensity, rotation) = (environment.intensity, environment.rotation_deg.to_radians());
    let bytes = bake.panorama.as_ref().and_then(|(path, _)| (work.file)(path));
    match bytes.and_then(|bytes| Panorama::parse(&bytes).ok()) {
        Some(panorama) => Sky::Panorama { panorama, intensity, rotation },
        None => Sky::Environment { preset: environment.preset, intensity, rotation },
    }
}
