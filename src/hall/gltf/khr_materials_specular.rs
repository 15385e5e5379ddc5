//! `KHR_materials_specular`: how strong a dielectric mirrors, and in which colour.

use super::layer::Layer;
use crate::{Factor, Map};

pub(super) const LAYER: Layer = Layer {
    name: "KHR_materials_specular",
    factors: &[("specularFactor", Factor::Specular), ("specularColorFactor", Factor::SpecularColor)],
    maps: &[("specularTexture", Map::Specular), ("specularColorTexture", Map::SpecularColor)],
};
