//! `KHR_animation_pointer`: channels that say what they move by its path in the JSON.

use super::elements;
use super::json::ValueExt;
use super::layer::{self, Layer};
use super::nodes::Graph;
use super::{Import, khr_lights_punctual, khr_materials_emissive_strength, khr_node_visibility, khr_texture_transform};
use crate::json::Json;
use crate::{CameraFactor, CameraId, Factor, LightFactor, LightId, Map, MaterialId, Scene, Target, TransformPart};

pub(super) const NAME: &str = "KHR_animation_pointer";

/// What a path leads to.
pub(super) enum Pointed {
    /// A node's property by its name in an ordinary channel.
    Node(usize, String),
    /// Something else, and what its numbers are to be multiplied with.
    Target(Target, f32),
    /// The strength of a material's emission, and its colour: the two are one here.
    Strength(MaterialId, [f32; 3]),
    /// A node that is not shown.
    Hidden,
}

/// The path that a channel has.
pub(super) fn path(channel: &Json) -> Option<&str> {
    elements::extension(channel.get("target")?, NAME)?.get("pointer")?.as_str()
}

impl Import<'_> {
    /// `None` for a path that leads nowhere, or to what does not move here.
    pub(super) fn pointed(&self, path: &str, graph: &Graph, scene: &Scene) -> Option<Pointed> {
        if let Some(rest) = path.strip_prefix("/extensions/").and_then(|p| p.strip_prefix(khr_lights_punctual::NAME)) {
            let (index, property) = indexed(rest.strip_prefix("/lights/")?)?;
            let factor = light_factor(property)?;
            return (index < scene.lights.len())
                .then_some(Pointed::Target(Target::Light(id(index, LightId), factor), 1.0));
        }
        let (array, rest) = path.strip_prefix('/')?.split_once('/')?;
        let (index, property) = indexed(rest)?;
        match array {
            "nodes" => {
                let node = graph.nodes.get(index)?;
                let extension = property.strip_prefix("extensions/").and_then(|p| p.split_once('/'));
                match (node, extension) {
                    (None, _) => Some(Pointed::Hidden),
                    (Some(node), Some((khr_node_visibility::NAME, "visible"))) => {
                        Some(Pointed::Target(Target::Visible(*node), 1.0))
                    }
                    (_, None) => Some(Pointed::Node(index, property.to_owned())),
                    _ => None,
                }
            }
            "materials" => self.material_pointed(index, property, scene),
            "cameras" => {
                let factor = camera_factor(property)?;
                (index < scene.cameras.len())
                    .then_some(Pointed::Target(Target::Camera(id(index, CameraId), factor), 1.0))
            }
            _ => None,
        }
    }

    fn material_pointed(&self, index: usize, property: &str, scene: &Scene) -> Option<Pointed> {
        let material = id(index, MaterialId);
        let raw = &self.elements.materials.get(index)?.raw;
        let (layer, path) = match property.strip_prefix("extensions/") {
            None => (&layer::CORE, property),
            Some(property) => {
                let (name, path) = property.split_once('/')?;
                if name == khr_materials_emissive_strength::NAME {
                    let is_known = path == "emissiveStrength";
                    return is_known
                        .then(|| Pointed::Strength(material, raw.f32s("emissiveFactor").unwrap_or_default()));
                }
                (*layer::LAYERS.iter().find(|layer| layer.name == name)?, path)
            }
        };
        if let Some((_, factor)) = layer.factors.iter().find(|(known, _)| *known == path) {
            let is_emission = *factor == Factor::Emissive;
            let by = if is_emission { khr_materials_emissive_strength::strength(raw) } else { 1.0 };
            return Some(Pointed::Target(Target::Factor(material, *factor), by));
        }
        let (map, part) = transform_part(layer, path)?;
        scene.materials[index].textures()[map as usize]?;
        let rest = khr_texture_transform::read(super::materials::infos(raw)[map as usize]?);
        Some(Pointed::Target(Target::Transform { material, map, part, rest }, 1.0))
    }
}

fn id<T>(index: usize, of: fn(u32) -> T) -> T {
    of(index as u32)
}

/// `3/name` is 3 and `name`.
fn indexed(path: &str) -> Option<(usize, &str)> {
    let (index, rest) = path.split_once('/')?;
    Some((index.parse().ok()?, rest))
}

fn transform_part(layer: &Layer, path: &str) -> Option<(Map, TransformPart)> {
    let (info, part) = path.rsplit_once('/')?;
    let info = info.strip_suffix(khr_texture_transform::NAME)?.strip_suffix("extensions/")?.trim_end_matches('/');
    let (_, map) = layer.maps.iter().find(|(known, _)| *known == info)?;
    let part = match part {
        "offset" => TransformPart::Offset,
        "rotation" => TransformPart::Rotation,
        "scale" => TransformPart::Scale,
        _ => return None,
    };
    Some((*map, part))
}

fn light_factor(property: &str) -> Option<LightFactor> {
    LIGHT_FACTORS.into_iter().find(|(name, _)| *name == property).map(|(_, factor)| factor)
}

fn camera_factor(property: &str) -> Option<CameraFactor> {
    CAMERA_FACTORS.into_iter().find(|(name, _)| *name == property).map(|(_, factor)| factor)
}

/// Where a light has its numbers.
pub(super) const LIGHT_FACTORS: [(&str, LightFactor); 5] = [
    ("color", LightFactor::Color),
    ("intensity", LightFactor::Intensity),
    ("range", LightFactor::Range),
    ("spot/innerConeAngle", LightFactor::InnerAngle),
    ("spot/outerConeAngle", LightFactor::OuterAngle),
];

/// Where a camera has its numbers.
pub(super) const CAMERA_FACTORS: [(&str, CameraFactor); 7] = [
    ("perspective/yfov", CameraFactor::FovY),
    ("perspective/znear", CameraFactor::Near),
    ("perspective/zfar", CameraFactor::Far),
    ("orthographic/xmag", CameraFactor::HalfWidth),
    ("orthographic/ymag", CameraFactor::HalfHeight),
    ("orthographic/znear", CameraFactor::Near),
    ("orthographic/zfar", CameraFactor::Far),
];
