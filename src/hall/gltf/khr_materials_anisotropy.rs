//! `KHR_materials_anisotropy`: brushed metal.

use super::layer::Layer;
use crate::{Factor, Map};

pub(super) const LAYER: Layer = Layer {
    name: "KHR_materials_anisotropy",
    factors: &[("anisotropyStrength", Factor::AnisotropyStrength), ("anisotropyRotation", Factor::AnisotropyRotation)],
    maps: &[("anisotropyTexture", Map::Anisotropy)],
};
