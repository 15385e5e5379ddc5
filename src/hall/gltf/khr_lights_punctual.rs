//! `KHR_lights_punctual`: sun, lamps and spots.

use std::f32::consts::{FRAC_PI_2, FRAC_PI_4};

use crate::json::Json;
use glam::Vec3;

use super::Import;
use super::elements::{self, Element};
use super::json::ValueExt;
use super::place::{Part, Place};
use super::warning::WarningKind;
use crate::{Light, LightId, LightKind, Scene};

pub(super) const NAME: &str = "KHR_lights_punctual";

fn lights(extensions: &Json) -> &[Json] {
    extensions.get(NAME).and_then(|e| e.get("lights")).and_then(Json::as_array).unwrap_or_default()
}

impl Import<'_> {
    pub(super) fn lights(&mut self, scene: &mut Scene) {
        let lights = lights(&self.elements.extensions);
        for (i, light) in lights.iter().take(self.limits.nodes as usize).enumerate() {
            let place = Place::of(Part::Light, i);
            let name = light.get("name").and_then(Json::as_str).map(str::to_owned);
            let kind = kind(light).unwrap_or_else(|| {
                self.warn(place, WarningKind::ExtensionMalformed { name: NAME });
                LightKind::Point { range: None }
            });
            scene.lights.push(Light {
                name: self.name(name.as_ref(), place),
                color: light.f32s::<3>("color").map_or(Vec3::ONE, Vec3::from).max(Vec3::ZERO),
                intensity: light.f32("intensity").unwrap_or(1.0).max(0.0),
                kind,
                is_baked: is_baked(light),
            });
        }
    }

    /// The light that a node carries.
    pub(super) fn light_of<T>(&mut self, node: &Element<T>, place: Place) -> Option<LightId> {
        let extension = elements::extension(&node.raw, NAME)?;
        let Some(index) = extension.index("light") else {
            self.warn(place, WarningKind::ExtensionMalformed { name: NAME });
            return None;
        };
        if index < lights(&self.elements.extensions).len() {
            return Some(LightId(index as u32));
        }
        self.warn(place, WarningKind::Dangling { to: Part::Light, index: index as u64 });
        None
    }
}

/// As `pack` notes it.
fn is_baked(light: &Json) -> bool {
    light.get("extras").and_then(|extras| extras.get("baked")?.as_bool()).unwrap_or(false)
}

fn kind(light: &Json) -> Option<LightKind> {
    let range = light.f32("range").filter(|range| *range > 0.0);
    match light.get("type")?.as_str()? {
        "directional" => Some(LightKind::Directional),
        "point" => Some(LightKind::Point { range }),
        "spot" => {
            let empty = Json::Null;
            let spot = light.get("spot").unwrap_or(&empty);
            let outer_angle = spot.f32("outerConeAngle").unwrap_or(FRAC_PI_4).clamp(1e-3, FRAC_PI_2);
            let inner_angle = spot.f32("innerConeAngle").unwrap_or(0.0).clamp(0.0, outer_angle);
            Some(LightKind::Spot { range, inner_angle, outer_angle })
        }
        _ => None,
    }
}
