//! `KHR_materials_ior`: the index of refraction.

use super::layer::Layer;
use crate::Factor;

pub(super) const LAYER: Layer = Layer { name: "KHR_materials_ior", factors: &[("ior", Factor::Ior)], maps: &[] };
