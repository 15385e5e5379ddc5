//! `KHR_materials_clearcoat`: a clear varnish.

use super::layer::Layer;
use crate::{Factor, Map};

pub(super) const LAYER: Layer = Layer {
    name: "KHR_materials_clearcoat",
    factors: &[
        ("clearcoatFactor", Factor::Clearcoat),
        ("clearcoatRoughnessFactor", Factor::ClearcoatRoughness),
        ("clearcoatNormalTexture/scale", Factor::ClearcoatNormalScale),
    ],
    maps: &[
        ("clearcoatTexture", Map::Clearcoat),
        ("clearcoatRoughnessTexture", Map::ClearcoatRoughness),
        ("clearcoatNormalTexture", Map::ClearcoatNormal),
    ],
};
