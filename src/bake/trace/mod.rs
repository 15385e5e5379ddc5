//! Paths of light through a scene.

mod around;
mod direct;
mod emitters;
mod environment;
mod lamps;
mod light;
mod path;
mod picture;
mod pictures;
mod probe;
mod sampler;
mod sky;
mod surface;
mod tree;
mod world;

pub use around::{around, face_direction};
pub use direct::{direct, direct_probe};
pub(crate) use light::in_parallel;
pub use light::{Quality, light};
pub use picture::{Camera, picture};
pub use pictures::Picture;
pub use probe::{harmonics, irradiance_from, irradiance_probe};
pub use sky::Sky;
pub use world::{Seen, World};

use glam::Vec3;

/// How bright a colour is to the eye (linear sRGB).
pub(crate) fn luminance(color: Vec3) -> f32 {
    color.dot(Vec3::new(0.2126, 0.7152, 0.0722))
}
