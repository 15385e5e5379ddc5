//! `EXT_texture_webp`: a WebP image, with another one for readers that don't know it. We do, so it comes first.

use super::elements::Element;
use super::json::ValueExt;

/// The WebP image of a texture.
pub(super) fn source<T>(texture: &Element<T>) -> Option<usize> {
    texture.extension("EXT_texture_webp")?.index("source")
}
