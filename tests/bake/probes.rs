//! Probes for what moves.

use std::f32::consts::PI;

use bake::{Sky, irradiance_from, irradiance_probe};
use glam::Vec3;
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
