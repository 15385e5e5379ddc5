//! Probes for what moves.

use std::f32::consts::PI;
use std::ops::ControlFlow;

use bake::{Camera, Sky, around, irradiance_from, irradiance_probe, picture};
use glam::{Affine3A, Quat, Vec3};
use hall::LightKind;

use crate::set::{Set, block, expect_near, matt, paths, room};

#[test]
fn an_even_sky_is_even_from_all_sides() {
    let probe = irradiance_probe(&Set::default().world(Sky::Even(Vec3::new(2.0, 1.0, 0.5))), Vec3::ZERO, &paths(128));
    let probe = probe.expect("nothing is there");
    for normal in [Vec3::X, Vec3::NEG_Y, Vec3::new(0.6, 0.0, 0.8)] {
        expect_near("red", irradiance_from(&probe, normal).x, 2.0, 0.01);
        expect_near("blue", irradiance_from(&probe, normal).z, 0.5, 0.01);
    }
}

/// The second order of a lamp's light is known: 1/4 + cos / 2 + 5/32 (3 cos² - 1) of what faces it, divided by π.
#[test]
fn a_lamp_is_what_its_harmonics_say() {
    let mut set = Set::default();
    let lamp = Vec3::new(1.0, 2.0, 2.0);
    set.lamp(lamp, Vec3::ZERO, Vec3::ONE, 90.0, LightKind::Point { range: None });
    let probe = irradiance_probe(&set.dark_world(), Vec3::ZERO, &paths(16)).expect("nothing is there");
    for normal in [lamp.normalize(), Vec3::X, Vec3::Y] {
        let cosine = normal.dot(lamp.normalize());
        let wanted = 90.0 / 9.0 / PI * (0.25 + 0.5 * cosine + 5.0 / 32.0 * (3.0 * cosine * cosine - 1.0));
        expect_near("lamp", irradiance_from(&probe, normal).y, wanted, 0.001);
    }
}

#[test]
fn light_comes_from_where_it_is_and_there_is_none_inside_of_things() {
    let mut set = Set::default();
    let walls = room(Vec3::ZERO, Vec3::splat(4.0));
    set.walls(matt(Vec3::splat(0.5)), &walls[..5]);
    set.walls(hall::Material { emissive: Vec3::ONE, ..matt(Vec3::splat(0.5)) }, &walls[5..]);
    set.walls(matt(Vec3::ONE), &block(Vec3::splat(0.5), Vec3::splat(1.0)));
    let world = set.dark_world();
    let probe = irradiance_probe(&world, Vec3::splat(2.0), &paths(64)).expect("in the middle of the room");
    let towards = |normal: Vec3| irradiance_from(&probe, normal).y;
    assert!(towards(Vec3::Z) > 2.0 * towards(Vec3::X) && towards(Vec3::X) > towards(Vec3::NEG_Z), "{probe:?}");
    assert!(irradiance_probe(&world, Vec3::splat(0.75), &paths(64)).is_none());
}

/// A lamp that shines over 20 cm is met by one path in 500, and still known well.
#[test]
fn what_is_small_and_shines_is_looked_for() {
    let mut set = Set::default();
    let up = crate::set::Wall { corner: Vec3::new(-0.1, 2.0, -0.1), u: Vec3::X * 0.2, v: Vec3::Z * 0.2 };
    assert_eq!(up.normal(), Vec3::NEG_Y);
    set.walls(crate::set::shining(Vec3::splat(50.0)), &[up]);
    let probe = irradiance_probe(&set.dark_world(), Vec3::ZERO, &paths(16)).expect("nothing is there");
    // Radiance times steradians, in the second order of a light from one direction.
    let steradians = 0.2 * 0.2 / (2.0 * 2.0);
    for (normal, harmonics) in [(Vec3::Y, 1.0625), (Vec3::X, 0.25 - 5.0 / 32.0)] {
        expect_near("panel", irradiance_from(&probe, normal).y, 50.0 * steradians / PI * harmonics, 0.02);
    }
}

/// The face towards +Z, beside a camera that looks there.
#[test]
fn a_room_looks_as_a_camera_sees_it() {
    let mut set = Set::default();
    let walls = room(Vec3::ZERO, Vec3::new(4.0, 3.0, 5.0));
    set.walls(matt(Vec3::new(0.7, 0.6, 0.5)), &walls[..2]);
    set.walls(matt(Vec3::new(0.6, 0.1, 0.1)), &walls[2..3]);
    set.walls(matt(Vec3::splat(0.6)), &walls[3..]);
    set.walls(matt(Vec3::splat(0.4)), &block(Vec3::new(2.5, 0.0, 3.5), Vec3::new(3.5, 1.2, 4.5)));
    set.lamp(Vec3::new(2.0, 2.5, 2.0), Vec3::ZERO, Vec3::ONE, 4.0, LightKind::Point { range: None });
    let (world, eye, side) = (set.dark_world(), Vec3::new(1.8, 1.4, 1.5), 48_u32);
    let faces =
        around(&world, eye, (side, 40.0), &paths(64), &|_| ControlFlow::Continue(())).expect("nobody breaks it");
    let (side_px, count) = (side as usize, (side * side) as usize);
    assert_eq!(faces.len(), 6 * count);
    let world_from_camera = Affine3A::from_rotation_translation(Quat::from_rotation_y(PI), eye);
    let camera = Camera { world_from_camera, fov_y: PI / 2.0, width: side, height: side };
    let seen = picture(&world, &camera, 512, 2);
    // A cube map is seen from within, so its faces are mirrored: here +X lies to the right, and to the left of who looks along +Z.
    let face = &faces[4 * count..5 * count];
    let mut errors = Vec::new();
    for (at, seen) in seen.iter().enumerate() {
        let mirrored = at / side_px * side_px + side_px - 1 - at % side_px;
        errors.push(((face[mirrored] - *seen).abs() / (*seen + 0.02)).max_element());
    }
    let mean = errors.iter().sum::<f32>() / errors.len() as f32;
    println!("mean of all pixels' errors: {:.1} %", mean * 100.0);
    // The camera's own noise is most of that.
    assert!(mean < 0.12, "{mean}");
    let all = |pixels: &[Vec3]| pixels.iter().sum::<Vec3>().element_sum();
    expect_near("all of a face", all(face), all(&seen), 0.02);
}
