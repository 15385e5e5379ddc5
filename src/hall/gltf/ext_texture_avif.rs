//! `EXT_texture_avif`: an AVIF image, with another one for readers that don't know it.

use super::elements::Element;
use super::json::ValueExt;

/// The AVIF image of a texture.
pub(super) fn source<T>(texture: &Element<T>) -> Option<usize> {
    texture.extension("EXT_texture_avif")?.index("source")
}
