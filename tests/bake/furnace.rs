//! A closed white room in which every wall scatters half of the light.

use std::f32::consts::TAU;

use glam::{Vec2, Vec3};

use crate::set::{Set, Wall, expect_near, lit, matt, paths, room, shining};

/// Every surface shines and scatters half: the light is the same everywhere, L / (1 - 1/2).
#[test]
fn a_furnace_that_shines_all_over_is_a_geometric_series() {
    let mut set = Set::default();
    let walls = room(Vec3::ZERO, Vec3::new(4.0, 3.0, 5.0));
    let mut material = matt(Vec3::splat(0.5));
    material.emissive = Vec3::new(1.0, 0.5, 0.25);
    set.walls(material, &walls);
    let world = set.dark_world();
    for (wall, name) in walls.iter().zip(["floor", "ceiling", "-x", "+x", "-z", "+z"]) {
        let lit = lit(&world, &wall.texels(4, 4), &paths(4096));
        assert!(lit.iter().all(|lit| lit.is_valid));
        let mean = lit.iter().map(|lit| lit.light).sum::<Vec3>() / lit.len() as f32;
        expect_near(name, mean.x, 2.0, 0.01);
        expect_near(name, mean.z, 0.5, 0.01);
    }
}

/// Patches along the side of a wall.
const PATCHES: u32 = 12;

/// What of the hemisphere of a point a rectangle fills, weighed by the cosine: Lambert's formula, exact where all of it is above the point.
fn form_factor(point: Vec3, normal: Vec3, wall: &Wall, low: Vec2, high: Vec2) -> f32 {
    let corners = [low, Vec2::new(high.x, low.y), high, Vec2::new(low.x, high.y)];
    let directions = corners.map(|at| (wall.corner + wall.u * at.x + wall.v * at.y - point).normalize());
    let edge = |i: usize| {
        let (a, b) = (directions[i], directions[(i + 1) % 4]);
        a.cross(b).normalize_or_zero().dot(normal) * a.dot(b).clamp(-1.0, 1.0).acos()
    };
    ((0..4).map(edge).sum::<f32>() / TAU).abs()
}

/// Irradiance divided by π of each patch of a closed room, wall by wall: what falls is what all patches give, those that shine and all others.
fn radiosity(walls: &[Wall; 6], albedo: f32, emitted: [f32; 6]) -> Vec<f32> {
    let count = PATCHES as usize * PATCHES as usize;
    let corner = |i: usize| Vec2::new((i as u32 % PATCHES) as f32, (i as u32 / PATCHES) as f32) / PATCHES as f32;
    let side = Vec2::splat(1.0 / PATCHES as f32);
    let mut factors = vec![0.0; 36 * count * count];
    for (i, row) in factors.chunks_exact_mut(6 * count).enumerate() {
        let texel = walls[i / count].texel(corner(i % count) + 0.5 * side);
        for (j, factor) in row.iter_mut().enumerate().filter(|(j, _)| j / count != i / count) {
            let low = corner(j % count);
            *factor = form_factor(texel.position, texel.normal, &walls[j / count], low, low + side);
        }
        let sum: f32 = row.iter().sum();
        assert!((sum - 1.0).abs() < 1e-3, "a closed room fills the hemisphere: {sum}");
    }
    let mut fallen = vec![0.0; 6 * count];
    for _ in 0..40 {
        let given: Vec<f32> =
            fallen.iter().enumerate().map(|(i, fallen)| emitted[i / count] + albedo * fallen).collect();
        let falls = |row: &[f32]| row.iter().zip(&given).map(|(factor, given)| factor * given).sum();
        fallen = factors.chunks_exact(6 * count).map(falls).collect();
    }
    fallen
}

/// One wall shines, and all scatter half.
#[test]
fn a_white_room_with_one_emitter_is_what_radiosity_says() {
    let mut set = Set::default();
    let walls = room(Vec3::ZERO, Vec3::new(4.0, 3.0, 5.0));
    set.walls(matt(Vec3::splat(0.5)), &walls[..1]);
    set.walls(matt(Vec3::splat(0.5)), &walls[2..]);
    // The emitter scatters as all others do.
    set.walls(hall::Material { emissive: Vec3::ONE, ..matt(Vec3::splat(0.5)) }, &walls[1..2]);
    let world = set.dark_world();
    let wanted = radiosity(&walls, 0.5, [0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
    for (wall, wanted) in walls.iter().zip(wanted.chunks_exact((PATCHES * PATCHES) as usize)) {
        let texels = wall.texels(PATCHES, PATCHES);
        for (name, quality, part) in [("preview", bake::Quality::PREVIEW, 0.02), ("512 paths", paths(512), 0.01)] {
            let light: Vec<f32> = lit(&world, &texels, &quality).iter().map(|lit| lit.light.y).collect();
            expect_near(name, mean(&light), mean(wanted), part);
            let off = light.iter().zip(wanted).map(|(light, wanted)| (light / wanted - 1.0).powi(2));
            let off = (off.sum::<f32>() / light.len() as f32).sqrt();
            println!("    each texel: {:.2} % off, root of the mean square", off * 100.0);
            assert!(name == "preview" || off < 0.05);
        }
    }
}

/// A small bright emitter in a closed room of albedo 1/2: all power is absorbed in the end, so the mean irradiance is Φ / (A (1 - ρ)).
#[test]
fn a_small_emitter_gives_all_its_power_to_the_room() {
    let mut set = Set::default();
    let walls = room(Vec3::ZERO, Vec3::new(4.0, 3.0, 4.0));
    set.walls(matt(Vec3::splat(0.5)), &walls);
    let half = 0.25;
    let emitter =
        Wall { corner: Vec3::new(2.0 - half, 2.9, 2.0 - half), u: Vec3::X * (2.0 * half), v: Vec3::Z * (2.0 * half) };
    assert!(emitter.normal().y < 0.0);
    set.walls(shining(Vec3::splat(20.0)), &[emitter]);
    let world = set.dark_world();
    // The emitter's own face takes in light, too, and is black; its back as well.
    let (mut fallen, mut area) = (0.0, 0.0);
    for wall in &walls {
        let side = wall.u.length() * wall.v.length();
        let lit = lit(&world, &wall.texels(16, 16), &paths(128));
        fallen += lit.iter().map(|lit| lit.light.y).sum::<f32>() / lit.len() as f32 * side;
        area += side;
    }
    let front = lit(&world, &emitter.texels(4, 4), &paths(256));
    let on_front = front.iter().map(|lit| lit.light.y).sum::<f32>() / 16.0 * 0.25;
    let back = Wall { corner: emitter.corner, u: emitter.v, v: emitter.u };
    let behind: Vec<_> =
        back.texels(4, 4).into_iter().map(|t| bake::Texel { position: t.position + Vec3::Y * 1e-3, ..t }).collect();
    let on_back = lit(&world, &behind, &paths(256)).iter().map(|lit| lit.light.y).sum::<f32>() / 16.0 * 0.25;
    // In units of π: what shines is 20 × 0.25; half of what falls on walls is absorbed, all that falls on the emitter.
    println!("{area} m²");
    expect_near("power", 0.5 * fallen + on_front + on_back, 20.0 * 0.25, 0.03);
}
