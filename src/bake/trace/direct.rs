//! Light that comes straight from lamps, for devices that are to compute none.

use core::f32::consts::FRAC_1_PI;
use core::ops::ControlFlow;

use glam::{Vec2, Vec3};

use super::light::{beside, in_parallel};
use super::probe::{COSINE, harmonics};
use super::sampler::{Sampler, seed_of};
use super::tree::Line;
use super::world::World;
use crate::Texel;

/// Points of a texel, or around a place, that are asked.
const POINTS: u32 = 16;

/// What lamps that are baked bring straight to each texel, as irradiance divided by π: the mean over the texel, so that edges of shadows are as smooth
/// as it allows. Nothing when `watch` breaks.
pub fn direct(
    world: &World,
    texels: &[Texel],
    threads: usize,
    watch: &(dyn Fn(f32) -> ControlFlow<()> + Sync),
) -> Option<Vec<Vec3>> {
    let mut lights = vec![Vec3::ZERO; texels.len()];
    let is_done = in_parallel(threads, 256, &mut lights, watch, &|start, lights| {
        for (light, texel) in lights.iter_mut().zip(&texels[start..]) {
            *light = direct_of(world, texel);
        }
    });
    is_done.then_some(lights)
}

fn direct_of(world: &World, texel: &Texel) -> Vec3 {
    let position = beside(world, texel);
    let middle = world.place(position, texel.normal, texel.face).origin;
    let (along, across) = texel.face.any_orthonormal_pair();
    let seed = seed_of(texel.position, texel.normal);
    let mut sum = Vec3::ZERO;
    for point in 0..POINTS {
        let sampler = Sampler::new(seed, point);
        let off = (sampler.pair(0) - Vec2::splat(0.5)) * texel.size;
        let origin = open_end(world, middle, along * off.x + across * off.y);
        for lamp in world.lamps.iter().filter(|lamp| lamp.is_direct) {
            let arrival = lamp.arrival(origin);
            let cosine = texel.normal.dot(arrival.direction).max(0.0) * FRAC_1_PI;
            if cosine * arrival.light.max_element() <= 0.0 || texel.face.dot(arrival.direction) <= 0.0 {
                continue;
            }
            let passing = world.passing(&lamp.aim(origin, sampler.pair(1))).unwrap_or(Vec3::ZERO);
            sum += passing * arrival.light * cosine;
        }
    }
    sum / POINTS as f32
}

/// The same at a point, for surfaces of any normal, as the first four of the coefficients that [`super::irradiance_probe`] gives: the mean over a box
/// around the point, as far as that is in one room with it. `half` is half of the box, metres.
pub fn direct_probe(world: &World, position: Vec3, half: Vec3) -> [Vec3; 4] {
    let mut probe = [Vec3::ZERO; 4];
    let seed = seed_of(position, Vec3::ZERO);
    for point in 0..POINTS {
        let sampler = Sampler::new(seed, point);
        let (across, up) = (sampler.pair(0), sampler.pair(1).x);
        let off = (Vec3::new(across.x, up, across.y) * 2.0 - 1.0) * half;
        let origin = open_end(world, position, off);
        for lamp in world.lamps.iter().filter(|lamp| lamp.is_direct) {
            let arrival = lamp.arrival(origin);
            if arrival.light.max_element() <= 0.0 {
                continue;
            }
            let passing = world.passing(&lamp.aim(origin, sampler.pair(2))).unwrap_or(Vec3::ZERO);
            let harmonics = harmonics(arrival.direction);
            for (at, light) in probe.iter_mut().enumerate() {
                *light += passing * arrival.light * (harmonics[at] * COSINE[usize::from(at > 0)] / POINTS as f32);
            }
        }
    }
    probe
}

/// A little way off, unless something is between.
fn open_end(world: &World, from: Vec3, off: Vec3) -> Vec3 {
    let distance = off.length();
    if distance <= world.lift {
        return from;
    }
    let line = Line { to: distance, ..Line::new(from, off / distance) };
    if world.hit(&line).is_some() { from } else { from + off }
}
