//! `KHR_texture_basisu`: a KTX2 image, with another one for readers that don't know it.

use super::elements::Element;
use super::json::ValueExt;

/// The KTX2 image of a texture.
pub(super) fn source<T>(texture: &Element<T>) -> Option<usize> {
    texture.extension("KHR_texture_basisu")?.index("source")
}
