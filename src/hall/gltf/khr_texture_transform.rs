//! `KHR_texture_transform`: offset, rotation and scale of texture coordinates.

use crate::json::Json;
use glam::Vec2;

use super::elements;
use super::json::ValueExt;
use crate::UvTransform;

pub(super) const NAME: &str = "KHR_texture_transform";

/// Of a texture info object.
pub(super) fn read(info: &Json) -> UvTransform {
    let Some(transform) = elements::extension(info, NAME) else { return UvTransform::default() };
    UvTransform {
        offset: transform.f32s::<2>("offset").map_or(Vec2::ZERO, Vec2::from),
        rotation: transform.f32("rotation").unwrap_or(0.0),
        scale: transform.f32s::<2>("scale").map_or(Vec2::ONE, Vec2::from),
    }
}

/// The texture coordinate set that the extension chooses instead.
pub(super) fn uv_set(info: &Json) -> Option<usize> {
    elements::extension(info, NAME)?.index("texCoord")
}
