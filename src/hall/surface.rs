//! Surfaces: materials, textures, and images still encoded.

use bytes::Bytes;
use glam::{Affine2, Mat2, Vec2, Vec3, Vec4};

use crate::{
    Anisotropy, Clearcoat, DiffuseTransmission, ImageId, Iridescence, Lightmap, Sheen, Specular, TextureId, Volume,
};

/// Metallic-roughness surface (glTF 2.0 §3.9) and the extensions that are read. Colours are linear.
#[derive(Clone, Debug)]
pub struct Material {
    /// As the author named it.
    pub name: String,
    /// Multiplies the base colour texture; alpha in `w`.
    pub base_color: Vec4,
    /// sRGB image, alpha linear.
    pub base_color_texture: Option<TextureRef>,
    /// 0 dielectric, 1 metal; multiplies the texture's blue channel.
    pub metallic: f32,
    /// Perceptual roughness; multiplies the texture's green channel.
    pub roughness: f32,
    /// Green roughness, blue metallic; linear image.
    pub metallic_roughness_texture: Option<TextureRef>,
    /// Tangent space, +Y up; linear image.
    pub normal_texture: Option<TextureRef>,
    /// Scales `xy` of the normal map.
    pub normal_scale: f32,
    /// Red channel; linear image. Darkens indirect light only.
    pub occlusion_texture: Option<TextureRef>,
    /// 0 ignores the occlusion texture, 1 takes all of it.
    pub occlusion_strength: f32,
    /// Emitted light, `KHR_materials_emissive_strength` already multiplied in.
    pub emissive: Vec3,
    /// sRGB image.
    pub emissive_texture: Option<TextureRef>,
    /// What the alpha of the base colour does.
    pub alpha_mode: AlphaMode,
    /// Both faces are seen; the back one has its normal turned.
    pub double_sided: bool,
    /// `KHR_materials_unlit`: the base colour as it is.
    pub unlit: bool,
    /// `KHR_materials_transmission`: the part of light that passes instead of being scattered. 0 is opaque.
    pub transmission: f32,
    /// Red channel multiplies `transmission`; linear image.
    pub transmission_texture: Option<TextureRef>,
    /// `KHR_materials_ior`: index of refraction of what is not metal; 0 mirrors everything.
    pub ior: f32,
    /// How strong it mirrors.
    pub specular: Specular,
    /// A clear varnish.
    pub clearcoat: Clearcoat,
    /// Fibres.
    pub sheen: Sheen,
    /// A thin film.
    pub iridescence: Iridescence,
    /// Brushed in one direction.
    pub anisotropy: Anisotropy,
    /// What is inside.
    pub volume: Volume,
    /// Light that shines through.
    pub diffuse_transmission: DiffuseTransmission,
    /// Indirect light that was computed before.
    pub lightmap: Lightmap,
}

impl Default for Material {
    /// glTF's default material.
    fn default() -> Self {
        Self {
            name: String::new(),
            base_color: Vec4::ONE,
            base_color_texture: None,
            metallic: 1.0,
            roughness: 1.0,
            metallic_roughness_texture: None,
            normal_texture: None,
            normal_scale: 1.0,
            occlusion_texture: None,
            occlusion_strength: 1.0,
            emissive: Vec3::ZERO,
            emissive_texture: None,
            alpha_mode: AlphaMode::Opaque,
            double_sided: false,
            unlit: false,
            transmission: 0.0,
            transmission_texture: None,
            ior: 1.5,
            specular: Specular::default(),
            clearcoat: Clearcoat::default(),
            sheen: Sheen::default(),
            iridescence: Iridescence::default(),
            anisotropy: Anisotropy::default(),
            volume: Volume::default(),
            diffuse_transmission: DiffuseTransmission::default(),
            lightmap: Lightmap::default(),
        }
    }
}

/// How alpha is used (glTF 2.0 §3.9.4).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum AlphaMode {
    /// Alpha is ignored.
    #[default]
    Opaque,
    /// Seen where alpha is at least `cutoff`.
    Mask {
        /// 0 to 1.
        cutoff: f32,
    },
    /// Mixed with what is behind.
    Blend,
}

/// A texture as a material uses it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextureRef {
    /// Which texture.
    pub texture: TextureId,
    /// Which of [`Primitive::uvs`], 0 or 1.
    pub uv_set: u8,
    /// `KHR_texture_transform`: image coordinates from vertex coordinates.
    pub image_from_uv: Affine2,
}

/// `KHR_texture_transform` in its parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UvTransform {
    /// Of the origin, in image coordinates.
    pub offset: Vec2,
    /// Counter-clockwise as one looks at the image, radians.
    pub rotation: f32,
    /// Comes first.
    pub scale: Vec2,
}

impl Default for UvTransform {
    fn default() -> Self {
        Self { offset: Vec2::ZERO, rotation: 0.0, scale: Vec2::ONE }
    }
}

impl UvTransform {
    /// Image coordinates from vertex coordinates.
    pub fn image_from_uv(&self) -> Affine2 {
        // V points down in an image.
        let rotation = Mat2::from_angle(-self.rotation);
        Affine2::from_mat2_translation(rotation * Mat2::from_diagonal(self.scale), self.offset)
    }
}

/// An image and how it is sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Texture {
    /// Which image.
    pub image: ImageId,
    /// The image to show where `image` is of a type that cannot be decoded.
    pub fallback: Option<ImageId>,
    /// How to read it.
    pub sampler: Sampler,
}

/// How an image is read between its pixels and beyond its edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sampler {
    /// When magnified: linear (`true`) or nearest.
    pub mag_linear: bool,
    /// When minified: linear (`true`) or nearest within a level.
    pub min_linear: bool,
    /// Between levels; `None` means the full-size level alone.
    pub mip: Option<MipFilter>,
    /// Beyond 0..1 along U.
    pub wrap_u: Wrap,
    /// Beyond 0..1 along V.
    pub wrap_v: Wrap,
}

impl Default for Sampler {
    /// What glTF leaves to the reader when a file says nothing: trilinear, repeating.
    fn default() -> Self {
        Self {
            mag_linear: true,
            min_linear: true,
            mip: Some(MipFilter::Linear),
            wrap_u: Wrap::Repeat,
            wrap_v: Wrap::Repeat,
        }
    }
}

/// How two mip levels are mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MipFilter {
    /// The nearer level.
    Nearest,
    /// Both.
    Linear,
}

/// What is beyond the edge of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wrap {
    /// The image again.
    Repeat,
    /// The image mirrored.
    Mirror,
    /// Its edge.
    Clamp,
}

/// A picture, still encoded.
#[derive(Clone, Debug)]
pub struct Image {
    /// As the author named it.
    pub name: String,
    /// Where its bytes are.
    pub source: ImageSource,
}

/// Where the bytes of an image are.
#[derive(Clone, Debug)]
pub enum ImageSource {
    /// In the file that was imported. The type is what the bytes themselves say, whatever the file claims.
    Bytes(ImageType, Bytes),
    /// In a file beside it: a relative path with `/`, percent-decoded, without `.` or `..`.
    File(String),
    /// Nowhere: the file names no image that can be read; a warning says so. Shown as plain white.
    Missing,
}

/// Encodings that shells decode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageType {
    /// image/png
    Png,
    /// image/jpeg
    Jpeg,
    /// image/webp
    WebP,
    /// image/avif; in browsers only
    Avif,
    /// image/ktx2: Basis Universal
    Ktx2,
}

impl ImageType {
    /// Looks at the first bytes.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f' | b's', ..] => Some(Self::Avif),
            [0xab, b'K', b'T', b'X', b' ', b'2', b'0', 0xbb, b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Ktx2),
            _ => None,
        }
    }

    /// As in HTTP and in `data:` addresses.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
            Self::Avif => "image/avif",
            Self::Ktx2 => "image/ktx2",
        }
    }
}
