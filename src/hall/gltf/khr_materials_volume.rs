//! `KHR_materials_volume`: thick glass and other bodies.

use super::layer::Layer;
use crate::{Factor, Map};

pub(super) const LAYER: Layer = Layer {
    name: "KHR_materials_volume",
    factors: &[
        ("thicknessFactor", Factor::Thickness),
        ("attenuationDistance", Factor::AttenuationDistance),
        ("attenuationColor", Factor::AttenuationColor),
    ],
    maps: &[("thicknessTexture", Map::Thickness)],
};
