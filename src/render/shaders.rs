//! Shaders, joined of whole files.

/// WGSL files of `shaders/`, one after the other, as `build.rs` has left them: in a release without names that only people read.
macro_rules! wgsl {
    ($($name:literal),+ $(,)?) => {
        &[$(include_str!(concat!(env!("OUT_DIR"), "/", $name, ".wgsl"))),+]
    };
}

/// Files that make one shader together.
pub(crate) type Wgsl = &'static [&'static str];

pub(crate) const MESH: Wgsl = wgsl!(
    "frame",
    "tone",
    "written",
    "vertex",
    "material",
    "brdf",
    "layers",
    "surroundings",
    "visibility",
    "light",
    "refraction",
    "mesh",
    "bounced",
    "baked"
);
pub(crate) const SHADOW: Wgsl = wgsl!("frame", "vertex", "material", "shadow");
pub(crate) const AMBIENT: Wgsl = wgsl!("frame", "ambient");
pub(crate) const OUTLINE: Wgsl = wgsl!("frame", "vertex", "outline");
pub(crate) const SKY_BLURRED: Wgsl = wgsl!("frame", "tone", "surroundings", "sky", "sky_blurred");
pub(crate) const SKY_SHARP: Wgsl = wgsl!("frame", "tone", "written", "sky", "sky_sharp");
pub(crate) const MARK: Wgsl = wgsl!("frame", "tone", "written", "mark");
pub(crate) const ENVIRONMENT: Wgsl = wgsl!("cube", "environment");
pub(crate) const PANORAMA: Wgsl = wgsl!("cube", "panorama");
pub(crate) const FACES: Wgsl = wgsl!("cube", "faces");
pub(crate) const PREFILTER: Wgsl = wgsl!("cube", "surroundings", "prefilter");
pub(crate) const BRDF_MAP: Wgsl = wgsl!("screen", "brdf", "brdf_map");
pub(crate) const MIP: Wgsl = wgsl!("screen", "mip");
pub(crate) const PROBE: Wgsl = wgsl!("screen", "probe");
pub(crate) const ROOMS: Wgsl = wgsl!("rooms");
pub(crate) const FOOTPRINT: Wgsl = wgsl!("frame", "vertex", "footprint");
pub(crate) const SOFTEN: Wgsl = wgsl!("screen", "soften");
pub(crate) const CONTACT: Wgsl = wgsl!("frame", "tone", "written", "contact");
pub(crate) const BLOOM: Wgsl = wgsl!("screen", "bloom");
pub(crate) const ADAPT: Wgsl = wgsl!("screen", "adapt");
pub(crate) const TONEMAP: Wgsl = wgsl!("screen", "tone", "highlight", "tonemap", "tonemap_picture");
pub(crate) const TONEMAP_SAMPLES: Wgsl = wgsl!("screen", "tone", "highlight", "tonemap", "tonemap_samples");
pub(crate) const HIGHLIGHT: Wgsl = wgsl!("screen", "tone", "highlight", "highlight_over");

/// Every shader, for the tests: name and the files that are joined.
#[doc(hidden)]
pub const ALL: &[(&str, Wgsl)] = &[
    ("mesh", MESH),
    ("shadow", SHADOW),
    ("ambient", AMBIENT),
    ("outline", OUTLINE),
    ("sky_blurred", SKY_BLURRED),
    ("sky_sharp", SKY_SHARP),
    ("adapt", ADAPT),
    ("mark", MARK),
    ("environment", ENVIRONMENT),
    ("panorama", PANORAMA),
    ("faces", FACES),
    ("prefilter", PREFILTER),
    ("brdf_map", BRDF_MAP),
    ("mip", MIP),
    ("probe", PROBE),
    ("rooms", ROOMS),
    ("footprint", FOOTPRINT),
    ("soften", SOFTEN),
    ("contact", CONTACT),
    ("bloom", BLOOM),
    ("tonemap", TONEMAP),
    ("tonemap_samples", TONEMAP_SAMPLES),
    ("highlight", HIGHLIGHT),
];

/// How a uniform lies in memory, for the tests.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// As in WGSL.
    pub name: &'static str,
    /// Bytes.
    pub size: usize,
    /// Names and offsets in bytes.
    pub fields: &'static [(&'static str, usize)],
}

/// Declares a uniform struct that has the same fields as the WGSL struct of the same name, with its [`Layout`].
macro_rules! uniform {
    ($(#[$meta:meta])* struct $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[repr(C)]
        #[derive(Clone, Copy, Debug, bytemuck::Pod, bytemuck::Zeroable)]
        pub(crate) struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $name {
            pub(crate) const LAYOUT: $crate::shaders::Layout = $crate::shaders::Layout {
                name: stringify!($name),
                size: size_of::<$name>(),
                fields: &[$((stringify!($field), core::mem::offset_of!($name, $field))),*],
            };
        }
    };
}
pub(crate) use uniform;

/// Every uniform, for the tests.
#[doc(hidden)]
pub const UNIFORMS: &[Layout] = &[
    crate::uniforms::Frame::LAYOUT,
    crate::uniforms::Light::LAYOUT,
    crate::uniforms::ShadowMap::LAYOUT,
    crate::uniforms::Room::LAYOUT,
    crate::uniforms::Object::LAYOUT,
    crate::material::Material::LAYOUT,
    crate::pass::ambient::Ambient::LAYOUT,
    crate::pass::prefilter::Filter::LAYOUT,
    crate::pass::adapt::Adapt::LAYOUT,
    crate::pass::mark::Mark::LAYOUT,
    crate::pass::contact::Contact::LAYOUT,
];
