//! `KHR_materials_sheen`: cloth.

use super::layer::Layer;
use crate::{Factor, Map};

pub(super) const LAYER: Layer = Layer {
    name: "KHR_materials_sheen",
    factors: &[("sheenColorFactor", Factor::SheenColor), ("sheenRoughnessFactor", Factor::SheenRoughness)],
    maps: &[("sheenColorTexture", Map::SheenColor), ("sheenRoughnessTexture", Map::SheenRoughness)],
};
