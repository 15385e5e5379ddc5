//! The numbers of a material one by one, for whoever goes through all of them: reading, writing, animating.

use std::slice::from_mut;

use crate::{AlphaMode, Material};

/// A number of a material, or three or four that make a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after its field")]
pub enum Factor {
    BaseColor,
    Metallic,
    Roughness,
    NormalScale,
    OcclusionStrength,
    /// `KHR_materials_emissive_strength` is multiplied in.
    Emissive,
    AlphaCutoff,
    Transmission,
    Ior,
    Specular,
    SpecularColor,
    Clearcoat,
    ClearcoatRoughness,
    ClearcoatNormalScale,
    SheenColor,
    SheenRoughness,
    Iridescence,
    IridescenceIor,
    IridescenceThicknessMin,
    IridescenceThicknessMax,
    AnisotropyStrength,
    AnisotropyRotation,
    Thickness,
    AttenuationDistance,
    AttenuationColor,
    Dispersion,
    DiffuseTransmission,
    DiffuseTransmissionColor,
    LightmapIntensity,
}

impl Factor {
    /// How many numbers it has.
    pub fn width(self) -> usize {
        use Factor as F;
        match self {
            F::BaseColor => 4,
            F::Emissive | F::SpecularColor | F::SheenColor | F::AttenuationColor | F::DiffuseTransmissionColor => 3,
            _ => 1,
        }
    }

    /// The nearest value that means something.
    pub fn clamp(self, value: f32) -> f32 {
        const LARGEST: f32 = 1e6;
        use Factor as F;
        match self {
            F::NormalScale | F::ClearcoatNormalScale | F::AnisotropyRotation => value,
            F::Emissive | F::SpecularColor | F::LightmapIntensity | F::Dispersion => value.clamp(0.0, LARGEST),
            F::Thickness | F::IridescenceThicknessMin | F::IridescenceThicknessMax => value.clamp(0.0, LARGEST),
            F::AttenuationDistance => value.max(1.0 / LARGEST),
            F::IridescenceIor => value.clamp(1.0, 100.0),
            // 0 has a meaning of its own.
            F::Ior if value <= 0.0 => 0.0,
            F::Ior => value.clamp(1.0, 100.0),
            F::AlphaCutoff => value.max(0.0),
            _ => value.clamp(0.0, 1.0),
        }
    }
}

impl Material {
    /// One, three or four numbers; none for the cutoff of a material without one.
    pub fn factor_mut(&mut self, factor: Factor) -> &mut [f32] {
        use Factor as F;
        let one = match factor {
            F::BaseColor => return AsMut::<[f32; 4]>::as_mut(&mut self.base_color),
            F::Emissive => return AsMut::<[f32; 3]>::as_mut(&mut self.emissive),
            F::SpecularColor => return AsMut::<[f32; 3]>::as_mut(&mut self.specular.color),
            F::SheenColor => return AsMut::<[f32; 3]>::as_mut(&mut self.sheen.color),
            F::AttenuationColor => return AsMut::<[f32; 3]>::as_mut(&mut self.volume.attenuation_color),
            F::DiffuseTransmissionColor => return AsMut::<[f32; 3]>::as_mut(&mut self.diffuse_transmission.color),
            F::AlphaCutoff => match &mut self.alpha_mode {
                AlphaMode::Mask { cutoff } => cutoff,
                _ => return &mut [],
            },
            F::Metallic => &mut self.metallic,
            F::Roughness => &mut self.roughness,
            F::NormalScale => &mut self.normal_scale,
            F::OcclusionStrength => &mut self.occlusion_strength,
            F::Transmission => &mut self.transmission,
            F::Ior => &mut self.ior,
            F::Specular => &mut self.specular.factor,
            F::Clearcoat => &mut self.clearcoat.factor,
            F::ClearcoatRoughness => &mut self.clearcoat.roughness,
            F::ClearcoatNormalScale => &mut self.clearcoat.normal_scale,
            F::SheenRoughness => &mut self.sheen.roughness,
            F::Iridescence => &mut self.iridescence.factor,
            F::IridescenceIor => &mut self.iridescence.ior,
            F::IridescenceThicknessMin => &mut self.iridescence.thickness_min_nm,
            F::IridescenceThicknessMax => &mut self.iridescence.thickness_max_nm,
            F::AnisotropyStrength => &mut self.anisotropy.strength,
            F::AnisotropyRotation => &mut self.anisotropy.rotation,
            F::Thickness => &mut self.volume.thickness,
            F::AttenuationDistance => &mut self.volume.attenuation_distance,
            F::Dispersion => &mut self.volume.dispersion,
            F::DiffuseTransmission => &mut self.diffuse_transmission.factor,
            F::LightmapIntensity => &mut self.lightmap.intensity,
        };
        from_mut(one)
    }
}
