//! `KHR_materials_emissive_strength`: emission above 1.

use super::elements;
use super::json::ValueExt;
use crate::Material;
use crate::json::Json;

pub(super) const NAME: &str = "KHR_materials_emissive_strength";

pub(super) fn strength(raw: &Json) -> f32 {
    let strength = elements::extension(raw, NAME).and_then(|extension| extension.f32("emissiveStrength"));
    strength.unwrap_or(1.0).clamp(0.0, 1e6)
}

pub(super) fn apply(raw: &Json, material: &mut Material) {
    material.emissive *= strength(raw);
}
