//! A glTF scene as plain data: metres, right-handed, +Y up, linear colour, radians, column vectors.
//!
//! Everything is in vectors, and refers to everything else by typed index. An importer only ever makes scenes whose indices are in range
//! and whose nodes stand after their parents, so that readers need neither checks nor recursion.

use bytes::Bytes;
use glam::{Affine2, Affine3A, Mat4, Quat, Vec2, Vec3, Vec4};

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The same number, to index a slice with.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index! {
    /// Which of [`Scene::nodes`].
    NodeId,
    /// Which of [`Scene::meshes`].
    MeshId,
    /// Which of [`Scene::materials`].
    MaterialId,
    /// Which of [`Scene::textures`].
    TextureId,
    /// Which of [`Scene::images`].
    ImageId,
    /// Which of [`Scene::skins`].
    SkinId,
    /// Which of [`Scene::cameras`].
    CameraId,
    /// Which of [`Scene::lights`].
    LightId,
}

/// Everything that a hall shows, as plain data.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Parents stand before their children.
    pub nodes: Vec<Node>,
    /// Geometry that nodes place in the world.
    pub meshes: Vec<Mesh>,
    /// Surfaces that primitives refer to.
    pub materials: Vec<Material>,
    /// Pairs of image and sampler that materials refer to.
    pub textures: Vec<Texture>,
    /// Encoded pictures; decoding them is the shell's work.
    pub images: Vec<Image>,
    /// Skeletons that nodes with a skinned mesh refer to.
    pub skins: Vec<Skin>,
    /// What moves by itself.
    pub animations: Vec<Animation>,
    /// Cameras that nodes carry.
    pub cameras: Vec<Camera>,
    /// Punctual lights that nodes carry.
    pub lights: Vec<Light>,
}

/// A place in the scene graph, and what is there.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// As the author named it; may be empty, need not be unique.
    pub name: String,
    /// `None` for a root. Always less than the node's own index.
    pub parent: Option<NodeId>,
    /// Where this node is in its parent's space, before any animation.
    pub parent_from_node: Trs,
    /// The mesh shown here.
    pub mesh: Option<MeshId>,
    /// The skeleton that bends the mesh. The node's own transform then does not matter (glTF 2.0 §3.7.3.2).
    pub skin: Option<SkinId>,
    /// The camera here, looking along -Z.
    pub camera: Option<CameraId>,
    /// The light here, shining along -Z.
    pub light: Option<LightId>,
    /// One weight for each morph target of the mesh; empty when it has none.
    pub morph_weights: Vec<f32>,
}

/// Translation, rotation and scale, applied to a point in the order scale, rotation, translation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trs {
    /// Metres.
    pub translation: Vec3,
    /// Of unit length.
    pub rotation: Quat,
    /// May be negative (a mirrored node).
    pub scale: Vec3,
}

impl Default for Trs {
    fn default() -> Self {
        Self { translation: Vec3::ZERO, rotation: Quat::IDENTITY, scale: Vec3::ONE }
    }
}

impl Trs {
    /// The same as a matrix.
    pub fn affine(&self) -> Affine3A {
        Affine3A::from_scale_rotation_translation(self.scale, self.rotation, self.translation)
    }
}

/// Pieces of geometry that move together.
#[derive(Clone, Debug, Default)]
pub struct Mesh {
    /// As the author named it.
    pub name: String,
    /// One for each material.
    pub primitives: Vec<Primitive>,
}

/// What the indices of a primitive make. Strips, fans and loops are unrolled at import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Topology {
    /// Each index a point.
    Points,
    /// Each two indices a segment.
    Lines,
    /// Each three indices a triangle, counter-clockwise seen from its front.
    #[default]
    Triangles,
}

/// Geometry of one material. Every attribute is either empty or as long as `positions`.
#[derive(Clone, Debug, Default)]
pub struct Primitive {
    /// `None` is glTF's default material (white, metallic 1, roughness 1: §3.9).
    pub material: Option<MaterialId>,
    /// What the indices make.
    pub topology: Topology,
    /// Never empty for a primitive an importer made; one or more per topology element, all less than `positions.len()`.
    pub indices: Vec<u32>,
    /// Mesh space, metres.
    pub positions: Vec<Vec3>,
    /// Unit length. An importer always fills them for triangles.
    pub normals: Vec<Vec3>,
    /// `xyz` unit length, `w` ±1 the handedness of the bitangent. Filled when the material has a normal map.
    pub tangents: Vec<Vec4>,
    /// The two texture coordinate sets that [`TextureRef::uv_set`] chooses from; (0, 0) is the upper left corner of an image.
    pub uvs: [Vec<Vec2>; 2],
    /// Linear colour and alpha that multiply the base colour.
    pub colors: Vec<Vec4>,
    /// Indices into [`Skin::joints`], four a vertex.
    pub joints: Vec<[u16; 4]>,
    /// Their weights; sum 1.
    pub weights: Vec<Vec4>,
    /// Offsets that [`Node::morph_weights`] scale and add.
    pub morph_targets: Vec<MorphTarget>,
    /// Of `positions` at rest, without morph targets.
    pub bounds: Aabb,
}

/// Offsets to add to a primitive's attributes; each is empty or as long as the primitive's `positions`.
#[derive(Clone, Debug, Default)]
pub struct MorphTarget {
    /// Metres.
    pub positions: Vec<Vec3>,
    /// Added before normalising.
    pub normals: Vec<Vec3>,
    /// Added to `xyz` before normalising.
    pub tangents: Vec<Vec3>,
}

/// A box along the axes. Empty when `min > max`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aabb {
    /// Lowest corner, metres.
    pub min: Vec3,
    /// Highest corner, metres.
    pub max: Vec3,
}

impl Default for Aabb {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl Aabb {
    /// Holds nothing; the neutral element of [`Aabb::union`].
    pub const EMPTY: Self = Self { min: Vec3::INFINITY, max: Vec3::NEG_INFINITY };

    /// The smallest box around the points.
    pub fn around(points: impl IntoIterator<Item = Vec3>) -> Self {
        points.into_iter().fold(Self::EMPTY, |b, p| Self { min: b.min.min(p), max: b.max.max(p) })
    }

    /// The smallest box around both.
    pub fn union(self, other: Self) -> Self {
        Self { min: self.min.min(other.min), max: self.max.max(other.max) }
    }

    /// Whether no point is inside.
    pub fn is_empty(&self) -> bool {
        !self.min.cmple(self.max).all()
    }

    /// Metres; meaningless when empty.
    pub fn center(&self) -> Vec3 {
        (self.min + self.max) * 0.5
    }

    /// From the lowest to the highest corner, metres; meaningless when empty.
    pub fn size(&self) -> Vec3 {
        self.max - self.min
    }

    /// The smallest box around this one moved by `transform` (Arvo, Graphics Gems I, 1990). Empty stays empty.
    pub fn transformed(&self, transform: &Affine3A) -> Self {
        if self.is_empty() {
            return *self;
        }
        let center = transform.transform_point3(self.center());
        let half = self.size() * 0.5;
        let m = transform.matrix3;
        let extent = Vec3::from(m.x_axis.abs() * half.x + m.y_axis.abs() * half.y + m.z_axis.abs() * half.z);
        Self { min: center - extent, max: center + extent }
    }
}

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

/// An image and how it is sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Texture {
    /// Which image.
    pub image: ImageId,
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
}

impl ImageType {
    /// Looks at the first bytes.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ => None,
        }
    }

    /// As in HTTP and in `data:` addresses.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }
}

/// A skeleton.
#[derive(Clone, Debug, Default)]
pub struct Skin {
    /// As the author named it.
    pub name: String,
    /// Nodes that [`Primitive::joints`] count through.
    pub joints: Vec<NodeId>,
    /// Joint space from mesh space at rest; as many as `joints`.
    pub joint_from_mesh: Vec<Mat4>,
}

/// Node properties over time.
#[derive(Clone, Debug, Default)]
pub struct Animation {
    /// As the author named it.
    pub name: String,
    /// The last key of any channel.
    pub duration_secs: f32,
    /// What moves.
    pub channels: Vec<Channel>,
}

/// One property of one node over time.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Which node.
    pub node: NodeId,
    /// Between keys.
    pub interpolation: Interpolation,
    /// Key times, strictly increasing, never empty.
    pub times_secs: Vec<f32>,
    /// Their values; see [`Interpolation`] for how many a key has.
    pub values: Keys,
}

/// Values of a channel, in the unit of the property.
#[derive(Clone, Debug)]
pub enum Keys {
    /// Metres.
    Translation(Vec<Vec3>),
    /// Unit quaternions (tangents of cubic keys are not of unit length).
    Rotation(Vec<Quat>),
    /// Factors.
    Scale(Vec<Vec3>),
    /// As many a key as the mesh has morph targets, key after key.
    MorphWeights(Vec<f32>),
}

/// What happens between two keys (glTF 2.0 appendix C).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interpolation {
    /// Straight, or along the shorter arc for rotations. One value a key.
    #[default]
    Linear,
    /// The earlier key holds. One value a key.
    Step,
    /// Hermite. Three values a key: in-tangent, value, out-tangent.
    CubicSpline,
}

/// A camera that looks along -Z of its node.
#[derive(Clone, Debug)]
pub struct Camera {
    /// As the author named it.
    pub name: String,
    /// What it sees.
    pub projection: Projection,
}

/// What a camera sees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Projection {
    /// With vanishing points.
    Perspective {
        /// Vertical angle, radians.
        fov_y: f32,
        /// Metres.
        near: f32,
        /// Metres; `None` is endless.
        far: Option<f32>,
    },
    /// Parallel.
    Orthographic {
        /// Half of the visible width and height, metres.
        half_size: Vec2,
        /// Metres.
        near: f32,
        /// Metres.
        far: f32,
    },
}

/// A punctual light (`KHR_lights_punctual`) that shines along -Z of its node.
#[derive(Clone, Debug)]
pub struct Light {
    /// As the author named it.
    pub name: String,
    /// Linear.
    pub color: Vec3,
    /// Lux for directional lights, candela for the others.
    pub intensity: f32,
    /// Where it shines.
    pub kind: LightKind,
}

/// Where a light shines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LightKind {
    /// From infinitely far.
    Directional,
    /// To all sides.
    Point {
        /// Metres beyond which it does not shine.
        range: Option<f32>,
    },
    /// Into a cone.
    Spot {
        /// Metres beyond which it does not shine.
        range: Option<f32>,
        /// Radians from the axis to where it begins to fade.
        inner_angle: f32,
        /// Radians from the axis to where it ends.
        outer_angle: f32,
    },
}
