//! `MOZ_lightmap`: indirect light that was computed before, as exporters for Hubs write it. The extension's object is itself the texture info.

use super::layer::Layer;
use crate::{Factor, Map};

pub(super) const LAYER: Layer =
    Layer { name: "MOZ_lightmap", factors: &[("intensity", Factor::LightmapIntensity)], maps: &[("", Map::Lightmap)] };
