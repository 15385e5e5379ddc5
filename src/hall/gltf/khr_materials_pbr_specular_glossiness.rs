//! `KHR_materials_pbrSpecularGlossiness`: what came before metallic and roughness, said in their words.

use super::json::ValueExt;
use super::place::Place;
use super::warning::WarningKind;
use super::{Import, elements};
use crate::json::Json;
use crate::{Factor, Map, Material};

const NAME: &str = "KHR_materials_pbrSpecularGlossiness";
const SPECULAR: &str = "specularGlossinessTexture";

impl Import<'_> {
    /// A dielectric whose reflectance is all in the specular colour.
    pub(super) fn specular_glossiness(&mut self, raw: &Json, material: &mut Material, place: Place) {
        let Some(legacy) = elements::extension(raw, NAME) else { return };
        *material = Material { metallic: 0.0, roughness: 0.0, ior: 0.0, ..material.clone() };
        material.base_color = glam::Vec4::ONE;
        for (key, factor) in [("diffuseFactor", Factor::BaseColor), ("specularFactor", Factor::SpecularColor)] {
            let numbers = material.factor_mut(factor);
            if legacy.get(key).is_some_and(|value| !value.read_f32s(numbers)) {
                self.warn(place, WarningKind::ExtensionMalformed { name: NAME });
            }
            numbers.iter_mut().for_each(|number| *number = number.clamp(0.0, 1.0));
        }
        let mut glossiness = legacy.f32("glossinessFactor").unwrap_or(1.0).clamp(0.0, 1.0);
        if legacy.get(SPECULAR).is_some() {
            // The texture's alpha would multiply it: half, as good a guess as any.
            glossiness *= 0.5;
            let instead = "its specularGlossinessTexture is read for colour, not for glossiness";
            self.warn(place, WarningKind::ExtensionIgnored { name: NAME, instead });
        }
        material.roughness = 1.0 - glossiness;
    }
}

/// Replaces the texture infos of the core.
pub(super) fn infos<'a>(raw: &'a Json, infos: &mut [Option<&'a Json>; Map::COUNT]) {
    let Some(legacy) = elements::extension(raw, NAME) else { return };
    infos[Map::BaseColor as usize] = legacy.get("diffuseTexture");
    infos[Map::SpecularColor as usize] = legacy.get(SPECULAR);
    infos[Map::MetallicRoughness as usize] = None;
}
