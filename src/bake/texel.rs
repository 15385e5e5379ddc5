//! Places whose light is asked for, and the answer.

use glam::Vec3;

/// A place on a surface, as large as a texel of its light map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Texel {
    /// World space, metres.
    pub position: Vec3,
    /// As shaded; of unit length.
    pub normal: Vec3,
    /// Of the triangle; of unit length.
    pub face: Vec3,
    /// Side of the texel on the surface, metres.
    pub size: f32,
}

/// The light that arrives at a texel.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Lit {
    /// Irradiance divided by π.
    pub light: Vec3,
    /// Standard error of the luminance of `light`: how far off it may be.
    pub noise: f32,
    /// How far things are, metres: the harmonic mean over all directions. Light from afar changes little within a part of it (Ward & Heckbert,
    /// EGWR 1992).
    pub reach: f32,
    /// False where the texel lies inside of something: nobody sees it, and its light is to come from its neighbours.
    pub is_valid: bool,
}
