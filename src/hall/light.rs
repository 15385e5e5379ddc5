//! Lights: those that shine from a point, and what shines from all around.

use glam::{Quat, Vec3};

use crate::ImageId;

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
    /// Whether light maps hold its light already, so that it shines only on what has none.
    pub is_baked: bool,
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

/// Light from all around (`EXT_lights_image_based`).
#[derive(Clone, Debug, PartialEq)]
pub struct ImageLight {
    /// Factor on all of it.
    pub intensity: f32,
    /// World space from that of the light.
    pub rotation: Quat,
    /// Irradiance as spherical harmonics, bands 0 to 2.
    pub irradiance: [Vec3; 9],
    /// Radiance, each level half as large and rougher than the one before; +X, -X, +Y, -Y, +Z, -Z.
    /// A PNG with alpha is RGBD: its colour is to be divided by its alpha.
    pub specular_images: Vec<[ImageId; 6]>,
    /// Side of the first level, pixels.
    pub image_size: u32,
}
