//! `KHR_materials_dispersion`: a volume that bends colours differently.

use super::layer::Layer;
use crate::Factor;

pub(super) const LAYER: Layer =
    Layer { name: "KHR_materials_dispersion", factors: &[("dispersion", Factor::Dispersion)], maps: &[] };
