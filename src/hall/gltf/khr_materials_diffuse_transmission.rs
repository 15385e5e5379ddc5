//! `KHR_materials_diffuse_transmission`: paper, leaves, lampshades.

use super::layer::Layer;
use crate::{Factor, Map};

pub(super) const LAYER: Layer = Layer {
    name: "KHR_materials_diffuse_transmission",
    factors: &[
        ("diffuseTransmissionFactor", Factor::DiffuseTransmission),
        ("diffuseTransmissionColorFactor", Factor::DiffuseTransmissionColor),
    ],
    maps: &[
        ("diffuseTransmissionTexture", Map::DiffuseTransmission),
        ("diffuseTransmissionColorTexture", Map::DiffuseTransmissionColor),
    ],
};
