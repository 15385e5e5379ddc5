//! Materials, and what they need of a mesh (glTF 2.0 §3.9, and the extensions KHR_materials_*).

use super::Check;
use super::code::Code;
use super::links::Links;
use super::pointer::{Pointer, item};
use super::value::Value;

/// What a material needs of the primitives that wear it.
#[derive(Default)]
pub(super) struct Needs {
    pub has_tangents: bool,
    /// There is a normal map, of whose coordinates tangents can be made.
    pub can_make_tangents: bool,
    /// Where a texture is, and which set of coordinates it takes.
    pub texcoords: Vec<(Pointer, u64)>,
}

/// Where textures are in a material; the last word is the property.
const TEXTURES: [&[&str]; 22] = [
    &["pbrMetallicRoughness", "baseColorTexture"],
    &["pbrMetallicRoughness", "metallicRoughnessTexture"],
    &["normalTexture"],
    &["occlusionTexture"],
    &["emissiveTexture"],
    &["extensions", "KHR_materials_anisotropy", "anisotropyTexture"],
    &["extensions", "KHR_materials_clearcoat", "clearcoatTexture"],
    &["extensions", "KHR_materials_clearcoat", "clearcoatRoughnessTexture"],
    CLEARCOAT_NORMAL,
    &["extensions", "KHR_materials_diffuse_transmission", "diffuseTransmissionTexture"],
    &["extensions", "KHR_materials_diffuse_transmission", "diffuseTransmissionColorTexture"],
    &["extensions", "KHR_materials_iridescence", "iridescenceTexture"],
    &["extensions", "KHR_materials_iridescence", "iridescenceThicknessTexture"],
    &["extensions", "KHR_materials_pbrSpecularGlossiness", "diffuseTexture"],
    &["extensions", "KHR_materials_pbrSpecularGlossiness", "specularGlossinessTexture"],
    &["extensions", "KHR_materials_sheen", "sheenColorTexture"],
    &["extensions", "KHR_materials_sheen", "sheenRoughnessTexture"],
    &["extensions", "KHR_materials_specular", "specularTexture"],
    &["extensions", "KHR_materials_specular", "specularColorTexture"],
    &["extensions", "KHR_materials_transmission", "transmissionTexture"],
    &["extensions", "KHR_materials_volume", "thicknessTexture"],
    &["extensions", "MOZ_lightmap"],
];

const CLEARCOAT_NORMAL: &[&str] = &["extensions", "KHR_materials_clearcoat", "clearcoatNormalTexture"];
const ANISOTROPY: &[&str] = &["extensions", "KHR_materials_anisotropy", "anisotropyTexture"];

impl Check<'_> {
    /// What each material needs.
    pub(super) fn materials(&mut self, links: &mut Links) -> Vec<Needs> {
        let materials = links.all("materials").iter().enumerate();
        materials.map(|(i, material)| self.material(links, material, &item("materials", i))).collect()
    }

    fn material(&mut self, links: &mut Links, material: &Value, at: &Pointer) -> Needs {
        let alpha_mode = material.text("alphaMode").unwrap_or("OPAQUE");
        if material.has("alphaCutoff") && alpha_mode != "MASK" {
            self.add(Code::MaterialAlphaCutoffInvalidMode, &at.key("alphaCutoff"), &[]);
        }
        let mut needs = Needs::default();
        for path in TEXTURES {
            let Some(texture) = self.declared_at(material, path) else { continue };
            let at = at.keys(path);
            self.resolve(links, texture, "index", "textures", &at);
            let texcoord = if texture.has("texCoord") { texture.uint("texCoord") } else { Some(0) };
            let transform = self.declared_at(texture, &["extensions", "KHR_texture_transform"]);
            let transformed = transform.and_then(|transform| transform.uint("texCoord"));
            needs.texcoords.extend(texcoord.map(|texcoord| (at.clone(), texcoord)));
            let at = at.keys(&["extensions", "KHR_texture_transform"]);
            needs.texcoords.extend(transformed.map(|texcoord| (at, texcoord)));
        }
        let has = |path| self.declared_at(material, path).is_some();
        needs.can_make_tangents = has(&["normalTexture"]);
        needs.has_tangents = needs.can_make_tangents || has(CLEARCOAT_NORMAL) || has(ANISOTROPY);
        self.extensions_of(material, &at.key("extensions"));
        needs
    }

    /// What is at the end of a path, unless that leads through an extension that is not declared.
    fn declared_at<'v>(&self, owner: &'v Value, path: &[&str]) -> Option<&'v Value> {
        let is_declared = path.first() != Some(&"extensions") || path.get(1).is_some_and(|name| self.declares(name));
        owner.below(path).filter(|_| is_declared)
    }

    /// What the extensions of a material say to each other.
    fn extensions_of(&mut self, material: &Value, at: &Pointer) {
        let of = |name: &str| material.extension(name).filter(|_| self.declares(name));
        let (volume, dispersion) = (of("KHR_materials_volume"), of("KHR_materials_dispersion"));
        let (emission, iridescence) = (of("KHR_materials_emissive_strength"), of("KHR_materials_iridescence"));
        let normal = material.get("normalTexture");
        let differs = |path| {
            let texture = self.declared_at(material, path);
            let set = |texture: &Value| texture.uint("texCoord").unwrap_or(0);
            texture.zip(normal).is_some_and(|(a, b)| set(a) != set(b))
        };
        let (anisotropy_differs, clearcoat_differs) = (differs(ANISOTROPY), differs(CLEARCOAT_NORMAL));
        if anisotropy_differs {
            let at = at.keys(&ANISOTROPY[1..]);
            self.add(Code::KhrMaterialsAnisotropyAnisotropyTextureTexcoord, &at, &[]);
        }
        if clearcoat_differs {
            let at = at.keys(&CLEARCOAT_NORMAL[1..]);
            self.add(Code::KhrMaterialsClearcoatClearcoatNormalTextureTexcoord, &at, &[]);
        }
        if dispersion.is_some() && material.extension("KHR_materials_volume").is_none() {
            self.add(Code::KhrMaterialsDispersionNoVolume, &at.key("KHR_materials_dispersion"), &[]);
        }
        if let Some(volume) = volume {
            self.volume(material, volume, &at.key("KHR_materials_volume"));
        }
        if let Some(emission) = emission {
            self.emission(material, emission, &at.key("KHR_materials_emissive_strength"));
        }
        if let Some(iridescence) = iridescence {
            self.iridescence(iridescence, &at.key("KHR_materials_iridescence"));
        }
    }

    fn volume(&mut self, material: &Value, volume: &Value, at: &Pointer) {
        // An extension that nobody knows may let light through, too.
        let lets_light_in = |name: &str| {
            matches!(name, "KHR_materials_transmission" | "KHR_materials_diffuse_transmission")
                || super::schema_extensions::known(name).is_none()
        };
        let extensions = material.get("extensions").map_or(&[][..], Value::entries);
        if !extensions.iter().any(|(name, _)| lets_light_in(name)) {
            self.add(Code::KhrMaterialsVolumeNoTransmission, at, &[]);
        }
        if material.flag("doubleSided") && volume.number("thicknessFactor").is_some_and(|thickness| thickness > 0.0) {
            self.add(Code::KhrMaterialsVolumeDoubleSided, at, &[]);
        }
    }

    fn emission(&mut self, material: &Value, emission: &Value, at: &Pointer) {
        let factor = if material.has("emissiveFactor") { material.numbers("emissiveFactor") } else { Some(vec![0.0]) };
        let is_black = factor.is_some_and(|factor| factor.iter().all(|channel| *channel == 0.0));
        let strength = emission.number("emissiveStrength");
        if is_black && strength.is_some_and(|strength| strength != 1.0) {
            self.add(Code::KhrMaterialsEmissiveStrengthZeroFactor, at, &[]);
        }
    }

    fn iridescence(&mut self, iridescence: &Value, at: &Pointer) {
        let (min, max) = ("iridescenceThicknessMinimum", "iridescenceThicknessMaximum");
        let of = |key, default| if iridescence.has(key) { iridescence.number(key) } else { Some(default) };
        let has_texture = iridescence.get("iridescenceThicknessTexture").is_some();
        if has_texture && of(min, 100.0).is_some_and(|thickness| of(max, 400.0) == Some(thickness)) {
            self.add(Code::KhrMaterialsIridescenceThicknessTextureUnused, &at.key("iridescenceThicknessTexture"), &[]);
        }
        if !has_texture && iridescence.get(min).is_some() {
            self.add(Code::KhrMaterialsIridescenceThicknessRangeWithoutTexture, &at.key(min), &[]);
        }
    }
}
