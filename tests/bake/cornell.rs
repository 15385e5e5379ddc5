//! A room with a red and a green wall and two blocks, from a light map and by chance alone.

use bake::{Camera, Quality, World};
use glam::{Affine3A, Vec2, Vec3};

use crate::set::{Set, Wall, block, lit, matt, paths, room, shining};

/// Texels along a wall.
const TEXELS: u32 = 48;

fn set() -> (Set, Vec<Wall>) {
    let mut set = Set::default();
    let walls = room(Vec3::ZERO, Vec3::splat(2.0));
    set.walls(matt(Vec3::splat(0.73)), &[walls[0], walls[1], walls[4]]);
    set.walls(matt(Vec3::new(0.63, 0.06, 0.05)), &[walls[2]]);
    set.walls(matt(Vec3::new(0.12, 0.45, 0.09)), &[walls[3]]);
    let blocks = [
        block(Vec3::new(0.35, 0.0, 0.4), Vec3::new(0.95, 1.2, 1.0)),
        block(Vec3::new(1.1, 0.0, 0.9), Vec3::new(1.65, 0.6, 1.5)),
    ];
    set.walls(matt(Vec3::splat(0.73)), blocks.as_flattened());
    let lamp = Wall { corner: Vec3::new(0.4, 1.98, 0.4), u: Vec3::X * 1.2, v: Vec3::Z * 1.2 };
    set.walls(shining(Vec3::new(3.0, 2.5, 1.8)), &[lamp]);
    let lit_walls = [walls[0], walls[1], walls[2], walls[3], walls[4]];
    (set, [&lit_walls, blocks.as_flattened()].concat())
}

/// Light from the map of the wall that a point is on, between the middles of its texels; invalid ones don't count.
fn looked_up(walls: &[Wall], maps: &[Vec<bake::Lit>], position: Vec3, normal: Vec3) -> Option<Vec3> {
    let on = |wall: &Wall| (position - wall.corner).dot(wall.normal()).abs() < 1e-3 && normal.dot(wall.normal()) > 0.9;
    let part = |wall: &Wall| {
        let from = position - wall.corner;
        Vec2::new(from.dot(wall.u) / wall.u.length_squared(), from.dot(wall.v) / wall.v.length_squared())
    };
    let inside = |at: Vec2| at.cmpge(Vec2::splat(-1e-4)).all() && at.cmple(Vec2::splat(1.0001)).all();
    let found = walls.iter().position(|wall| on(wall) && inside(part(wall)))?;
    let at = part(&walls[found]) * TEXELS as f32 - 0.5;
    let (corner, within) = (at.floor(), at - at.floor());
    let (mut light, mut sum) = (Vec3::ZERO, 0.0);
    for i in 0..4 {
        let step = Vec2::new((i & 1) as f32, (i >> 1) as f32);
        let texel = (corner + step).clamp(Vec2::ZERO, Vec2::splat(TEXELS as f32 - 1.0)).as_uvec2();
        let lit = maps[found][(texel.y * TEXELS + texel.x) as usize];
        let weights = Vec2::ONE - (step - within).abs();
        let weight = if lit.is_valid { weights.x * weights.y } else { 0.0 };
        light += lit.light * weight;
        sum += weight;
    }
    (sum > 0.0).then(|| light / sum)
}

/// Mean of the picture that the light map gives, by a few rays for each pixel, so that edges are as smooth as in the other.
fn picture_of(world: &World, camera: &Camera, light_at: impl Fn(Vec3, Vec3) -> Option<Vec3>) -> Vec<Vec3> {
    const SIDE: u32 = 6;
    let pixel = |pixel: u32| {
        let rays = (0..SIDE * SIDE).map(|i| {
            let within = (Vec2::new((i % SIDE) as f32, (i / SIDE) as f32) + 0.5) / SIDE as f32;
            let (origin, direction) = camera.ray(pixel, within);
            let Some(seen) = world.look(origin, direction).filter(|seen| !seen.is_back) else { return Vec3::ZERO };
            seen.emitted + seen.albedo * light_at(seen.position, seen.face).unwrap_or(Vec3::ZERO)
        });
        rays.sum::<Vec3>() / (SIDE * SIDE) as f32
    };
    (0..camera.width * camera.height).map(pixel).collect()
}

#[test]
fn a_light_map_shows_what_chance_alone_shows() {
    let (set, walls) = set();
    let world = set.dark_world();
    // The lamp is not in the picture: how much of a pixel it fills is no light of ours.
    let camera = Camera {
        world_from_camera: Affine3A::from_translation(Vec3::new(1.0, 0.8, 1.999)),
        fov_y: 1.0,
        width: 8,
        height: 8,
    };
    let wanted = bake::picture(&world, &camera, 163_840, 2);
    // Each point of the picture by itself: what is left is chance, of both, and how much of a pixel an edge fills by 36 rays.
    let by_points = picture_of(&world, &camera, |position, normal| {
        let texel = bake::Texel { position, normal, face: normal, size: 1e-4 };
        Some(lit(&world, &[texel], &Quality { threads: 1, ..paths(512) })[0].light)
    });
    let errors = Errors::of("by points", &by_points, &wanted);
    assert!(errors.of_mean < 0.005 && errors.mean < 0.02 && errors.p95 < 0.08);
    // By a map of 4 cm: shadows at the feet of the blocks are as sharp as that.
    let maps: Vec<_> = walls.iter().map(|wall| lit(&world, &wall.texels(TEXELS, TEXELS), &paths(128))).collect();
    let baked = picture_of(&world, &camera, |position, normal| looked_up(&walls, &maps, position, normal));
    let errors = Errors::of("by a map", &baked, &wanted);
    assert!(errors.of_mean < 0.015 && errors.mean < 0.03 && errors.p95 < 0.1);
}

/// How far a picture is off another, as parts of that.
struct Errors {
    /// Of the mean of all pixels, in the worst channel.
    of_mean: f32,
    /// Of pixels, in the mean.
    mean: f32,
    /// Nineteen of twenty pixels are less off, in their worst channel; a twentieth of the picture's mean is added to what they are compared with.
    p95: f32,
}

impl Errors {
    fn of(name: &str, picture: &[Vec3], wanted: &[Vec3]) -> Self {
        let count = wanted.len() as f32;
        let (mean, mean_wanted) = (picture.iter().sum::<Vec3>() / count, wanted.iter().sum::<Vec3>() / count);
        let off = picture.iter().zip(wanted).map(|(a, b)| (*a - *b).abs().element_sum()).sum::<f32>() / count;
        let relative = |(a, b): (&Vec3, &Vec3)| ((*a - *b) / (*b + 0.05 * mean_wanted)).abs().max_element();
        let mut relatives: Vec<f32> = picture.iter().zip(wanted).map(relative).collect();
        relatives.sort_by(f32::total_cmp);
        let errors = Self {
            of_mean: (mean / mean_wanted - Vec3::ONE).abs().max_element(),
            mean: off / mean_wanted.element_sum(),
            p95: relatives[relatives.len() * 95 / 100],
        };
        let Self { of_mean, mean, p95 } = errors;
        let worst = relatives[relatives.len() - 1];
        println!("{name}: of the mean {of_mean:.4}, mean {mean:.4}, 95th percentile {p95:.4}, worst {worst:.4}");
        errors
    }
}
