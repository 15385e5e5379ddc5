//! Light from beyond the scene.

use core::f32::consts::{PI, TAU};

use glam::{Vec2, Vec3};
use hall::Panorama;
use hall::manifest::EnvironmentPreset;

use super::{environment, luminance};

/// Light from beyond the scene, as radiance in the renderer's unit.
#[derive(Clone, Debug)]
pub enum Sky {
    /// The same from everywhere; black is none.
    Even(Vec3),
    /// From above, from the horizon and from below, mixed by the height of the direction.
    Gradient {
        /// Straight up.
        zenith: Vec3,
        /// Level.
        horizon: Vec3,
        /// Straight down.
        nadir: Vec3,
    },
    /// An environment that comes with the renderer.
    Environment {
        /// Which one.
        preset: EnvironmentPreset,
        /// Factor on its light.
        intensity: f32,
        /// About +Y, radians, as the renderer turns it.
        rotation: f32,
    },
    /// A panorama, placed as the renderer places it.
    Panorama {
        /// Its pixels.
        panorama: Panorama,
        /// Factor on its light.
        intensity: f32,
        /// About +Y, radians, as the renderer turns it.
        rotation: f32,
    },
}

/// More than half floats hold is no light any more (`shaders/panorama.wgsl`).
const BRIGHTEST: f32 = 60_000.0;

impl Sky {
    /// Radiance from a direction of unit length, world space.
    pub fn radiance(&self, direction: Vec3) -> Vec3 {
        match self {
            Self::Even(light) => *light,
            Self::Gradient { zenith, horizon, nadir } => {
                horizon.lerp(if direction.y < 0.0 { *nadir } else { *zenith }, direction.y.abs())
            }
            Self::Environment { preset, intensity, rotation } => {
                environment::radiance(*preset, turned(direction, *rotation)) * *intensity
            }
            Self::Panorama { panorama, intensity, rotation } => {
                seen(panorama, turned(direction, *rotation)).min(Vec3::splat(BRIGHTEST)) * *intensity
            }
        }
    }
}

/// As `turned` in `shaders/light.wgsl`.
fn turned(d: Vec3, rotation: f32) -> Vec3 {
    let (sin, cos) = rotation.sin_cos();
    Vec3::new(cos * d.x - sin * d.z, d.y, sin * d.x + cos * d.z)
}

/// As `light_from` in `shaders/panorama.wgsl`.
fn seen(panorama: &Panorama, d: Vec3) -> Vec3 {
    let (width, height) = (panorama.width as usize, panorama.height as usize);
    let uv = Vec2::new(d.z.atan2(d.x) / TAU + 0.5, d.y.clamp(-1.0, 1.0).acos() / PI);
    let at = uv * Vec2::new(width as f32, height as f32) - 0.5;
    let part = at - at.floor();
    let texel = |dx: i64, dy: i64| {
        let x = (at.x.floor() as i64 + dx).rem_euclid(width as i64) as usize;
        let y = (at.y.floor() as i64 + dy).clamp(0, height as i64 - 1) as usize;
        let [r, g, b, e] = panorama.rgbe.as_chunks().0.get(y * width + x).copied().unwrap_or_default();
        Vec3::new(f32::from(r), f32::from(g), f32::from(b)) / 255.0 * (f32::from(e) - 128.0).exp2()
    };
    let above = texel(0, 0).lerp(texel(1, 0), part.x);
    above.lerp(texel(0, 1).lerp(texel(1, 1), part.x), part.y)
}

/// Cells across and down of the table that directions are drawn from.
const ACROSS: usize = 128;
const DOWN: usize = 64;
/// Looks into each cell along a side.
const LOOKS: usize = 4;

/// A sky, and how often to look where: more often where it is brighter. Cells are of one size on the sphere.
pub(crate) struct SkyTable {
    pub sky: Sky,
    /// Sum of the luminance of all cells up to each.
    sums: Vec<f32>,
}

impl SkyTable {
    pub(crate) fn new(sky: Sky) -> Self {
        let mut sum = 0.0;
        let mut sums = Vec::with_capacity(ACROSS * DOWN);
        for cell in 0..ACROSS * DOWN {
            let looks = (0..LOOKS * LOOKS).map(|look| {
                let at = Vec2::new((look % LOOKS) as f32 + 0.5, (look / LOOKS) as f32 + 0.5) / LOOKS as f32;
                luminance(sky.radiance(direction_in(cell, at)))
            });
            sum += looks.sum::<f32>() / (LOOKS * LOOKS) as f32;
            sums.push(sum);
        }
        // A tenth goes evenly everywhere: what all looks have missed is found all the same.
        let even = 0.1 * sum / sums.len() as f32;
        for (i, sum) in sums.iter_mut().enumerate() {
            *sum += even * (i + 1) as f32;
        }
        Self { sky, sums }
    }

    pub(crate) fn is_dark(&self) -> bool {
        self.total() <= 0.0
    }

    fn total(&self) -> f32 {
        self.sums.last().copied().unwrap_or(0.0)
    }

    /// A direction, and how densely such directions are drawn, per steradian.
    pub(crate) fn sample(&self, at: Vec2) -> (Vec3, f32) {
        let aim = at.x * self.total();
        let cell = self.sums.partition_point(|sum| *sum <= aim).min(self.sums.len() - 1);
        let before = if cell == 0 { 0.0 } else { self.sums[cell - 1] };
        let x = ((aim - before) / (self.sums[cell] - before)).clamp(0.0, 1.0);
        (direction_in(cell, Vec2::new(x, at.y)), self.density_of(cell))
    }

    /// How densely a direction is drawn, per steradian.
    pub(crate) fn density(&self, direction: Vec3) -> f32 {
        let across = ((direction.z.atan2(direction.x) / TAU + 0.5) * ACROSS as f32) as usize;
        let down = ((0.5 - 0.5 * direction.y) * DOWN as f32) as usize;
        self.density_of(down.min(DOWN - 1) * ACROSS + across.min(ACROSS - 1))
    }

    fn density_of(&self, cell: usize) -> f32 {
        let before = if cell == 0 { 0.0 } else { self.sums[cell - 1] };
        (self.sums[cell] - before) / self.total() * (ACROSS * DOWN) as f32 / (4.0 * PI)
    }
}

/// `at` is from 0 to 1 across and down the cell.
fn direction_in(cell: usize, at: Vec2) -> Vec3 {
    let across = ((cell % ACROSS) as f32 + at.x) / ACROSS as f32;
    let y = 1.0 - 2.0 * ((cell / ACROSS) as f32 + at.y) / DOWN as f32;
    let (sin, cos) = ((across - 0.5) * TAU).sin_cos();
    let radius = (1.0 - y * y).max(0.0).sqrt();
    Vec3::new(cos * radius, y, sin * radius)
}
