//! What light does where it meets a surface. What mirrors scatters evenly here: baked light has no caustics, and settles with few paths.

use glam::{Vec2, Vec3, Vec4};
use hall::{AlphaMode, Map, Material, Scene};

use super::pictures::{BoundMap, Picture, Pictures};

/// A material as light meets it.
#[derive(Debug)]
pub(crate) struct Finish {
    pub kind: Kind,
    pub is_double_sided: bool,
    pub is_unlit: bool,
    base: Vec4,
    base_map: Option<BoundMap>,
    metallic: f32,
    metallic_map: Option<BoundMap>,
    /// Reflectance of what is not metal, at normal incidence and at grazing angles.
    f0: Vec3,
    f90: f32,
    emissive: Vec3,
    emissive_map: Option<BoundMap>,
    is_opaque: bool,
    transmission: f32,
    transmission_map: Option<BoundMap>,
    through: f32,
    through_map: Option<BoundMap>,
    through_color: Vec3,
    through_color_map: Option<BoundMap>,
}

/// Whether a ray goes on behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Never.
    Solid,
    /// Where alpha is below the cutoff.
    Masked(f32),
    /// In part: glass, and what is mixed with what is behind.
    Clear,
}

/// What happens at one point, as factors on light.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Meeting {
    /// Scattered back.
    pub albedo: Vec3,
    /// Scattered on the other side.
    pub through: Vec3,
    /// Goes straight on.
    pub clear: Vec3,
    /// Radiance that is added.
    pub emitted: Vec3,
}

impl Finish {
    pub(crate) fn new(
        scene: &Scene,
        material: &Material,
        pictures: &mut Pictures,
        picture: &dyn Fn(hall::ImageId) -> Option<Picture>,
    ) -> Self {
        let mut bind = |texture, map: Map| pictures.bind(scene, texture, map.is_color(), picture);
        let kind = match material.alpha_mode {
            AlphaMode::Mask { cutoff } => Kind::Masked(cutoff),
            AlphaMode::Blend => Kind::Clear,
            AlphaMode::Opaque if material.transmission > 0.0 => Kind::Clear,
            AlphaMode::Opaque => Kind::Solid,
        };
        let reflectance = (material.ior - 1.0) / (material.ior + 1.0);
        let f90 = material.specular.factor;
        Self {
            kind,
            is_double_sided: material.double_sided,
            is_unlit: material.unlit,
            base: material.base_color,
            base_map: bind(material.base_color_texture, Map::BaseColor),
            metallic: material.metallic,
            metallic_map: bind(material.metallic_roughness_texture, Map::MetallicRoughness),
            f0: (material.specular.color * (reflectance * reflectance)).min(Vec3::ONE) * f90,
            f90,
            emissive: material.emissive,
            emissive_map: bind(material.emissive_texture, Map::Emissive),
            is_opaque: material.alpha_mode != AlphaMode::Blend,
            transmission: material.transmission,
            transmission_map: bind(material.transmission_texture, Map::Transmission),
            through: material.diffuse_transmission.factor,
            through_map: bind(material.diffuse_transmission.texture, Map::DiffuseTransmission),
            through_color: material.diffuse_transmission.color,
            through_color_map: bind(material.diffuse_transmission.color_texture, Map::DiffuseTransmissionColor),
        }
    }

    /// Whether any of it may shine by itself.
    pub(crate) fn shines(&self) -> bool {
        self.is_unlit || self.emissive.max_element() > 0.0
    }

    pub(crate) fn alpha(&self, pictures: &Pictures, uvs: [Vec2; 2], color: Vec4) -> f32 {
        self.base.w * color.w * pictures.read(self.base_map.as_ref(), uvs).w
    }

    /// Radiance that a point gives by itself. What is unlit is seen in its colour, so it gives that.
    pub(crate) fn emitted(&self, pictures: &Pictures, uvs: [Vec2; 2], color: Vec4) -> Vec3 {
        if self.is_unlit {
            return (self.base * color * pictures.read(self.base_map.as_ref(), uvs)).truncate();
        }
        self.emissive * pictures.read(self.emissive_map.as_ref(), uvs).truncate()
    }

    /// `cosine` is that between the ray and the normal.
    pub(crate) fn meet(&self, pictures: &Pictures, uvs: [Vec2; 2], color: Vec4, cosine: f32) -> Meeting {
        let base = self.base * color * pictures.read(self.base_map.as_ref(), uvs);
        let alpha = if self.is_opaque { 1.0 } else { base.w.clamp(0.0, 1.0) };
        let base = base.truncate().clamp(Vec3::ZERO, Vec3::ONE);
        if self.is_unlit {
            let clear = Vec3::splat(1.0 - alpha);
            return Meeting { emitted: base * alpha, clear, ..Meeting::default() };
        }
        let metallic = (self.metallic * pictures.read(self.metallic_map.as_ref(), uvs).z).clamp(0.0, 1.0);
        // Averages of Schlick's approximation over all directions, as in shaders/light.wgsl.
        let f0 = self.f0.lerp(base, metallic);
        let f90 = self.f90 + (1.0 - self.f90) * metallic;
        let mirrored = f0 + (Vec3::splat(f90) - f0) / 21.0;
        let dielectric_f0 = self.f0.max_element();
        let entering = 1.0 - dielectric_f0 - (self.f90 - dielectric_f0) / 21.0;
        let passing = if self.transmission > 0.0 {
            self.transmission * pictures.read(self.transmission_map.as_ref(), uvs).x * (1.0 - metallic)
        } else {
            0.0
        };
        let mut diffuse = base * ((1.0 - metallic) * (1.0 - passing) * entering);
        let mut through = Vec3::ZERO;
        if self.through > 0.0 {
            let part = self.through * pictures.read(self.through_map.as_ref(), uvs).w;
            let tint = self.through_color * pictures.read(self.through_color_map.as_ref(), uvs).truncate();
            through = tint * (part * (1.0 - metallic) * alpha);
            diffuse *= 1.0 - part;
        }
        let mut clear = Vec3::splat(1.0 - alpha);
        if passing > 0.0 {
            let fifth = (1.0 - cosine.abs()).clamp(0.0, 1.0).powi(5);
            let fresnel = dielectric_f0 + (self.f90 - dielectric_f0) * fifth;
            clear += base * (alpha * passing * (1.0 - fresnel));
        }
        let emitted = self.emitted(pictures, uvs, color);
        Meeting { albedo: (diffuse + mirrored) * alpha, through, clear, emitted: emitted * alpha }
    }
}
