//! Materials (glTF 2.0 §3.9).

use crate::json::Json;
use glam::{Vec3, Vec4};

use super::json::ValueExt;
use super::place::{Part, Place};
use super::source;
use super::warning::WarningKind;
use super::{Import, khr_materials_emissive_strength, khr_materials_pbr_specular_glossiness};
use super::{khr_materials_unlit, khr_texture_transform, layer};
use crate::{AlphaMode, Map, Material, Scene, TextureId, TextureRef};

/// The texture info objects of a material, in the order of [`Map`].
pub(super) type Infos<'a> = [Option<&'a Json>; Map::COUNT];

pub(super) fn infos(raw: &Json) -> Infos<'_> {
    let mut infos = [None; Map::COUNT];
    layer::CORE.infos(raw, &mut infos);
    for layer in layer::LAYERS {
        layer.infos(raw, &mut infos);
    }
    khr_materials_pbr_specular_glossiness::infos(raw, &mut infos);
    infos
}

fn uv_set(info: &Json) -> u32 {
    let set = khr_texture_transform::uv_set(info).or_else(|| info.index("texCoord")).unwrap_or(0);
    u32::try_from(set).unwrap_or(u32::MAX)
}

impl Import<'_> {
    pub(super) fn materials(&mut self, scene: &mut Scene) {
        let elements = self.elements;
        for (i, element) in elements.materials.iter().enumerate() {
            let place = Place::of(Part::Material, i);
            let mut material = match element.get(place) {
                Ok(source) => {
                    let name = self.name(source.name.as_ref(), place);
                    let (alpha_mode, is_known) = alpha_mode(source);
                    if !is_known {
                        self.warn(place, WarningKind::InvalidProperty { property: "alphaMode" });
                    }
                    Material { name, alpha_mode, ..factors(source) }
                }
                Err(error) => {
                    self.warn(place, WarningKind::Broken(Box::new(error)));
                    Material::default()
                }
            };
            let raw = &element.raw;
            self.specular_glossiness(raw, &mut material, place);
            khr_materials_unlit::apply(raw, &mut material);
            khr_materials_emissive_strength::apply(raw, &mut material);
            for layer in layer::LAYERS {
                if !layer.read(raw, &mut material) {
                    self.warn(place, WarningKind::ExtensionMalformed { name: layer.name });
                }
            }
            self.material_textures(raw, &mut material, place);
            scene.materials.push(material);
        }
    }

    fn material_textures(&mut self, raw: &Json, material: &mut Material, place: Place) {
        let infos = infos(raw);
        let sets = self.uv_slots(infos, place);
        for (texture, info) in material.textures_mut().into_iter().zip(infos) {
            *texture = info.and_then(|info| self.texture_ref(info, sets, place));
        }
        self.uv_sets.push(sets);
    }

    /// Which sets of the file fill the two slots of a primitive with this material: the two that most textures use, and always the lightmap's,
    /// for nothing else can be shown with it.
    fn uv_slots(&mut self, infos: Infos, place: Place) -> [u32; 2] {
        let mut used: Vec<(usize, u32)> = Vec::new();
        for (map, info) in infos.into_iter().enumerate() {
            let Some(set) = info.map(uv_set) else { continue };
            let weight = if map == Map::Lightmap as usize { Map::COUNT } else { 1 };
            match used.iter_mut().find(|(_, known)| *known == set) {
                Some((count, _)) => *count += weight,
                None => used.push((weight, set)),
            }
        }
        if used.len() > 2 {
            self.warn(place, WarningKind::TextureCoordinateSets);
        }
        // A handful at most; sorting would be kilobytes of code.
        let one = heaviest(&used, None);
        let two = heaviest(&used, one);
        match (one, two) {
            (None, _) | (Some(0 | 1), None) => [0, 1],
            (Some(one), None) => [one, 0],
            (Some(one), Some(two)) => [one.min(two), one.max(two)],
        }
    }

    fn texture_ref(&mut self, info: &Json, sets: [u32; 2], place: Place) -> Option<TextureRef> {
        let index = info.index("index");
        let Some(index) = index.filter(|i| *i < self.elements.textures.len()) else {
            let index = index.map_or(u64::MAX, |i| i as u64);
            self.warn(place, WarningKind::Dangling { to: Part::Texture, index });
            return None;
        };
        let uv_set = u8::from(uv_set(info) == sets[1]);
        Some(TextureRef {
            texture: TextureId(index as u32),
            uv_set,
            image_from_uv: khr_texture_transform::read(info).image_from_uv(),
        })
    }
}

/// The set that most textures use, except for one; of several the lowest.
fn heaviest(used: &[(usize, u32)], except: Option<u32>) -> Option<u32> {
    let left = used.iter().filter(|(_, set)| Some(*set) != except);
    left.max_by_key(|(count, set)| (*count, u32::MAX - set)).map(|(_, set)| *set)
}

/// And whether it is one that glTF knows.
fn alpha_mode(source: &source::Material) -> (AlphaMode, bool) {
    match source.alpha_mode.as_deref() {
        None | Some("OPAQUE") => (AlphaMode::Opaque, true),
        Some("MASK") => (AlphaMode::Mask { cutoff: source.alpha_cutoff.unwrap_or(0.5) }, true),
        Some("BLEND") => (AlphaMode::Blend, true),
        Some(_) => (AlphaMode::Opaque, false),
    }
}

/// Everything but names, modes and textures; within the ranges that glTF gives.
fn factors(source: &source::Material) -> Material {
    let metallic_roughness = source.metallic_roughness.as_ref();
    let sane = |value: f32| if value.is_finite() { value } else { 1.0 };
    let or_one = |value: Option<f32>| sane(value.unwrap_or(1.0));
    let base_color = metallic_roughness.and_then(|m| m.base_color_factor).unwrap_or([1.0; 4]);
    Material {
        base_color: Vec4::from(base_color.map(sane)).clamp(Vec4::ZERO, Vec4::ONE),
        metallic: or_one(metallic_roughness.and_then(|m| m.metallic_factor)).clamp(0.0, 1.0),
        roughness: or_one(metallic_roughness.and_then(|m| m.roughness_factor)).clamp(0.0, 1.0),
        normal_scale: or_one(source.normal_texture.as_ref().and_then(|t| t.scale)),
        occlusion_strength: or_one(source.occlusion_texture.as_ref().and_then(|t| t.strength)).clamp(0.0, 1.0),
        emissive: Vec3::from(source.emissive_factor.unwrap_or_default().map(sane)).clamp(Vec3::ZERO, Vec3::ONE),
        double_sided: source.double_sided,
        ..Material::default()
    }
}
