//! What the `KHR_materials_*` extensions and `MOZ_lightmap` add to a surface. Every default is as if the extension weren't there.

use glam::Vec3;

use crate::{Material, TextureRef};

/// `KHR_materials_specular`: how strong a dielectric mirrors, and in which colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Specular {
    /// 0 to 1.
    pub factor: f32,
    /// Alpha multiplies `factor`; linear.
    pub texture: Option<TextureRef>,
    /// Multiplies the reflectance at normal incidence; may be above 1.
    pub color: Vec3,
    /// sRGB image.
    pub color_texture: Option<TextureRef>,
}

impl Default for Specular {
    fn default() -> Self {
        Self { factor: 1.0, texture: None, color: Vec3::ONE, color_texture: None }
    }
}

/// `KHR_materials_clearcoat`: a clear varnish of index 1.5.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clearcoat {
    /// 0 is none, 1 all.
    pub factor: f32,
    /// Red multiplies `factor`; linear image.
    pub texture: Option<TextureRef>,
    /// Perceptual.
    pub roughness: f32,
    /// Green multiplies `roughness`; linear image.
    pub roughness_texture: Option<TextureRef>,
    /// Tangent space; without it the varnish is as flat as the geometry.
    pub normal_texture: Option<TextureRef>,
    /// Scales `xy` of the normal map.
    pub normal_scale: f32,
}

impl Default for Clearcoat {
    fn default() -> Self {
        let (factor, roughness) = (0.0, 0.0);
        Self { factor, texture: None, roughness, roughness_texture: None, normal_texture: None, normal_scale: 1.0 }
    }
}

/// `KHR_materials_sheen`: fibres that catch light at grazing angles.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sheen {
    /// Black is none.
    pub color: Vec3,
    /// sRGB image.
    pub color_texture: Option<TextureRef>,
    /// Perceptual.
    pub roughness: f32,
    /// Alpha multiplies `roughness`; linear.
    pub roughness_texture: Option<TextureRef>,
}

/// `KHR_materials_iridescence`: a thin film whose colour changes with the angle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Iridescence {
    /// 0 is none, 1 all.
    pub factor: f32,
    /// Red multiplies `factor`; linear image.
    pub texture: Option<TextureRef>,
    /// Index of refraction of the film.
    pub ior: f32,
    /// Where the texture is 0, nanometres.
    pub thickness_min_nm: f32,
    /// Where the texture is 1, or without one, nanometres.
    pub thickness_max_nm: f32,
    /// Green; linear image.
    pub thickness_texture: Option<TextureRef>,
}

impl Default for Iridescence {
    fn default() -> Self {
        let (thickness_min_nm, thickness_max_nm) = (100.0, 400.0);
        Self { factor: 0.0, texture: None, ior: 1.3, thickness_min_nm, thickness_max_nm, thickness_texture: None }
    }
}

/// `KHR_materials_anisotropy`: brushed in one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Anisotropy {
    /// 0 is none, 1 all.
    pub strength: f32,
    /// From the tangent towards the bitangent, radians.
    pub rotation: f32,
    /// Red and green the direction from -1 to 1, blue multiplies `strength`; linear image.
    pub texture: Option<TextureRef>,
}

/// `KHR_materials_volume` and `KHR_materials_dispersion`: what light meets inside of a body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Volume {
    /// Mesh space, metres; 0 is a thin wall.
    pub thickness: f32,
    /// Green multiplies `thickness`; linear image.
    pub thickness_texture: Option<TextureRef>,
    /// Metres of world space after which white light has `attenuation_color`; may be infinite.
    pub attenuation_distance: f32,
    /// Linear.
    pub attenuation_color: Vec3,
    /// 20 divided by the Abbe number; 0 bends all colours alike.
    pub dispersion: f32,
}

impl Default for Volume {
    fn default() -> Self {
        let (attenuation_distance, attenuation_color) = (f32::INFINITY, Vec3::ONE);
        Self { thickness: 0.0, thickness_texture: None, attenuation_distance, attenuation_color, dispersion: 0.0 }
    }
}

/// `KHR_materials_diffuse_transmission`: paper, leaves, lampshades.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DiffuseTransmission {
    /// The part of diffuse light that goes on to the other side.
    pub factor: f32,
    /// Alpha multiplies `factor`; linear.
    pub texture: Option<TextureRef>,
    /// Of the light that goes on, linear.
    pub color: Vec3,
    /// sRGB image.
    pub color_texture: Option<TextureRef>,
}

impl Default for DiffuseTransmission {
    fn default() -> Self {
        Self { factor: 0.0, texture: None, color: Vec3::ONE, color_texture: None }
    }
}

/// `MOZ_lightmap`: indirect light that was computed before: irradiance divided by π.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lightmap {
    /// sRGB image in a file of eight bits, linear in one of floats.
    pub texture: Option<TextureRef>,
    /// Factor on the texture.
    pub intensity: f32,
}

impl Default for Lightmap {
    fn default() -> Self {
        Self { texture: None, intensity: 1.0 }
    }
}

/// What a texture of a material says. The numbers count through [`Material::textures`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs, reason = "each is named after its field")]
pub enum Map {
    BaseColor,
    MetallicRoughness,
    Normal,
    Occlusion,
    Emissive,
    Transmission,
    Thickness,
    Specular,
    SpecularColor,
    Clearcoat,
    ClearcoatRoughness,
    ClearcoatNormal,
    SheenColor,
    SheenRoughness,
    Iridescence,
    IridescenceThickness,
    Anisotropy,
    DiffuseTransmission,
    DiffuseTransmissionColor,
    Lightmap,
}

impl Map {
    /// How many there are.
    pub const COUNT: usize = 20;
    /// All, in order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::BaseColor,
        Self::MetallicRoughness,
        Self::Normal,
        Self::Occlusion,
        Self::Emissive,
        Self::Transmission,
        Self::Thickness,
        Self::Specular,
        Self::SpecularColor,
        Self::Clearcoat,
        Self::ClearcoatRoughness,
        Self::ClearcoatNormal,
        Self::SheenColor,
        Self::SheenRoughness,
        Self::Iridescence,
        Self::IridescenceThickness,
        Self::Anisotropy,
        Self::DiffuseTransmission,
        Self::DiffuseTransmissionColor,
        Self::Lightmap,
    ];

    /// Red, green and blue are sRGB; else all channels are numbers as they are.
    pub fn is_color(self) -> bool {
        use Map::{BaseColor, DiffuseTransmissionColor, Emissive, Lightmap, SheenColor, SpecularColor};
        matches!(self, BaseColor | Emissive | SpecularColor | SheenColor | DiffuseTransmissionColor | Lightmap)
    }

    /// Bends the surface's normal: needs tangents.
    pub fn is_normal(self) -> bool {
        matches!(self, Self::Normal | Self::ClearcoatNormal)
    }
}

impl Material {
    /// All textures, in the order of [`Map`].
    pub fn textures(&self) -> [Option<TextureRef>; Map::COUNT] {
        let mut copy = self.clone();
        copy.textures_mut().map(|texture| *texture)
    }

    /// All textures, in the order of [`Map`].
    pub fn textures_mut(&mut self) -> [&mut Option<TextureRef>; Map::COUNT] {
        [
            &mut self.base_color_texture,
            &mut self.metallic_roughness_texture,
            &mut self.normal_texture,
            &mut self.occlusion_texture,
            &mut self.emissive_texture,
            &mut self.transmission_texture,
            &mut self.volume.thickness_texture,
            &mut self.specular.texture,
            &mut self.specular.color_texture,
            &mut self.clearcoat.texture,
            &mut self.clearcoat.roughness_texture,
            &mut self.clearcoat.normal_texture,
            &mut self.sheen.color_texture,
            &mut self.sheen.roughness_texture,
            &mut self.iridescence.texture,
            &mut self.iridescence.thickness_texture,
            &mut self.anisotropy.texture,
            &mut self.diffuse_transmission.texture,
            &mut self.diffuse_transmission.color_texture,
            &mut self.lightmap.texture,
        ]
    }
}
