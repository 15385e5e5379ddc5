//! `KHR_materials_unlit`: the base colour as it is.

use serde_json::Value;

use super::elements;
use crate::Material;

pub(super) fn apply(raw: &Value, material: &mut Material) {
    material.unlit = elements::extension(raw, "KHR_materials_unlit").is_some();
}
