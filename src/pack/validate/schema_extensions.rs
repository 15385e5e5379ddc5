//! The extensions that are known, where each may stand, and what it may say there.

use super::schema::Host::{self, Elsewhere};
use super::schema::Kind::{
    Any, Attributes, Flag, Index, Indices, Number, Numbers, Object, Objects, Pattern, Text, Uint, Word,
};
use super::schema::{Property, Range, Shape, When, may, must, shape};
use super::schema_core::{NORMAL_TEXTURE, TEXTURE_INFO};

/// An extension.
pub(super) struct Extension {
    pub name: &'static str,
    pub places: &'static [(Host, &'static Shape)],
    /// Says everything itself, so that others beside it contradict.
    pub is_standalone: bool,
    /// Without it the file cannot be read, so that `extensionsUsed` alone is not enough.
    pub is_required: bool,
}

/// What is known of an extension; the order is that of the names.
pub(super) fn known(name: &str) -> Option<&'static Extension> {
    KNOWN.iter().find(|extension| extension.name == name)
}

impl Extension {
    /// What it may say on a host, if it may stand there.
    pub fn shape_on(&self, host: Host) -> Option<&'static Shape> {
        self.places.iter().find(|(place, _)| *place == host).map(|(_, shape)| *shape)
    }

    const fn of(name: &'static str, places: &'static [(Host, &'static Shape)]) -> Self {
        Self { name, places, is_standalone: false, is_required: false }
    }

    const fn standalone(self) -> Self {
        Self { is_standalone: true, ..self }
    }

    const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }
}

static KNOWN: [Extension; 30] = [
    Extension::of("EXT_lights_image_based", &[(Host::Root, &IMAGE_LIGHTS), (Host::Scene, &LIGHT_REFERENCE)]),
    Extension::of("EXT_mesh_gpu_instancing", &[(Host::Node, &INSTANCING)]),
    Extension::of("EXT_meshopt_compression", &[(Host::Buffer, &FALLBACK), (Host::BufferView, &MESHOPT)]),
    Extension::of("EXT_texture_avif", &[(Host::Texture, &TEXTURE_SOURCE)]),
    Extension::of("EXT_texture_webp", &[(Host::Texture, &TEXTURE_SOURCE)]),
    Extension::of("KHR_animation_pointer", &[(Host::AnimationChannelTarget, &ANIMATION_POINTER)]),
    Extension::of("KHR_draco_mesh_compression", &[(Host::Primitive, &DRACO)]),
    Extension::of("KHR_lights_punctual", &[(Host::Root, &LIGHTS), (Host::Node, &LIGHT_REFERENCE)]),
    Extension::of("KHR_materials_anisotropy", &[(Host::Material, &ANISOTROPY)]),
    Extension::of("KHR_materials_clearcoat", &[(Host::Material, &CLEARCOAT)]),
    Extension::of("KHR_materials_diffuse_transmission", &[(Host::Material, &DIFFUSE_TRANSMISSION)]),
    Extension::of("KHR_materials_dispersion", &[(Host::Material, &DISPERSION)]),
    Extension::of("KHR_materials_emissive_strength", &[(Host::Material, &EMISSIVE_STRENGTH)]),
    Extension::of("KHR_materials_ior", &[(Host::Material, &IOR)]),
    Extension::of("KHR_materials_iridescence", &[(Host::Material, &IRIDESCENCE)]),
    Extension::of("KHR_materials_pbrSpecularGlossiness", &[(Host::Material, &SPECULAR_GLOSSINESS)]).standalone(),
    Extension::of("KHR_materials_sheen", &[(Host::Material, &SHEEN)]),
    Extension::of("KHR_materials_specular", &[(Host::Material, &SPECULAR)]),
    Extension::of("KHR_materials_transmission", &[(Host::Material, &TRANSMISSION)]),
    Extension::of("KHR_materials_unlit", &[(Host::Material, &NOTHING)]).standalone(),
    Extension::of("KHR_materials_variants", &[(Host::Root, &VARIANTS), (Host::Primitive, &VARIANT_MAPPINGS)]),
    Extension::of("KHR_materials_volume", &[(Host::Material, &VOLUME)]),
    Extension::of("KHR_mesh_quantization", &[]).required(),
    Extension::of("KHR_meshopt_compression", &[(Host::Buffer, &FALLBACK), (Host::BufferView, &MESHOPT)]),
    Extension::of("KHR_node_visibility", &[(Host::Node, &VISIBILITY)]),
    Extension::of("KHR_texture_basisu", &[(Host::Texture, &TEXTURE_SOURCE)]),
    Extension::of("KHR_texture_transform", &[(Host::TextureInfo, &TEXTURE_TRANSFORM)]),
    Extension::of(
        "KHR_xmp_json_ld",
        &[
            (Host::Root, &XMP_PACKETS),
            (Host::Animation, &XMP_PACKET),
            (Host::Image, &XMP_PACKET),
            (Host::Material, &XMP_PACKET),
            (Host::Mesh, &XMP_PACKET),
            (Host::Node, &XMP_PACKET),
            (Host::Scene, &XMP_PACKET),
        ],
    ),
    Extension::of("MOZ_lightmap", &[(Host::Material, &LIGHTMAP)]),
    Extension::of("YUNZHAN_light_probes", &[(Host::Scene, &LIGHT_PROBES)]),
];

const ANY: u64 = u64::MAX;
const COLOR: crate::validate::schema::Kind = Numbers(&[3], Range::UNIT);
const UNIT: crate::validate::schema::Kind = Number(Range::UNIT);

/// A texture of the plain kind.
const fn texture(name: &'static str) -> Property {
    may(name, Object(&TEXTURE_INFO))
}

static NOTHING: Shape = shape(Elsewhere, &[]);
static TEXTURE_SOURCE: Shape = shape(Elsewhere, &[may("source", Index)]);
static LIGHT_REFERENCE: Shape = shape(Elsewhere, &[must("light", Index)]);
static VISIBILITY: Shape = shape(Elsewhere, &[may("visible", Flag)]);

static IMAGE_LIGHTS: Shape = shape(Elsewhere, &[must("lights", Objects(&IMAGE_LIGHT))]);
static IMAGE_LIGHT: Shape = shape(
    Elsewhere,
    &[
        may("rotation", Numbers(&[4], Range::new(-1.0, 1.0))),
        may("intensity", Number(Range::NOT_NEGATIVE)),
        must("irradianceCoefficients", Any),
        must("specularImages", Any),
        must("specularImageSize", Uint(1, ANY)),
        may("name", Text),
    ],
);

static INSTANCING: Shape = shape(Elsewhere, &[must("attributes", Attributes)]);

static FALLBACK: Shape = shape(Elsewhere, &[may("fallback", Flag)]);
static MESHOPT: Shape = shape(
    Elsewhere,
    &[
        must("buffer", Index),
        may("byteOffset", Uint(0, ANY)),
        must("byteLength", Uint(1, ANY)),
        must("byteStride", Uint(1, 256)),
        must("count", Uint(1, ANY)),
        must("mode", Word(&["ATTRIBUTES", "TRIANGLES", "INDICES"], &[])),
        may("filter", Word(&["NONE", "OCTAHEDRAL", "QUATERNION", "EXPONENTIAL", "COLOR"], &[])),
    ],
);

static DRACO: Shape = shape(Elsewhere, &[must("bufferView", Index), must("attributes", Attributes)]);

static ANIMATION_POINTER: Shape = shape(Elsewhere, &[must("pointer", Pattern(is_pointer, "/…"))]);

/// RFC 6901 §3.
fn is_pointer(text: &str) -> bool {
    let is_escaped = |rest: &str| rest.starts_with('0') || rest.starts_with('1');
    (text.is_empty() || text.starts_with('/')) && text.split('~').skip(1).all(is_escaped)
}

static LIGHTS: Shape = shape(Elsewhere, &[must("lights", Objects(&LIGHT))]);
static LIGHT: Shape = shape(
    Elsewhere,
    &[
        may("color", COLOR),
        may("intensity", Number(Range::NOT_NEGATIVE)),
        must("type", Word(&["directional", "point", "spot"], &[])),
        must("spot", Object(&SPOT)).when(When::Is("type", "spot")),
        may("range", Number(Range::POSITIVE)),
        may("name", Text),
    ],
);
static SPOT: Shape = shape(
    Elsewhere,
    &[
        may("innerConeAngle", Number(Range::new(0.0, std::f64::consts::FRAC_PI_2).below_max())),
        may("outerConeAngle", Number(Range::new(0.0, std::f64::consts::FRAC_PI_2).above_min())),
    ],
);

static ANISOTROPY: Shape = shape(
    Elsewhere,
    &[may("anisotropyStrength", UNIT), may("anisotropyRotation", Number(Range::ALL)), texture("anisotropyTexture")],
);

static CLEARCOAT: Shape = shape(
    Elsewhere,
    &[
        may("clearcoatFactor", UNIT),
        texture("clearcoatTexture"),
        may("clearcoatRoughnessFactor", UNIT),
        texture("clearcoatRoughnessTexture"),
        may("clearcoatNormalTexture", Object(&NORMAL_TEXTURE)),
    ],
);

static DIFFUSE_TRANSMISSION: Shape = shape(
    Elsewhere,
    &[
        may("diffuseTransmissionFactor", UNIT),
        texture("diffuseTransmissionTexture"),
        may("diffuseTransmissionColorFactor", COLOR),
        texture("diffuseTransmissionColorTexture"),
    ],
);

static DISPERSION: Shape = shape(Elsewhere, &[may("dispersion", Number(Range::NOT_NEGATIVE))]);
static EMISSIVE_STRENGTH: Shape = shape(Elsewhere, &[may("emissiveStrength", Number(Range::NOT_NEGATIVE))]);
static IOR: Shape = shape(Elsewhere, &[may("ior", Number(Range::new(1.0, f64::INFINITY).or_zero()))]);

static IRIDESCENCE: Shape = shape(
    Elsewhere,
    &[
        may("iridescenceFactor", UNIT),
        texture("iridescenceTexture"),
        may("iridescenceIor", Number(Range::new(1.0, f64::INFINITY))),
        may("iridescenceThicknessMinimum", Number(Range::NOT_NEGATIVE)),
        may("iridescenceThicknessMaximum", Number(Range::NOT_NEGATIVE)),
        texture("iridescenceThicknessTexture"),
    ],
);

static SPECULAR_GLOSSINESS: Shape = shape(
    Elsewhere,
    &[
        may("diffuseFactor", Numbers(&[4], Range::UNIT)),
        texture("diffuseTexture"),
        may("specularFactor", COLOR),
        may("glossinessFactor", UNIT),
        texture("specularGlossinessTexture"),
    ],
);

static SHEEN: Shape = shape(
    Elsewhere,
    &[
        may("sheenColorFactor", COLOR),
        texture("sheenColorTexture"),
        may("sheenRoughnessFactor", UNIT),
        texture("sheenRoughnessTexture"),
    ],
);

static SPECULAR: Shape = shape(
    Elsewhere,
    &[
        may("specularFactor", UNIT),
        texture("specularTexture"),
        may("specularColorFactor", Numbers(&[3], Range::NOT_NEGATIVE)),
        texture("specularColorTexture"),
    ],
);

static TRANSMISSION: Shape = shape(Elsewhere, &[may("transmissionFactor", UNIT), texture("transmissionTexture")]);

static VOLUME: Shape = shape(
    Elsewhere,
    &[
        may("attenuationColor", COLOR),
        may("attenuationDistance", Number(Range::POSITIVE)),
        may("thicknessFactor", Number(Range::NOT_NEGATIVE)),
        texture("thicknessTexture"),
    ],
);

static LIGHTMAP: Shape = shape(
    Elsewhere,
    &[must("index", Index), may("texCoord", Uint(0, ANY)), may("intensity", Number(Range::NOT_NEGATIVE))],
);

static LIGHT_PROBES: Shape =
    shape(Elsewhere, &[must("faces", Object(&LIGHT_FACES)), must("rooms", Objects(&LIGHT_ROOM))]);
static LIGHT_FACES: Shape = shape(Elsewhere, &[must("index", Index)]);
static LIGHT_ROOM: Shape = shape(
    Elsewhere,
    &[
        must("min", Numbers(&[3], Range::ALL)),
        must("max", Numbers(&[3], Range::ALL)),
        must("position", Numbers(&[3], Range::ALL)),
        must("counts", Numbers(&[3], Range::new(1.0, 64.0))),
        must("irradiance", Index),
    ],
);

static VARIANTS: Shape = shape(Elsewhere, &[must("variants", Objects(&VARIANT))]);
static VARIANT: Shape = shape(Elsewhere, &[must("name", Text)]);
static VARIANT_MAPPINGS: Shape = shape(Elsewhere, &[must("mappings", Objects(&VARIANT_MAPPING))]);
static VARIANT_MAPPING: Shape =
    shape(Elsewhere, &[must("variants", Indices), must("material", Index), may("name", Text)]);

static TEXTURE_TRANSFORM: Shape = shape(
    Elsewhere,
    &[
        may("offset", Numbers(&[2], Range::ALL)),
        may("rotation", Number(Range::ALL)),
        may("scale", Numbers(&[2], Range::ALL)),
        may("texCoord", Uint(0, ANY)),
    ],
);

static XMP_PACKETS: Shape = shape(Elsewhere, &[must("packets", Any)]);
static XMP_PACKET: Shape = shape(Elsewhere, &[must("packet", Index)]);
