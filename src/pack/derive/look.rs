//! What is seen from a place: rays to all sides, each to the first thing that is not glass.

use std::f32::consts::{PI, TAU};
use std::num::NonZero;
use std::thread;

use glam::{Vec3, vec3};
use hall::walk::{Bvh, Sees, Triangle};

use super::places::{Place, direction};

/// Half of the angle that a visitor sees across, radians.
const HALF_VIEW: f32 = 0.8;
/// What a visitor has to turn around for counts so much less.
const BEHIND: f32 = 0.25;
/// So many triangles above each other, in the mean over the ground, would make rays and walks slow.
const CROWD_MAX: f64 = 3000.0;

/// How much of a piece is seen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sight {
    /// Of all directions, 0 to 1; less for what is not ahead.
    pub share: f32,
    /// To the nearest of it that is seen, metres.
    pub nearest: f32,
    /// To all of it, in the mean, metres.
    pub distance: f32,
}

/// Whether looking and walking among these triangles takes no longer than it may: they are not all in one place, each over the others.
pub fn is_clear(triangles: &[Triangle], margin: f32) -> bool {
    let mut ground = hall::Aabb::EMPTY;
    let mut covered = 0.0;
    for triangle in triangles {
        let bounds = hall::Aabb::around(triangle.corners);
        ground = ground.union(bounds);
        let size = (bounds.size() + margin).as_dvec3();
        covered += size.x * size.z;
    }
    let size = (ground.size() + margin).as_dvec3();
    ground.is_empty() || covered / (size.x * size.z) <= CROWD_MAX
}

/// Looks around from each of `places`, with so many rays, and says what is seen of each of `pieces`, whose numbers are the nodes of triangles.
pub fn look_around(bvh: &Bvh, places: &[(&Place, usize)], pieces: usize) -> Vec<Vec<Sight>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let share = places.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let look = |(place, rays): &(&Place, usize)| look(bvh, place, *rays, pieces);
        let shares: Vec<_> = places
            .chunks(share)
            .map(|share| (share.len(), scope.spawn(move || share.iter().map(look).collect::<Vec<_>>())))
            .collect();
        // Whoever panicked saw nothing.
        let nothing = |count| vec![vec![Sight::default(); pieces]; count];
        shares.into_iter().flat_map(|(count, share)| share.join().unwrap_or_else(|_| nothing(count))).collect()
    })
}

fn look(bvh: &Bvh, place: &Place, rays: usize, pieces: usize) -> Vec<Sight> {
    let mut seen = vec![Sight::default(); pieces];
    let (ahead, reach) = (direction(place), bvh.bounds().size().length() + 1.0);
    let cosine = HALF_VIEW.cos();
    for ray in 0..rays {
        let to = on_sphere(ray, rays);
        let Some(hit) = bvh.ray(place.eye, to, reach, Sees::Opaque) else { continue };
        let Some(sight) = hit.node.and_then(|piece| seen.get_mut(piece.index())) else { continue };
        let weight = if to.dot(ahead) >= cosine { 1.0 } else { BEHIND };
        sight.nearest = if sight.share == 0.0 { hit.distance } else { sight.nearest.min(hit.distance) };
        sight.distance += hit.distance * weight;
        sight.share += weight;
    }
    for sight in seen.iter_mut().filter(|sight| sight.share > 0.0) {
        sight.distance /= sight.share;
        sight.share /= rays as f32;
    }
    seen
}

/// Evenly over all directions (Swinbank and Purser, 2006: a Fibonacci lattice).
fn on_sphere(at: usize, count: usize) -> Vec3 {
    let golden = PI * (3.0 - 5.0_f32.sqrt());
    let y = 1.0 - (2 * at + 1) as f32 / count as f32;
    let (sin, cos) = (golden * at as f32 % TAU).sin_cos();
    let across = (1.0 - y * y).max(0.0).sqrt();
    vec3(cos * across, y, sin * across)
}
