//! Where in its JSON a material has which numbers and textures: the core, and what each extension adds. Reading, writing and animating go by it.

use super::json::ValueExt;
use super::{elements, khr_materials_anisotropy, khr_materials_clearcoat, khr_materials_diffuse_transmission};
use super::{khr_materials_dispersion, khr_materials_ior, khr_materials_iridescence, khr_materials_sheen};
use super::{khr_materials_specular, khr_materials_transmission, khr_materials_volume, moz_lightmap};
use crate::json::Json;
use crate::{Factor, Map, Material};

/// What one extension adds to a material.
pub(super) struct Layer {
    /// Of the extension.
    pub name: &'static str,
    /// Paths with `/`, from the extension's object on.
    pub factors: &'static [(&'static str, Factor)],
    /// Paths of texture infos; an empty one is the object itself.
    pub maps: &'static [(&'static str, Map)],
}

/// What needs no extension; its object is the material itself.
pub(super) const CORE: Layer = Layer {
    name: "",
    factors: &[
        ("pbrMetallicRoughness/baseColorFactor", Factor::BaseColor),
        ("pbrMetallicRoughness/metallicFactor", Factor::Metallic),
        ("pbrMetallicRoughness/roughnessFactor", Factor::Roughness),
        ("normalTexture/scale", Factor::NormalScale),
        ("occlusionTexture/strength", Factor::OcclusionStrength),
        ("emissiveFactor", Factor::Emissive),
        ("alphaCutoff", Factor::AlphaCutoff),
    ],
    maps: &[
        ("pbrMetallicRoughness/baseColorTexture", Map::BaseColor),
        ("pbrMetallicRoughness/metallicRoughnessTexture", Map::MetallicRoughness),
        ("normalTexture", Map::Normal),
        ("occlusionTexture", Map::Occlusion),
        ("emissiveTexture", Map::Emissive),
    ],
};

/// What extensions add.
pub(super) const LAYERS: [&Layer; 11] = [
    &khr_materials_anisotropy::LAYER,
    &khr_materials_clearcoat::LAYER,
    &khr_materials_diffuse_transmission::LAYER,
    &khr_materials_dispersion::LAYER,
    &khr_materials_ior::LAYER,
    &khr_materials_iridescence::LAYER,
    &khr_materials_sheen::LAYER,
    &khr_materials_specular::LAYER,
    &khr_materials_transmission::LAYER,
    &khr_materials_volume::LAYER,
    &moz_lightmap::LAYER,
];

fn at<'a>(object: &'a Json, path: &str) -> Option<&'a Json> {
    if path.is_empty() { Some(object) } else { path.split('/').try_fold(object, |object, key| object.get(key)) }
}

impl Layer {
    /// Puts the numbers of the extension into a material; what is missing stays as it is. Whether all were sound.
    pub fn read(&self, raw: &Json, material: &mut Material) -> bool {
        let Some(object) = elements::extension(raw, self.name) else { return true };
        let mut is_sound = true;
        for &(path, factor) in self.factors {
            let Some(value) = at(object, path) else { continue };
            let numbers = material.factor_mut(factor);
            is_sound &= value.read_f32s(numbers);
            numbers.iter_mut().for_each(|number| *number = factor.clamp(*number));
        }
        is_sound
    }

    /// Enters the texture infos that a material has.
    pub fn infos<'a>(&self, raw: &'a Json, infos: &mut [Option<&'a Json>; Map::COUNT]) {
        let object = if self.name.is_empty() { Some(raw) } else { elements::extension(raw, self.name) };
        for &(path, map) in self.maps {
            infos[map as usize] = object.and_then(|object| at(object, path));
        }
    }
}
