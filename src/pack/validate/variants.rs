//! `KHR_materials_variants`: materials that a primitive wears in turn.

use std::collections::HashSet;

use super::Check;
use super::code::Code;
use super::links::Links;
use super::pointer::Pointer;
use super::value::Value;

const NAME: &str = "KHR_materials_variants";

impl Check<'_> {
    /// The materials of the variants of a primitive, and where each is named.
    pub(super) fn variants_of(&mut self, links: &mut Links, primitive: &Value, at: &Pointer) -> Vec<(usize, Pointer)> {
        let mut materials = Vec::new();
        let Some(extension) = primitive.extension(NAME).filter(|_| self.declares(NAME)) else { return materials };
        let mut seen = HashSet::new();
        for (m, mapping) in extension.list("mappings").iter().enumerate() {
            let at = at.key("mappings").index(m);
            if links.root.extension(NAME).is_none() {
                self.add(Code::UnsatisfiedDependency, &at, &[&"/extensions/KHR_materials_variants"]);
                continue;
            }
            for (v, variant) in mapping.list("variants").iter().enumerate() {
                let at = at.key("variants").index(v);
                let Some(variant) = variant.as_uint() else { continue };
                if !seen.insert(variant) {
                    self.add(Code::KhrMaterialsVariantsNonUniqueVariant, &at, &[]);
                }
                self.resolve_inside(links, variant as usize, (NAME, "variants"), &at);
            }
            let material = self.resolve(links, mapping, "material", "materials", &at);
            materials.extend(material.map(|material| (material, at.key("material"))));
        }
        materials
    }
}
