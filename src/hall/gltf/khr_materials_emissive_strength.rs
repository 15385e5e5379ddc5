//! `KHR_materials_emissive_strength`: emission above 1.

use crate::json::Json;

use super::elements;
use super::json::ValueExt;
use crate::Material;

pub(super) fn apply(raw: &Json, material: &mut Material) {
    let extension = elements::extension(raw, "KHR_materials_emissive_strength");
    let strength = extension.and_then(|e| e.f32("emissiveStrength")).unwrap_or(1.0);
    material.emissive *= strength.clamp(0.0, 1e6);
}
