//! The light at a point, for what moves.

use glam::Vec3;

use super::light::{Quality, in_parallel};
use super::path::anywhere;
use super::sampler::{Sampler, mixed, seed_of};
use super::world::World;

/// Of each band: how irradiance divided by π follows from radiance (Ramamoorthi & Hanrahan, SIGGRAPH 2001).
pub(crate) const COSINE: [f32; 3] = [1.0, 2.0 / 3.0, 0.25];

/// The real spherical harmonics of bands 0 to 2 in a direction of unit length: 1, y, z, x, xy, yz, 3z² - 1, xz, x² - y², each with its factor.
pub fn harmonics(direction: Vec3) -> [f32; 9] {
    let Vec3 { x, y, z } = direction;
    [
        0.282_094_8,
        0.488_602_5 * y,
        0.488_602_5 * z,
        0.488_602_5 * x,
        1.092_548_4 * x * y,
        1.092_548_4 * y * z,
        0.315_391_57 * (3.0 * z * z - 1.0),
        1.092_548_4 * x * z,
        0.546_274_2 * (x * x - y * y),
    ]
}

/// Irradiance divided by π of a surface with this normal, from what [`irradiance_probe`] gives.
pub fn irradiance_from(probe: &[Vec3; 9], normal: Vec3) -> Vec3 {
    let sum: Vec3 = probe.iter().zip(harmonics(normal)).map(|(light, harmonic)| *light * harmonic).sum();
    sum.max(Vec3::ZERO)
}

/// The irradiance around a point divided by π, as coefficients of [`harmonics`]; lamps that are baked are part of it. `None` inside of something.
/// Sixteen times as many paths are followed as for a texel.
pub fn irradiance_probe(world: &World, position: Vec3, quality: &Quality) -> Option<[Vec3; 9]> {
    const PARTS: usize = 16;
    let mut parts = [([Vec3::ZERO; 9], 0_u32); PARTS];
    let paths = quality.paths.max(1);
    let seed = seed_of(position, Vec3::ZERO);
    let go_on = |_: f32| core::ops::ControlFlow::Continue(());
    in_parallel(quality.thread_count(), 1, &mut parts, &go_on, &|start, parts| {
        for ((sum, backs), part) in parts.iter_mut().zip(start as u32..) {
            for path in 0..paths {
                let mut sampler = Sampler::new(seed, part * paths + path);
                *backs += u32::from(add_path(world, position, &mut sampler, sum));
            }
        }
    });
    let count = (PARTS as u32 * paths) as f32;
    let backs: u32 = parts.iter().map(|(_, backs)| backs).sum();
    if backs as f32 > 0.25 * count {
        return None;
    }
    let mut probe = [Vec3::ZERO; 9];
    for (i, light) in probe.iter_mut().enumerate() {
        let band = if i == 0 {
            0
        } else if i < 4 {
            1
        } else {
            2
        };
        *light = parts.iter().map(|(sum, _)| sum[i]).sum::<Vec3>() * (COSINE[band] / count);
    }
    Some(probe)
}

/// Adds what a path and each lamp bring. Whether the path met a back at once.
fn add_path(world: &World, position: Vec3, sampler: &mut Sampler, sum: &mut [Vec3; 9]) -> bool {
    let mut add = |direction: Vec3, light: Vec3| {
        sum.iter_mut().zip(harmonics(direction)).for_each(|(sum, harmonic)| *sum += light * harmonic);
    };
    let (direction, steradians) = anywhere(sampler);
    let density = 1.0 / steradians;
    // Lamps are small, and seldom met by chance.
    world.looked_for(position, density, sampler, &mut add);
    let found = world.along(position, direction, Some(density), sampler);
    add(direction, (found.near + found.far) * steradians);
    for (lamp, pair) in world.lamps.iter().zip(0..).filter(|(lamp, _)| lamp.is_direct) {
        let arrival = lamp.arrival(position);
        if arrival.light.max_element() <= 0.0 {
            continue;
        }
        let on_lamp = sampler.pair(mixed(0x5a3c, pair) | 0x8000_0000);
        let passing = world.passing(&lamp.aim(position, on_lamp));
        add(arrival.direction, passing.unwrap_or(Vec3::ZERO) * arrival.light);
    }
    found.is_back
}
