//! `KHR_materials_unlit`: the base colour as it is.

use crate::json::Json;

use super::elements;
use crate::Material;

pub(super) fn apply(raw: &Json, material: &mut Material) {
    material.unlit = elements::extension(raw, "KHR_materials_unlit").is_some();
}
