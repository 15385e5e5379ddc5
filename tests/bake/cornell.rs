//! A room with a red and a green wall and two blocks, from a light map and by chance alone.

use bake::{Camera, World};
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
    let lamp = Wall { corner: Vec3::new(0.7, 1.98, 0.7), u: Vec3::X * 0.6, v: Vec3::Z * 0.6 };
    set.walls(shining(Vec3::new(12.0, 10.0, 7.0)), &[lamp]);
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
    let camera = Camera {
        world_from_camera: Affine3A::from_translation(Vec3::new(1.0, 1.0, 1.999)),
        fov_y: 1.5,
        width: 16,
        height: 16,
    };
    let maps: Vec<_> = walls.iter().map(|wall| lit(&world, &wall.texels(TEXELS, TEXELS), &paths(64))).collect();
    let baked = picture_of(&world, &camera, |position, normal| looked_up(&walls, &maps, position, normal));
    let wanted = bake::picture(&world, &camera, 8192, 2);
    let mean = wanted.iter().sum::<Vec3>() / wanted.len() as f32;
    let mean_baked = baked.iter().sum::<Vec3>() / wanted.len() as f32;
    let off: Vec<f32> = baked.iter().zip(&wanted).map(|(a, b)| (*a - *b).abs().element_sum() / 3.0).collect();
    let mean_off = off.iter().sum::<f32>() / off.len() as f32 / (mean.element_sum() / 3.0);
    // Pixels that show mostly the lamp are as bright as it in both; what is left is compared with itself.
    let relative = |(a, b): (&Vec3, &Vec3)| ((*a - *b) / (*b + 0.05 * mean)).abs().max_element();
    let mut relatives: Vec<f32> = baked.iter().zip(&wanted).map(relative).collect();
    relatives.sort_by(f32::total_cmp);
    let (p95, worst) = (relatives[relatives.len() * 95 / 100], relatives[relatives.len() - 1]);
    println!(
        "mean {mean_baked} beside {mean}; mean error {mean_off:.4}, 95th percentile {p95:.4}, worst pixel {worst:.4}"
    );
    assert!((mean_baked / mean - Vec3::ONE).abs().max_element() < 0.01);
    assert!(mean_off < 0.015, "{mean_off}");
    assert!(p95 < 0.06, "{p95}");
}
