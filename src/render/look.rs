//! What decides which pipeline draws something.

use hall::Topology;

/// How a surface mixes with what is behind it; the numbers are `ALPHA_MODE` in `shaders/mesh.wgsl`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Opaque,
    Masked,
    Blended,
    /// What glass lets through: multiplies what is behind.
    GlassFilter,
    /// What glass reflects and scatters: is added.
    GlassLight,
}

impl Mode {
    pub(crate) fn is_opaque(self) -> bool {
        matches!(self, Self::Opaque | Self::Masked)
    }
}

/// Which faces are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cull {
    None,
    Back,
    Front,
}

/// What decides which pipeline draws something, in one byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Look(u8);

impl Look {
    /// As many as there can be.
    pub(crate) const COUNT: usize = 256;

    pub(crate) fn new(mode: Mode, cull: Cull, topology: Topology, is_skinned: bool) -> Self {
        Self(mode as u8 | (cull as u8) << 3 | (topology as u8) << 5 | u8::from(is_skinned) << 7)
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    pub(crate) fn mode(self) -> Mode {
        match self.0 & 7 {
            0 => Mode::Opaque,
            1 => Mode::Masked,
            2 => Mode::Blended,
            3 => Mode::GlassFilter,
            _ => Mode::GlassLight,
        }
    }

    pub(crate) fn cull(self) -> Cull {
        match self.0 >> 3 & 3 {
            0 => Cull::None,
            1 => Cull::Back,
            _ => Cull::Front,
        }
    }

    pub(crate) fn topology(self) -> Topology {
        match self.0 >> 5 & 3 {
            0 => Topology::Points,
            1 => Topology::Lines,
            _ => Topology::Triangles,
        }
    }

    pub(crate) fn is_skinned(self) -> bool {
        self.0 >> 7 == 1
    }

    /// The same of an object seen in a mirror: its front faces wind the other way.
    pub(crate) fn mirrored(self) -> Self {
        let cull = match self.cull() {
            Cull::None => Cull::None,
            Cull::Back => Cull::Front,
            Cull::Front => Cull::Back,
        };
        Self::new(self.mode(), cull, self.topology(), self.is_skinned())
    }

    pub(crate) fn primitive_state(self) -> wgpu::PrimitiveState {
        wgpu::PrimitiveState {
            topology: match self.topology() {
                Topology::Points => wgpu::PrimitiveTopology::PointList,
                Topology::Lines => wgpu::PrimitiveTopology::LineList,
                Topology::Triangles => wgpu::PrimitiveTopology::TriangleList,
            },
            cull_mode: match self.cull() {
                Cull::None => None,
                Cull::Back => Some(wgpu::Face::Back),
                Cull::Front => Some(wgpu::Face::Front),
            },
            ..Default::default()
        }
    }
}
