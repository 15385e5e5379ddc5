//! The schema of glTF 2.0 (§5), object by object.

use super::schema::Host::{self, Elsewhere};
use super::schema::Kind::{
    Attributes, Bounds, Collection, Enum, Flag, Index, Indices, Number, Numbers, Object, Objects, Pattern, Strings,
    Targets, Text, Uint, Word,
};
use super::schema::{Property, Range, Shape, When, may, must, shape};

/// Component types by their numbers in OpenGL, and the bytes that each takes.
pub(super) const COMPONENT_TYPES: [u64; 6] = [5120, 5121, 5122, 5123, 5125, 5126];
pub(super) const FLOAT: u64 = 5126;
pub(super) const UNSIGNED_INT: u64 = 5125;
pub(super) const ARRAY_BUFFER: u64 = 34962;
pub(super) const ELEMENT_ARRAY_BUFFER: u64 = 34963;

/// A URI is looked at where resources are.
const URI: Property = may("uri", Text);
const NAME: Property = may("name", Text);

const ANY: u64 = u64::MAX;

/// What a file says first; without it nothing else can be understood.
pub(super) static HEAD: &[Property] =
    &[must("asset", Object(&ASSET)), may("extensionsUsed", Strings), may("extensionsRequired", Strings)];

/// Begins with [`HEAD`].
pub(super) static ROOT: Shape = shape(
    Host::Root,
    &[
        must("asset", Object(&ASSET)),
        may("extensionsUsed", Strings),
        may("extensionsRequired", Strings),
        may("accessors", Collection(&ACCESSOR)),
        may("animations", Collection(&ANIMATION)),
        may("buffers", Collection(&BUFFER)),
        may("bufferViews", Collection(&BUFFER_VIEW)),
        may("cameras", Collection(&CAMERA)),
        may("images", Collection(&IMAGE)),
        may("materials", Collection(&MATERIAL)),
        may("meshes", Collection(&MESH)),
        may("nodes", Collection(&NODE)),
        may("samplers", Collection(&SAMPLER)),
        may("scene", Index),
        may("scenes", Collection(&SCENE)),
        may("skins", Collection(&SKIN)),
        may("textures", Collection(&TEXTURE)),
    ],
);

static ASSET: Shape = shape(
    Elsewhere,
    &[
        may("copyright", Text),
        may("generator", Text),
        must("version", Pattern(is_version, "MAJOR.MINOR")),
        may("minVersion", Pattern(is_version, "MAJOR.MINOR")),
    ],
);

static ACCESSOR: Shape = shape(
    Host::Accessor,
    &[
        may("bufferView", Index),
        may("byteOffset", Uint(0, ANY)).when(When::Has("bufferView")),
        must("componentType", Enum(&COMPONENT_TYPES)),
        must("count", Uint(1, ANY)),
        must("type", Word(&["SCALAR", "VEC2", "VEC3", "VEC4", "MAT2", "MAT3", "MAT4"], &[])),
        may("normalized", Flag),
        may("max", Bounds),
        may("min", Bounds),
        may("sparse", Object(&SPARSE)),
        NAME,
    ],
);

static SPARSE: Shape = shape(
    Elsewhere,
    &[must("count", Uint(1, ANY)), must("indices", Object(&SPARSE_INDICES)), must("values", Object(&SPARSE_VALUES))],
);

static SPARSE_INDICES: Shape = shape(
    Elsewhere,
    &[
        must("bufferView", Index),
        may("byteOffset", Uint(0, ANY)),
        must("componentType", Enum(&[5121, 5123, UNSIGNED_INT])),
    ],
);

static SPARSE_VALUES: Shape = shape(Elsewhere, &[must("bufferView", Index), may("byteOffset", Uint(0, ANY))]);

static ANIMATION: Shape =
    shape(Host::Animation, &[must("channels", Objects(&CHANNEL)), must("samplers", Objects(&ANIMATION_SAMPLER)), NAME]);

static CHANNEL: Shape = shape(Elsewhere, &[must("sampler", Index), must("target", Object(&CHANNEL_TARGET))]);

static CHANNEL_TARGET: Shape = shape(
    Host::AnimationChannelTarget,
    &[
        may("node", Index),
        must("path", Word(&["translation", "rotation", "scale", "weights"], &[("KHR_animation_pointer", "pointer")])),
    ],
);

static ANIMATION_SAMPLER: Shape = shape(
    Elsewhere,
    &[must("input", Index), may("interpolation", Word(&["LINEAR", "STEP", "CUBICSPLINE"], &[])), must("output", Index)],
);

static BUFFER: Shape = shape(Host::Buffer, &[URI, must("byteLength", Uint(1, ANY)), NAME]);

static BUFFER_VIEW: Shape = shape(
    Host::BufferView,
    &[
        must("buffer", Index),
        may("byteOffset", Uint(0, ANY)),
        must("byteLength", Uint(1, ANY)),
        may("byteStride", Uint(4, 252)),
        may("target", Enum(&[ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER])),
        NAME,
    ],
);

static CAMERA: Shape = shape(
    Elsewhere,
    &[
        must("type", Word(&["orthographic", "perspective"], &[])),
        must("orthographic", Object(&ORTHOGRAPHIC)).when(When::Is("type", "orthographic")),
        must("perspective", Object(&PERSPECTIVE)).when(When::Is("type", "perspective")),
        NAME,
    ],
);

static ORTHOGRAPHIC: Shape = shape(
    Elsewhere,
    &[
        must("xmag", Number(Range::ALL)),
        must("ymag", Number(Range::ALL)),
        must("zfar", Number(Range::POSITIVE)),
        must("znear", Number(Range::NOT_NEGATIVE)),
    ],
);

static PERSPECTIVE: Shape = shape(
    Elsewhere,
    &[
        may("aspectRatio", Number(Range::POSITIVE)),
        must("yfov", Number(Range::POSITIVE)),
        may("zfar", Number(Range::POSITIVE)),
        must("znear", Number(Range::POSITIVE)),
    ],
);

static IMAGE: Shape = shape(
    Host::Image,
    &[
        may("bufferView", Index),
        may(
            "mimeType",
            Word(
                &["image/jpeg", "image/png"],
                &[
                    ("EXT_texture_webp", "image/webp"),
                    ("EXT_texture_avif", "image/avif"),
                    ("KHR_texture_basisu", "image/ktx2"),
                ],
            ),
        ),
        URI,
        NAME,
    ],
);

static MATERIAL: Shape = shape(
    Host::Material,
    &[
        may("pbrMetallicRoughness", Object(&PBR_METALLIC_ROUGHNESS)),
        may("normalTexture", Object(&NORMAL_TEXTURE)),
        may("occlusionTexture", Object(&OCCLUSION_TEXTURE)),
        may("emissiveTexture", Object(&TEXTURE_INFO)),
        may("emissiveFactor", Numbers(&[3], Range::UNIT)),
        may("alphaMode", Word(&["OPAQUE", "MASK", "BLEND"], &[])),
        may("alphaCutoff", Number(Range::NOT_NEGATIVE)),
        may("doubleSided", Flag),
        NAME,
    ],
);

static PBR_METALLIC_ROUGHNESS: Shape = shape(
    Elsewhere,
    &[
        may("baseColorFactor", Numbers(&[4], Range::UNIT)),
        may("baseColorTexture", Object(&TEXTURE_INFO)),
        may("metallicFactor", Number(Range::UNIT)),
        may("roughnessFactor", Number(Range::UNIT)),
        may("metallicRoughnessTexture", Object(&TEXTURE_INFO)),
    ],
);

pub(super) static TEXTURE_INFO: Shape =
    shape(Host::TextureInfo, &[must("index", Index), may("texCoord", Uint(0, ANY))]);

pub(super) static NORMAL_TEXTURE: Shape =
    shape(Host::TextureInfo, &[must("index", Index), may("texCoord", Uint(0, ANY)), may("scale", Number(Range::ALL))]);

static OCCLUSION_TEXTURE: Shape = shape(
    Host::TextureInfo,
    &[must("index", Index), may("texCoord", Uint(0, ANY)), may("strength", Number(Range::UNIT))],
);

static MESH: Shape =
    shape(Host::Mesh, &[may("weights", Numbers(&[], Range::ALL)), must("primitives", Objects(&PRIMITIVE)), NAME]);

static PRIMITIVE: Shape = shape(
    Host::Primitive,
    &[
        must("attributes", Attributes),
        may("indices", Index),
        may("material", Index),
        may("mode", Uint(0, 6)),
        may("targets", Targets),
    ],
);

static NODE: Shape = shape(
    Host::Node,
    &[
        may("camera", Index),
        may("children", Indices),
        may("skin", Index),
        may("matrix", Numbers(&[16], Range::ALL)),
        may("mesh", Index),
        may("rotation", Numbers(&[4], Range::new(-1.0, 1.0))),
        may("scale", Numbers(&[3], Range::ALL)),
        may("translation", Numbers(&[3], Range::ALL)),
        may("weights", Numbers(&[], Range::ALL)),
        NAME,
    ],
);

static SAMPLER: Shape = shape(
    Host::Sampler,
    &[
        may("magFilter", Enum(&[9728, 9729])),
        may("minFilter", Enum(&[9728, 9729, 9984, 9985, 9986, 9987])),
        may("wrapS", Enum(&[33071, 33648, 10497])),
        may("wrapT", Enum(&[33071, 33648, 10497])),
        NAME,
    ],
);

static SCENE: Shape = shape(Host::Scene, &[may("nodes", Indices), NAME]);

static SKIN: Shape =
    shape(Elsewhere, &[may("inverseBindMatrices", Index), may("skeleton", Index), must("joints", Indices), NAME]);

static TEXTURE: Shape = shape(Host::Texture, &[may("sampler", Index), may("source", Index), NAME]);

/// Major and minor as numbers (§5.8: `^[0-9]+\.[0-9]+$`).
fn is_version(text: &str) -> bool {
    version(text).is_some()
}

/// Major and minor.
pub(super) fn version(text: &str) -> Option<(u64, u64)> {
    let number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten();
    let (major, minor) = text.split_once('.')?;
    Some((number(major)?, number(minor)?))
}
