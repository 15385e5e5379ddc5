//! `KHR_materials_iridescence`: a thin film.

use super::layer::Layer;
use crate::{Factor, Map};

pub(super) const LAYER: Layer = Layer {
    name: "KHR_materials_iridescence",
    factors: &[
        ("iridescenceFactor", Factor::Iridescence),
        ("iridescenceIor", Factor::IridescenceIor),
        ("iridescenceThicknessMinimum", Factor::IridescenceThicknessMin),
        ("iridescenceThicknessMaximum", Factor::IridescenceThicknessMax),
    ],
    maps: &[("iridescenceTexture", Map::Iridescence), ("iridescenceThicknessTexture", Map::IridescenceThickness)],
};
