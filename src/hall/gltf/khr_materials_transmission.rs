//! `KHR_materials_transmission`: thin glass.

use super::layer::Layer;
use crate::{Factor, Map};

pub(super) const LAYER: Layer = Layer {
    name: "KHR_materials_transmission",
    factors: &[("transmissionFactor", Factor::Transmission)],
    maps: &[("transmissionTexture", Map::Transmission)],
};
