//! Lights: those that shine from a point, and what shines from all around.

use glam::{Quat, UVec3, Vec3};

use crate::{Aabb, ImageId, TextureId};

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

/// The light in a room that was computed ahead (`YUNZHAN_light_probes`): what it looks like from within, and what bounces there.
#[derive(Clone, Debug, PartialEq)]
pub struct LightProbe {
    /// The box that the room is taken for, metres.
    pub bounds: Aabb,
    /// Where it was looked around from, metres.
    pub position: Vec3,
    /// A picture of squares of [`LightProbe::SIDE`] pixels, [`LightProbe::COLUMNS`] in a row. Radiance is colour × alpha² × [`LightProbe::RANGE`].
    pub picture: TextureId,
    /// Which of the squares are the faces of a cube around `position`: this one and five more, +X, -X, +Y, -Y, +Z, -Z. Each lies as in a cube map.
    pub first_face: u32,
    /// Places along x, y and z, each in the middle of as large a part of the box.
    pub counts: UVec3,
    /// For each place along y and z a row of `counts.x` for red, as many for green, then for blue. Irradiance divided by π of a surface with the
    /// normal n is dot (xyz, n) + w. Floats of 16 bits; empty for a scene that is still on its way. Light that comes from lamps at once is not in it.
    pub bounced: Vec<[u16; 4]>,
}

impl LightProbe {
    /// Of a face, pixels.
    pub const SIDE: u32 = 128;
    /// Faces in a row of a picture.
    pub const COLUMNS: u32 = 8;
    /// Radiance of what is white with an alpha of 1.
    pub const RANGE: f32 = 40.0;
    /// Rooms of a scene at most.
    pub const ROOMS_MAX: usize = 8;
    /// Places along an axis at most.
    pub const PLACES_MAX: u32 = 64;
    /// Rows of a scene at most: as many as every device has in a picture.
    pub const ROWS_MAX: u32 = 2048;

    /// Rows of places.
    pub fn rows(&self) -> u32 {
        self.counts.y * self.counts.z
    }

    /// Width and height of a picture of so many faces, pixels.
    pub fn picture_size(faces: u32) -> [u32; 2] {
        [faces.min(Self::COLUMNS) * Self::SIDE, faces.div_ceil(Self::COLUMNS) * Self::SIDE]
    }
}
