//! What decides which pipeline draws something.

use hall::{AlphaMode, Map, Topology};

use crate::material::OWN_IMAGES;

/// How a surface mixes with what is behind it; the numbers are `ALPHA_MODE` in `shaders/mesh.wgsl`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Mode {
    #[default]
    Opaque,
    Masked,
    Blended,
    /// What thin glass lets through: multiplies what is behind.
    GlassFilter,
    /// What thin glass reflects and scatters: is added.
    GlassLight,
    /// Glass that bends, blurs or colours: looks up a picture of what is behind.
    Refracted,
}

impl Mode {
    pub(crate) fn is_opaque(self) -> bool {
        matches!(self, Self::Opaque | Self::Masked)
    }

    pub(crate) fn writes_depth(self) -> bool {
        matches!(self, Self::Opaque | Self::Masked | Self::Refracted)
    }
}

/// Which faces are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Cull {
    None,
    #[default]
    Back,
    Front,
}

/// What decides which pipeline draws something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Look {
    pub mode: Mode,
    pub cull: Cull,
    pub extras: Extras,
    pub images: Pictured,
    pub topology: Topology,
    /// By joints or morph targets.
    pub is_bent: bool,
    /// Without normals of its own, and bent.
    pub is_faceted: bool,
    /// Of several materials without images: each vertex says which of those bound it has.
    pub is_mixed: bool,
    /// Shown as it is.
    pub is_unlit: bool,
    /// Without layers.
    pub plain: Option<Plain>,
}

/// What costs no more than its colours and what it mirrors: where all its light was computed ahead, the base tier has pipelines of its own for it
/// (`shaders/baked.wgsl`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Plain {
    /// Nothing can be made out in what it mirrors: it is rough, and no metal. Without a light map and images, it is smaller things, and all but mirrors.
    pub is_matte: bool,
    /// Has an image of its colours.
    pub has_colors: bool,
}

impl Plain {
    /// From this roughness on.
    const MATTE: f32 = 0.4;
    /// What is smoother is a mirror: of metals, and of all else.
    const MIRROR: [f32; 2] = [0.3, 0.2];

    fn of(m: &hall::Material) -> Option<Self> {
        let textures = m.textures();
        let has = |map: Map| textures[map as usize].is_some();
        let is_plain = Map::ALL.into_iter().all(|map| match map {
            Map::BaseColor | Map::MetallicRoughness | Map::Normal | Map::Lightmap => true,
            _ => !has(map),
        });
        let is_opaque = !matches!(m.alpha_mode, AlphaMode::Blend) && m.transmission <= 0.0;
        if m.unlit || !is_plain || !is_opaque || Extras::of(m).0 & !Extras::LIGHTMAP != 0 {
            return None;
        }
        let is_even = Map::ALL.into_iter().all(|map| !has(map));
        let is_matte = if is_even {
            m.roughness >= Self::MIRROR[usize::from(m.metallic < 0.5)]
        } else {
            m.roughness >= Self::MATTE && m.metallic < 0.1 && !has(Map::MetallicRoughness)
        };
        (is_matte || !has(Map::Normal)).then(|| Self { is_matte, has_colors: has(Map::BaseColor) })
    }
}

/// How many images a surface has: what it hasn't is not looked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Pictured {
    #[default]
    Not,
    /// With those that any material may have.
    Plainly,
    /// With those of its layers, too.
    Further,
}

impl Pictured {
    fn of(m: &hall::Material) -> Self {
        let textures = m.textures();
        let (own, further) = textures.split_at(OWN_IMAGES);
        match (own.iter().any(Option::is_some), further.iter().any(Option::is_some)) {
            (_, true) => Self::Further,
            (true, false) => Self::Plainly,
            (false, false) => Self::Not,
        }
    }
}

/// What a scene has at all, as bits: `SCENERY` in `shaders/light.wgsl`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scenery(u8);

impl Scenery {
    /// In order: a sun, lamps, a mirror, an ambient map, several rooms, several maps of the sun, light of rooms that was computed ahead,
    /// lights that are in no light map.
    pub(crate) fn new(has: [bool; 8]) -> Self {
        Self(has.iter().rev().fold(0, |bits, has| bits << 1 | u8::from(*has)))
    }

    pub(crate) fn bits(self) -> u8 {
        self.0
    }

    /// Whether all light on what looks so was computed ahead.
    pub(crate) fn bakes(self, look: Look) -> bool {
        const HAS_LIGHTS: u8 = 1 | 2;
        const HAS_LIVE: u8 = 128;
        let is_lit = if look.extras.0 & Extras::LIGHTMAP != 0 {
            self.0 & HAS_LIVE == 0
        } else {
            self.probes(look) && self.0 & HAS_LIGHTS == 0
        };
        is_lit && look.plain.is_some() && !look.is_bent && !look.is_faceted && look.topology == Topology::Triangles
    }

    /// Whether what looks so looks up the light that bounced by place: where that is known, all that is lit and has no light map.
    pub(crate) fn probes(self, look: Look) -> bool {
        const HAS_PROBES: u8 = 64;
        self.0 & HAS_PROBES != 0 && !look.is_unlit && look.extras.0 & Extras::LIGHTMAP == 0
    }
}

/// Layers of a surface that cost, as bits: `EXTRAS` in `shaders/layers.wgsl`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Extras(pub u8);

impl Extras {
    const LIGHTMAP: u8 = 32;

    pub(crate) fn of(m: &hall::Material) -> Self {
        let has = [
            m.clearcoat.factor > 0.0,
            m.sheen.color.max_element() > 0.0,
            m.iridescence.factor > 0.0,
            m.anisotropy.strength > 0.0,
            m.diffuse_transmission.factor > 0.0,
            m.lightmap.texture.is_some(),
        ];
        let bits = has.iter().enumerate().fold(0, |bits, (i, has)| bits | u8::from(*has) << i);
        Self(if m.unlit { 0 } else { bits })
    }
}

impl Look {
    pub(crate) fn new(mode: Mode, cull: Cull, topology: Topology, is_bent: bool) -> Self {
        Self { mode, cull, topology, is_bent, ..Self::default() }
    }

    /// How many [`Look::bits`] there are.
    pub(crate) const BITS: u32 = 16;

    /// What a shader needs to know, as bits: `LOOK` in `shaders/material.wgsl`, without those of the scenery.
    pub(crate) fn bits(self) -> u32 {
        let flags = [
            self.is_mixed,
            self.images == Pictured::Not,
            self.images != Pictured::Further,
            self.is_faceted,
            self.is_unlit || self.topology != Topology::Triangles,
        ];
        let flags = flags.iter().rev().fold(0, |bits, flag| bits << 1 | u32::from(*flag));
        let plain = self.plain.map_or(0, |p| u32::from(p.is_matte) | u32::from(p.has_colors) << 1);
        flags | (self.mode as u32) << 5 | u32::from(self.extras.0) << 8 | plain << 14
    }

    /// The same of an object seen in a mirror: its front faces wind the other way.
    pub(crate) fn mirrored(self) -> Self {
        let cull = match self.cull {
            Cull::None => Cull::None,
            Cull::Back => Cull::Front,
            Cull::Front => Cull::Back,
        };
        Self { cull, ..self }
    }

    pub(crate) fn primitive_state(self) -> wgpu::PrimitiveState {
        wgpu::PrimitiveState {
            topology: match self.topology {
                Topology::Points => wgpu::PrimitiveTopology::PointList,
                Topology::Lines => wgpu::PrimitiveTopology::LineList,
                Topology::Triangles => wgpu::PrimitiveTopology::TriangleList,
            },
            cull_mode: match self.cull {
                Cull::None => None,
                Cull::Back => Some(wgpu::Face::Back),
                Cull::Front => Some(wgpu::Face::Front),
            },
            ..Default::default()
        }
    }
}

impl Look {
    /// How a primitive is drawn.
    pub(crate) fn of(material: Option<&hall::Material>, topology: Topology, is_bent: bool) -> Self {
        let default = hall::Material::default();
        let m = material.unwrap_or(&default);
        let mode = match m.alpha_mode {
            _ if m.unlit || m.transmission <= 0.0 => match m.alpha_mode {
                AlphaMode::Opaque => Mode::Opaque,
                AlphaMode::Mask { .. } => Mode::Masked,
                AlphaMode::Blend => Mode::Blended,
            },
            _ if is_thin_and_clear(m) => Mode::GlassLight,
            _ => Mode::Refracted,
        };
        let cull = if m.double_sided || topology != Topology::Triangles { Cull::None } else { Cull::Back };
        let (extras, images, is_unlit, plain) = (Extras::of(m), Pictured::of(m), m.unlit, Plain::of(m));
        Self { extras, images, is_unlit, plain, ..Self::new(mode, cull, topology, is_bent) }
    }

    /// The same of something static, which is drawn together with what has no images either.
    pub(crate) fn mixed(self) -> Self {
        let Self { mode, images, topology, .. } = self;
        let is_plain = mode == Mode::Opaque && images == Pictured::Not && topology == Topology::Triangles;
        Self { is_mixed: is_plain && !self.is_unlit, ..self }
    }

    /// The same where nobody computed light ahead: what is rough may be drawn with what is not.
    pub(crate) fn unprobed(mut self) -> Self {
        let has_light = self.extras.0 & Extras::LIGHTMAP != 0;
        self.plain = self.plain.map(|plain| Plain { is_matte: plain.is_matte && has_light, ..plain });
        self
    }

    /// The draws that make this look, in order: far side before near side, what glass takes before what it adds.
    pub(crate) fn in_order(self) -> impl Iterator<Item = Self> {
        let sides: &[Cull] = match (self.mode.is_opaque(), self.cull) {
            (false, Cull::None) if self.topology == Topology::Triangles => &[Cull::Front, Cull::Back],
            (_, Cull::None) => &[Cull::None],
            (_, Cull::Front) => &[Cull::Front],
            (_, Cull::Back) => &[Cull::Back],
        };
        let modes: &[Mode] = match self.mode {
            Mode::GlassLight => &[Mode::GlassFilter, Mode::GlassLight],
            Mode::Opaque => &[Mode::Opaque],
            Mode::Masked => &[Mode::Masked],
            Mode::Blended => &[Mode::Blended],
            Mode::GlassFilter => &[Mode::GlassFilter],
            Mode::Refracted => &[Mode::Refracted],
        };
        sides.iter().flat_map(move |&cull| modes.iter().map(move |&mode| Self { mode, cull, ..self }))
    }
}

/// Panes: what is behind them is only tinted, in whatever order they stand behind each other.
fn is_thin_and_clear(m: &hall::Material) -> bool {
    let is_thin = m.volume.thickness <= 0.0 && m.volume.dispersion <= 0.0;
    is_thin && (m.roughness < 0.06 || m.ior <= 1.0)
}
