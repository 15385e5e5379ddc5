//! Shaders, joined as whole files.

/// WGSL files of `shaders/`, one after the other.
macro_rules! wgsl {
    ($($name:literal),+ $(,)?) => {
        concat!($(include_str!(concat!("../../shaders/", $name, ".wgsl")), "\n"),+)
    };
}

pub(crate) const MESH: &str = wgsl!("frame", "vertex", "material", "brdf", "light", "mesh");
pub(crate) const SHADOW: &str = wgsl!("frame", "vertex", "material", "shadow");
pub(crate) const AMBIENT: &str = wgsl!("frame", "ambient");
pub(crate) const OUTLINE: &str = wgsl!("frame", "vertex", "outline");
pub(crate) const SKY: &str = wgsl!("frame", "sky");
pub(crate) const MARK: &str = wgsl!("frame", "mark");
pub(crate) const STUDIO: &str = wgsl!("screen", "cube", "studio");
pub(crate) const PREFILTER: &str = wgsl!("screen", "cube", "brdf", "prefilter");
pub(crate) const BRDF_MAP: &str = wgsl!("screen", "brdf", "brdf_map");
pub(crate) const MIP: &str = wgsl!("screen", "mip");
pub(crate) const PROBE: &str = wgsl!("screen", "probe");
pub(crate) const TONEMAP: &str = wgsl!("screen", "tonemap");

/// Every shader as it is joined, for the tests: name and WGSL.
#[doc(hidden)]
pub const ALL: &[(&str, &str)] = &[
    ("mesh", MESH),
    ("shadow", SHADOW),
    ("ambient", AMBIENT),
    ("outline", OUTLINE),
    ("sky", SKY),
    ("mark", MARK),
    ("studio", STUDIO),
    ("prefilter", PREFILTER),
    ("brdf_map", BRDF_MAP),
    ("mip", MIP),
    ("probe", PROBE),
    ("tonemap", TONEMAP),
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
    crate::uniforms::Object::LAYOUT,
    crate::material::Material::LAYOUT,
    crate::pass::ambient::Ambient::LAYOUT,
    crate::pass::prefilter::Filter::LAYOUT,
    crate::pass::tonemap::Tone::LAYOUT,
    crate::pass::mark::Mark::LAYOUT,
];
