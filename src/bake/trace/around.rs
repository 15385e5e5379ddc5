//! What a place looks like to all sides: the faces of a cube map, of which everything that mirrors is made.

use core::ops::ControlFlow;

use glam::{Vec2, Vec3};

use super::light::{Quality, in_parallel, light};
use super::tree::Line;
use super::world::World;
use crate::denoise::{Guide, denoise};
use crate::texel::{Lit, Texel};

/// Points of a texel along each side.
const FINER: u32 = 2;
/// So many panes are looked through.
const PANES_MAX: u32 = 24;
/// Paths for a texel at most: what is mirrored is blurred, and smoothed before that.
const PATHS_MAX: u32 = 64;

/// Radiance around a point, cut at `brightest`: six squares of `side` texels, +X, -X, +Y, -Y, +Z, -Z, each as it lies in a cube map. Backs of what has
/// only a front are not drawn, and panes are looked through without their gloss, as the renderer would. Nothing when `watch` breaks.
///
/// What is seen is lit as a texel of a light map is, and its light smoothed before it is coloured; so pictures on walls stay sharp.
pub fn around(
    world: &World,
    position: Vec3,
    (side, brightest): (u32, f32),
    quality: &Quality,
    watch: &(dyn Fn(f32) -> ControlFlow<()> + Sync),
) -> Option<Vec<Vec3>> {
    let fine = side * FINER;
    let mut sights = vec![Sight::default(); 6 * (fine * fine) as usize];
    in_parallel(quality.thread_count(), 64, &mut sights, &|_| ControlFlow::Continue(()), &|start, sights| {
        for (sight, at) in sights.iter_mut().zip(start as u32..) {
            let (column, row) = (at % fine, at / fine % fine);
            let on_face = (Vec2::new(column as f32, row as f32) + 0.5) / fine as f32 * 2.0 - 1.0;
            // A pixel of a face fills this angle in its middle.
            *sight = Sight::new(world, position, face_direction(at / (fine * fine), on_face), 2.0 / fine as f32);
        }
    });
    let texels: Vec<Texel> = sights.iter().filter_map(|sight| sight.texel).collect();
    let paths = quality.paths.min(PATHS_MAX).div_ceil(FINER * FINER);
    let quality = Quality { paths, paths_min: paths, ..*quality };
    let lit = light(world, &texels, &quality, watch)?;
    let lights = smoothed(&sights, lit, fine as usize);
    let bright = |at: usize| {
        let sight = &sights[at];
        (sight.emitted + sight.color * lights[at]).min(Vec3::splat(brightest))
    };
    let mean = |at: u32| {
        let (column, row) = (at % side * FINER, at / side * FINER);
        let corner = (row * fine + column) as usize;
        let points = (0..FINER * FINER).map(|i| corner + (i / FINER * fine + i % FINER) as usize);
        points.map(bright).sum::<Vec3>() / (FINER * FINER) as f32
    };
    Some((0..6 * side * side).map(mean).collect())
}

/// Where a point of a face looks, of unit length; `at` is from -1 to 1, from its upper left corner.
pub fn face_direction(face: u32, at: Vec2) -> Vec3 {
    let Vec2 { x: s, y: t } = at;
    let direction = match face {
        0 => Vec3::new(1.0, -t, -s),
        1 => Vec3::new(-1.0, -t, s),
        2 => Vec3::new(s, 1.0, t),
        3 => Vec3::new(s, -1.0, -t),
        4 => Vec3::new(s, -t, 1.0),
        _ => Vec3::new(-s, -t, -1.0),
    };
    direction.normalize()
}

/// What is seen in one direction.
#[derive(Clone, Copy, Debug, Default)]
struct Sight {
    /// Radiance that needs no light.
    emitted: Vec3,
    /// How much of the light on the surface comes here.
    color: Vec3,
    texel: Option<Texel>,
}

impl Sight {
    fn new(world: &World, origin: Vec3, direction: Vec3, angle: f32) -> Self {
        let mut line = Line::new(origin, direction);
        let (mut clear, mut emitted) = (Vec3::ONE, Vec3::ZERO);
        for _ in 0..PANES_MAX {
            let Some(hit) = world.hit(&line) else {
                emitted += clear * world.sky.sky.radiance(direction);
                break;
            };
            line.from = hit.distance + world.lift;
            if hit.is_back {
                continue;
            }
            let meeting = world.meet(&hit, direction);
            emitted += clear * meeting.emitted;
            let color = meeting.albedo + meeting.through;
            if meeting.clear.max_element() > color.max_element() {
                clear *= meeting.clear;
                continue;
            }
            let facing = hit.face.dot(direction).abs().max(0.1);
            let size = hit.distance * angle / facing;
            let texel = Texel { position: hit.position, normal: hit.face, face: hit.face, size };
            return Self { emitted, color: clear * color, texel: Some(texel) };
        }
        Self { emitted, ..Self::default() }
    }
}

/// Light without grain, for every sight.
fn smoothed(sights: &[Sight], lit: Vec<Lit>, fine: usize) -> Vec<Vec3> {
    let mut lit = lit.into_iter();
    let (mut lights, mut guides) = (Vec::new(), Vec::new());
    for (at, sight) in sights.iter().enumerate() {
        let lit = sight.texel.and_then(|texel| Some((texel, lit.next()?)));
        lights.push(lit.map_or(Vec3::ZERO, |(_, lit)| lit.light));
        guides.push(lit.filter(|(_, lit)| lit.is_valid).map(|(texel, lit)| Guide {
            position: texel.position,
            normal: texel.normal,
            size: texel.size,
            chart: (at / (fine * fine)) as u32,
            noise: lit.noise,
            reach: lit.reach,
        }));
    }
    denoise(fine, &mut lights, &guides);
    lights
}
