//! `KHR_texture_transform`: offset, rotation and scale of texture coordinates.

use crate::json::Json;
use glam::{Affine2, Mat2, Vec2};

use super::elements;
use super::json::ValueExt;

const NAME: &str = "KHR_texture_transform";

/// Image coordinates from vertex coordinates, for a texture info object.
pub(super) fn image_from_uv(info: &Json) -> Affine2 {
    let Some(transform) = elements::extension(info, NAME) else { return Affine2::IDENTITY };
    let offset = transform.f32s::<2>("offset").map_or(Vec2::ZERO, Vec2::from);
    let scale = transform.f32s::<2>("scale").map_or(Vec2::ONE, Vec2::from);
    // Counter-clockwise as one looks at an image, whose V points down.
    let rotation = Mat2::from_angle(-transform.f32("rotation").unwrap_or(0.0));
    Affine2::from_mat2_translation(rotation * Mat2::from_diagonal(scale), offset)
}

/// The texture coordinate set that the extension chooses instead.
pub(super) fn uv_set(info: &Json) -> Option<usize> {
    elements::extension(info, NAME)?.index("texCoord")
}
