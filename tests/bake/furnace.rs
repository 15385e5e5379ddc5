//! A closed white room in which every wall scatters half of the light.

use glam::Vec3;

use crate::set::{Set, expect_near, lit, matt, paths, room, shining};

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
        let lit = lit(&world, &wall.texels(4, 4), &paths(256));
        assert!(lit.iter().all(|lit| lit.is_valid));
        let mean = lit.iter().map(|lit| lit.light).sum::<Vec3>() / lit.len() as f32;
        expect_near(name, mean.x, 2.0, 0.01);
        expect_near(name, mean.z, 0.5, 0.01);
    }
}

/// One wall shines: each wall's mean light follows from the form factors of a cube (0.19982 to the opposite wall, 0.20005 to each beside it:
/// Howell's catalogue, C-11 and C-14).
#[test]
fn a_white_room_with_one_emitter_is_what_radiosity_says() {
    const OPPOSITE: f32 = 0.199_825;
    const BESIDE: f32 = 0.200_044;
    let mut set = Set::default();
    let walls = room(Vec3::ZERO, Vec3::splat(3.0));
    set.walls(matt(Vec3::splat(0.5)), &walls[..1]);
    set.walls(matt(Vec3::splat(0.5)), &walls[2..]);
    // The emitter scatters as all others do.
    set.walls(hall::Material { emissive: Vec3::ONE, ..matt(Vec3::splat(0.5)) }, &walls[1..2]);
    let world = set.dark_world();
    // Radiosity of: the emitter, the floor, a side; by iteration.
    let (mut emitter, mut floor, mut side) = (1.0, 0.0, 0.0);
    let mut falls = (0.0, 0.0, 0.0);
    for _ in 0..100 {
        falls = (
            OPPOSITE * floor + 4.0 * BESIDE * side,
            OPPOSITE * emitter + 4.0 * BESIDE * side,
            BESIDE * (emitter + floor) + (2.0 * BESIDE + OPPOSITE) * side,
        );
        (emitter, floor, side) = (1.0 + 0.5 * falls.0, 0.5 * falls.1, 0.5 * falls.2);
    }
    for (name, wall, wanted) in [("emitter", 1, falls.0), ("floor", 0, falls.1), ("side", 2, falls.2)] {
        for quality in [bake::Quality::PREVIEW, paths(512)] {
            let lit = lit(&world, &walls[wall].texels(16, 16), &quality);
            let mean = lit.iter().map(|lit| lit.light.y).sum::<f32>() / lit.len() as f32;
            expect_near(name, mean, wanted, 0.03);
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
    let emitter = crate::set::Wall {
        corner: Vec3::new(2.0 - half, 2.9, 2.0 - half),
        u: Vec3::X * (2.0 * half),
        v: Vec3::Z * (2.0 * half),
    };
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
    let back = crate::set::Wall { corner: emitter.corner, u: emitter.v, v: emitter.u };
    let behind: Vec<_> =
        back.texels(4, 4).into_iter().map(|t| bake::Texel { position: t.position + Vec3::Y * 1e-3, ..t }).collect();
    let on_back = lit(&world, &behind, &paths(256)).iter().map(|lit| lit.light.y).sum::<f32>() / 16.0 * 0.25;
    // In units of π: what shines is 20 × 0.25; half of what falls on walls is absorbed, all that falls on the emitter.
    println!("{area} m²");
    expect_near("power", 0.5 * fallen + on_front + on_back, 20.0 * 0.25, 0.03);
}
