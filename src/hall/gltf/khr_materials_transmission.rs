//! `KHR_materials_transmission`: thin glass.

use crate::json::Json;

use super::elements;
use super::json::ValueExt;
use crate::Material;

const NAME: &str = "KHR_materials_transmission";

pub(super) fn apply(raw: &Json, material: &mut Material) {
    let factor = elements::extension(raw, NAME).and_then(|e| e.f32("transmissionFactor"));
    material.transmission = factor.unwrap_or(0.0).clamp(0.0, 1.0);
}

/// The texture info object.
pub(super) fn texture(raw: &Json) -> Option<&Json> {
    elements::extension(raw, NAME)?.get("transmissionTexture")
}
