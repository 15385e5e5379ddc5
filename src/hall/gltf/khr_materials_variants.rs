//! `KHR_materials_variants`: other materials for a primitive, each for some of the file's variants.

use super::elements;
use super::json::ValueExt;
use super::place::{Part, Place};
use super::warning::WarningKind;
use super::{Import, tangents};
use crate::json::Json;
use crate::{Material, MaterialId, Primitive, Scene};

pub(super) const NAME: &str = "KHR_materials_variants";

fn list<'a>(extension: Option<&'a Json>, key: &str) -> &'a [Json] {
    extension.and_then(|extension| extension.get(key)).and_then(Json::as_array).unwrap_or_default()
}

impl Import<'_> {
    /// The names of the variants.
    pub(super) fn variants(&mut self, scene: &mut Scene) {
        let variants = list(self.elements.extensions.get(NAME), "variants");
        for variant in variants.iter().take(self.limits.materials as usize) {
            let name = variant.get("name").and_then(Json::as_str).map(str::to_owned);
            scene.variants.push(self.name(name.as_ref(), Place::FILE));
        }
    }

    /// What a primitive wears in which of so many variants, in their order.
    pub(super) fn variants_of(&mut self, raw: &Json, variants: usize, place: Place) -> Vec<(u32, MaterialId)> {
        let mappings = list(elements::extension(raw, NAME), "mappings");
        if mappings.is_empty() {
            return Vec::new();
        }
        let mut worn = vec![None; variants];
        for mapping in mappings {
            let Some(material) = mapping.index("material").filter(|m| *m < self.elements.materials.len()) else {
                let index = mapping.index("material").map_or(u64::MAX, |index| index as u64);
                self.warn(place, WarningKind::Dangling { to: Part::Material, index });
                continue;
            };
            for variant in list(Some(mapping), "variants") {
                let variant = variant.as_u64().and_then(|variant| usize::try_from(variant).ok());
                match variant.and_then(|variant| worn.get_mut(variant)) {
                    Some(slot) => *slot = slot.or(Some(MaterialId(material as u32))),
                    None => self.warn(place, WarningKind::ExtensionMalformed { name: NAME }),
                }
            }
        }
        (0..).zip(worn).filter_map(|(variant, material)| Some((variant, material?))).collect()
    }

    /// The sets of texture coordinates for all that a primitive wears. One primitive has one choice of sets.
    pub(super) fn uv_sets_of(&mut self, primitive: &Primitive, materials: &[Material], place: Place) -> [u32; 2] {
        let has_texture = |id: &MaterialId| materials[id.index()].textures().iter().any(Option::is_some);
        let mut sets = worn(primitive).filter(has_texture).map(|id| self.uv_sets[id.index()]);
        let first = sets.next().unwrap_or([0, 1]);
        if sets.any(|other| other != first) {
            self.warn(place, WarningKind::TextureCoordinateSets);
        }
        first
    }
}

/// All materials that a primitive has in some variant or in none.
pub(super) fn worn(primitive: &Primitive) -> impl Iterator<Item = MaterialId> {
    primitive.material.into_iter().chain(primitive.variants.iter().map(|(_, material)| *material))
}

/// The slot of texture coordinates along which one of the materials wants tangents.
pub(super) fn tangent_slot(primitive: &Primitive, materials: &[Material]) -> Option<usize> {
    worn(primitive).find_map(|id| tangents::uv_slot(&materials[id.index()]))
}
