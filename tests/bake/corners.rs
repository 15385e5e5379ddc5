//! Texels where things meet: at the feet of walls, under furniture, inside of things.

use bake::Texel;
use glam::{Vec2, Vec3};

use crate::set::{Set, block, expect_near, lit, lit_at, matt, paths, room};

fn furnished() -> Set {
    let mut set = Set::default();
    let mut material = matt(Vec3::splat(0.5));
    material.emissive = Vec3::ONE;
    set.walls(material.clone(), &room(Vec3::ZERO, Vec3::new(4.0, 3.0, 4.0)));
    // A cupboard that stands on the floor and has no bottom; it shines as the room does.
    let cupboard = block(Vec3::new(1.0, 0.0, 1.0), Vec3::new(2.0, 1.0, 2.0));
    set.walls(material, &cupboard[1..]);
    set
}

fn floor_texel(x: f32, z: f32, size: f32) -> Texel {
    Texel { position: Vec3::new(x, 0.0, z), normal: Vec3::Y, face: Vec3::Y, size }
}

#[test]
fn light_at_the_foot_of_a_wall_is_that_of_the_room() {
    let world = furnished().dark_world();
    // Everything shines alike, so the light is 2 everywhere, whatever a texel sees.
    for texel in [floor_texel(0.0005, 2.0, 0.05), floor_texel(0.01, 0.01, 0.05), floor_texel(2.0005, 1.5, 0.05)] {
        let lit = lit_at(&world, texel, &paths(8192));
        assert!(lit.is_valid, "{texel:?}");
        expect_near("at a foot", lit.light.x, 2.0, 0.02);
    }
}

#[test]
fn a_texel_just_within_a_thing_is_lit_as_beside_it() {
    let world = furnished().dark_world();
    let lit = lit_at(&world, floor_texel(1.98, 1.5, 0.05), &paths(8192));
    assert!(lit.is_valid);
    expect_near("pushed out", lit.light.x, 2.0, 0.02);
    // The middle of this one is beyond the wall.
    let lit = lit_at(&world, floor_texel(-0.02, 2.0, 0.05), &paths(8192));
    assert!(lit.is_valid);
    expect_near("pulled in", lit.light.x, 2.0, 0.02);
}

#[test]
fn a_texel_inside_of_a_thing_is_not_valid() {
    let world = furnished().dark_world();
    let lit = lit(&world, &[floor_texel(1.5, 1.5, 0.05), floor_texel(3.0, 3.0, 0.05)], &paths(64));
    assert!(!lit[0].is_valid && lit[1].is_valid, "{lit:?}");
    assert!(lit[0].light.x < 0.2, "{lit:?}");
}

/// A board hangs two millimetres before a wall; what it hides must not darken the wall beside it.
#[test]
fn a_texel_under_a_thing_is_not_valid() {
    let mut set = Set::default();
    let material = hall::Material { emissive: Vec3::ONE, ..matt(Vec3::splat(0.5)) };
    set.walls(material.clone(), &room(Vec3::ZERO, Vec3::new(4.0, 3.0, 4.0)));
    set.walls(material, &block(Vec3::new(1.0, 0.002, 1.0), Vec3::new(2.0, 0.02, 2.0)));
    let world = set.dark_world();
    let texels = [floor_texel(1.5, 1.5, 0.05), floor_texel(1.95, 1.5, 0.05), floor_texel(2.03, 1.5, 0.05)];
    let lit = lit(&world, &texels, &paths(64));
    assert!(!lit[0].is_valid && !lit[1].is_valid && lit[2].is_valid, "{lit:?}");
}

/// Rays that leave a closed room would see a sky that is a thousand times brighter.
#[test]
fn a_closed_room_leaks_nothing() {
    let mut set = Set::default();
    let walls = room(Vec3::new(-13.7, 0.0, 101.3), Vec3::new(6.1, 4.2, 131.9));
    set.walls(matt(Vec3::splat(0.7)), &walls);
    let world = set.world(bake::Sky::Even(Vec3::splat(1000.0)));
    for wall in &walls {
        let mut texels = wall.texels(24, 24);
        texels.extend(
            [Vec2::ZERO, Vec2::ONE, Vec2::X].map(|at| wall.texel(at.clamp(Vec2::splat(1e-4), Vec2::splat(0.9999)))),
        );
        let leaking = lit(&world, &texels, &paths(16)).iter().filter(|lit| lit.light.x > 0.0).count();
        assert_eq!(leaking, 0, "of {}", texels.len());
    }
}

/// Two rooms share a thin wall; only one has light.
#[test]
fn a_thin_wall_keeps_light_in_its_room() {
    let mut set = Set::default();
    let bright = room(Vec3::ZERO, Vec3::new(3.0, 3.0, 3.0));
    let dark = room(Vec3::new(3.02, 0.0, 0.0), Vec3::new(6.0, 3.0, 3.0));
    set.walls(hall::Material { emissive: Vec3::ONE, ..matt(Vec3::splat(0.5)) }, &bright);
    set.walls(matt(Vec3::splat(0.5)), &dark);
    set.lamp(Vec3::new(2.9, 1.5, 1.5), Vec3::ZERO, Vec3::ONE, 100.0, hall::LightKind::Point { range: None });
    let world = set.dark_world();
    for wall in &dark {
        for lit in lit(&world, &wall.texels(12, 12), &paths(16)) {
            assert!(lit.is_valid && lit.light == Vec3::ZERO, "{lit:?}");
        }
    }
}
