//! The light of many texels.

use core::ops::ControlFlow;
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::Mutex;

use glam::Vec3;

use super::luminance;
use super::sampler::{Sampler, seed_of};
use super::tree::Line;
use super::world::World;
use crate::{Lit, Texel};

/// How much work is done for a texel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quality {
    /// Paths for a texel at most. Powers of two fill the hemisphere most evenly.
    pub paths: u32,
    /// Paths for a texel at least; [`crate::settle`] follows more only where they are needed.
    pub paths_min: u32,
    /// A texel is done when its standard error is less than this part of its light; 0 is never.
    pub tolerance: f32,
    /// A path whose far light is so many times brighter than the mean of its texel, times the root of the number of paths, is cut to that; infinite
    /// cuts nothing.
    pub brightest: f32,
    /// Threads; 0 is as many as the machine has.
    pub threads: usize,
}

impl Quality {
    /// To look at while working.
    pub const PREVIEW: Self = Self { paths: 64, paths_min: 64, tolerance: 0.02, brightest: 2.0, threads: 0 };
    /// To publish.
    pub const FINAL: Self = Self { paths: 256, paths_min: 64, tolerance: 0.01, brightest: 2.0, threads: 0 };

    pub(crate) fn thread_count(&self) -> usize {
        if self.threads > 0 { self.threads } else { std::thread::available_parallelism().map_or(1, usize::from) }
    }
}

/// Texels that a thread takes at once.
const CHUNK: usize = 64;
/// A texel of which so many rays meet backs lies inside of something.
const BACKS_MAX: f32 = 0.4;
/// A texel from which so many rays meet something at once lies under it, and shows nothing.
const COVERED: f32 = 0.9;
/// How near that is, in sides of the texel.
const AT_ONCE: f32 = 0.35;
/// Paths after which a texel is given up of which it is as good as sure that it lies inside of something, or under it.
const GIVEN_UP: u32 = 16;
/// Backs that are met by then, and whatever is met at once.
const SURE: (u32, u32) = (11, 16);

/// Light that falls on each texel, of all bounces. `watch` is told from time to time which part is done, by whichever thread; when it breaks,
/// there is no result.
pub fn light(
    world: &World,
    texels: &[Texel],
    quality: &Quality,
    watch: &(dyn Fn(f32) -> ControlFlow<()> + Sync),
) -> Option<Vec<Lit>> {
    let mut lit = vec![Lit::default(); texels.len()];
    let is_done = in_parallel(quality.thread_count(), CHUNK, &mut lit, watch, &|start, lit| {
        let mut far = Vec::with_capacity(quality.paths as usize);
        for (lit, texel) in lit.iter_mut().zip(&texels[start..]) {
            *lit = light_of(world, texel, quality, &mut far);
        }
    });
    is_done.then_some(lit)
}

/// Has threads fill a slice, chunk by chunk: `fill` is given where a chunk begins. False when `watch` broke.
pub(crate) fn in_parallel<T: Send>(
    threads: usize,
    chunk: usize,
    values: &mut [T],
    watch: &(dyn Fn(f32) -> ControlFlow<()> + Sync),
    fill: &(dyn Fn(usize, &mut [T]) + Sync),
) -> bool {
    let count = values.len();
    let chunks = Mutex::new(values.chunks_mut(chunk).enumerate());
    let (done, is_stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let work = || {
        while !is_stopped.load(Ordering::Relaxed) {
            // Nothing that panics holds it.
            let next = chunks.lock().ok().and_then(|mut chunks| chunks.next());
            let Some((i, values)) = next else { return };
            let length = values.len();
            fill(i * chunk, values);
            let done = done.fetch_add(length, Ordering::Relaxed) + length;
            if watch(done as f32 / count as f32).is_break() {
                is_stopped.store(true, Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.min(count.div_ceil(chunk)) {
            scope.spawn(work);
        }
        work();
    });
    !is_stopped.into_inner()
}

fn light_of(world: &World, texel: &Texel, quality: &Quality, far: &mut Vec<Vec3>) -> Lit {
    let position = beside(world, texel);
    let place = world.place(position, texel.normal, texel.face);
    let seed = seed_of(texel.position, texel.normal);
    far.clear();
    let (mut near, mut backs, mut covers) = (Vec3::ZERO, 0, 0);
    let mut nearness = 0.0;
    // Of the luminance of whole paths.
    let (mut sum, mut squares) = (0.0_f64, 0.0_f64);
    let mut noise = 0.0;
    for path in 0..quality.paths.max(1) {
        let mut sampler = Sampler::new(seed, path);
        let direct = world.direct(&place, &sampler, 0, true);
        let found = world.gathered(&place, &mut sampler);
        near += direct + found.near;
        far.push(found.far);
        backs += u32::from(found.is_back);
        covers += u32::from(found.is_back || found.distance < AT_ONCE * texel.size);
        nearness += 1.0 / found.distance.max(world.lift);
        let whole = f64::from(luminance(direct + found.near + found.far));
        sum += whole;
        squares += whole * whole;
        let count = path + 1;
        if count == GIVEN_UP && (backs >= SURE.0 || covers >= SURE.1) {
            break;
        }
        if count.is_power_of_two() || count == quality.paths {
            let (mean, n) = (sum / f64::from(count), f64::from(count));
            noise = ((squares / n - mean * mean).max(0.0) / n).sqrt();
            if count >= quality.paths_min && noise < f64::from(quality.tolerance) * mean {
                break;
            }
        }
    }
    let count = far.len() as f32;
    let light = near / count + cut_mean(far, near, quality.brightest);
    let is_open = (backs as f32) < BACKS_MAX * count && (covers as f32) < COVERED * count;
    let reach = count / nearness.max(1e-3);
    Lit { light, noise: noise as f32, reach, is_valid: is_open && light.is_finite() }
}

/// The mean of light from afar without sparks: what is much brighter than the texel is cut. The limit grows with the root of the number of paths,
/// so that with many of them nothing is lost.
fn cut_mean(far: &[Vec3], near: Vec3, brightest: f32) -> Vec3 {
    let count = far.len() as f32;
    let sum: Vec3 = far.iter().sum();
    let limit = luminance(sum + near) / count * brightest * count.sqrt();
    let cut = |light: &Vec3| {
        let bright = luminance(*light);
        if bright > limit { *light * (limit / bright) } else { *light }
    };
    far.iter().map(cut).sum::<Vec3>() / count
}

/// Where rays start: a texel whose middle lies within something that stands on its surface is lit as what is just beside that.
pub(crate) fn beside(world: &World, texel: &Texel) -> Vec3 {
    let (along, across) = texel.face.any_orthonormal_pair();
    let origin = texel.position + texel.face * (10.0 * world.lift);
    let mut nearest: Option<(f32, Vec3)> = None;
    for i in 0..8_u8 {
        let (sin, cos) = (f32::from(i) * core::f32::consts::FRAC_PI_4).sin_cos();
        let direction = along * cos + across * sin;
        let to = texel.size * if i % 2 == 0 { 0.5 } else { core::f32::consts::FRAC_1_SQRT_2 };
        let line = Line { to, ..Line::new(origin, direction) };
        if let Some(hit) = world.hit(&line)
            && hit.is_back
            && world.finish(hit.slot).kind != super::surface::Kind::Clear
            && nearest.is_none_or(|(distance, _)| hit.distance < distance)
        {
            nearest = Some((hit.distance, direction));
        }
    }
    nearest.map_or(texel.position, |(distance, direction)| texel.position + direction * (distance + 10.0 * world.lift))
}
