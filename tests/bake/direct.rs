//! Light that comes straight from lamps, for those who are to compute none.

use std::f32::consts::PI;
use std::ops::ControlFlow;

use bake::{Texel, World, direct, direct_probe, irradiance_from};
use glam::Vec3;
use hall::{LightKind, Material};

use crate::set::{Set, Wall, block, expect_near, lit_at, matt, paths, room};

fn floor_texel(x: f32, size: f32) -> Texel {
    Texel { position: Vec3::X * x, normal: Vec3::Y, face: Vec3::Y, size }
}

/// A black floor with a lamp above, and half of it in the shadow of a board.
fn under_a_board() -> World {
    let mut set = Set::default();
    set.walls(matt(Vec3::ZERO), &[Wall { corner: Vec3::new(-5.0, 0.0, -5.0), u: Vec3::Z * 10.0, v: Vec3::X * 10.0 }]);
    set.walls(matt(Vec3::ZERO), &block(Vec3::new(0.0, 1.0, -5.0), Vec3::new(5.0, 1.1, 5.0)));
    set.lamp(Vec3::Y * 9.0, Vec3::ZERO, Vec3::ONE, 3.0, LightKind::Directional);
    set.dark_world()
}

fn direct_at(world: &World, texel: Texel) -> f32 {
    direct(world, &[texel], 1, &|_| ControlFlow::Continue(())).expect("nothing breaks it")[0].y
}

#[test]
fn a_texel_has_the_mean_light_of_all_of_it() {
    let world = under_a_board();
    let sunny = 3.0 / PI;
    expect_near("in the sun", direct_at(&world, floor_texel(-1.0, 0.2)), sunny, 0.001);
    assert_eq!(direct_at(&world, floor_texel(1.0, 0.2)), 0.0);
    let edge = direct_at(&world, floor_texel(-0.05, 0.4));
    assert!(edge > 0.4 * sunny && edge < 0.8 * sunny, "half in the shadow: {edge} of {sunny}");
}

/// Sixteen points are off by less than what 256 paths leave, and nobody counts light twice.
#[test]
fn direct_light_is_what_paths_bring_at_once() {
    let mut set = Set::default();
    set.walls(matt(Vec3::ZERO), &room(Vec3::splat(-2.0), Vec3::splat(2.0)));
    set.lamp(Vec3::new(0.5, 1.5, 0.2), Vec3::ZERO, Vec3::new(1.0, 0.5, 0.25), 20.0, LightKind::Point { range: None });
    let world = set.dark_world();
    let texel = Texel { position: Vec3::new(0.3, -2.0, 0.4), normal: Vec3::Y, face: Vec3::Y, size: 0.05 };
    expect_near("floor", direct_at(&world, texel), lit_at(&world, texel, &paths(256)).light.y, 0.01);
}

/// A hall may stand under a painted sky: the sun shines into it all the same, as when it is drawn.
#[test]
fn a_painted_sky_does_not_keep_the_sun_out() {
    let sky = Material { unlit: true, base_color: Vec3::new(0.5, 0.6, 0.9).extend(1.0), ..Material::default() };
    let mut set = Set::default();
    set.walls(sky, &room(Vec3::splat(-50.0), Vec3::splat(50.0)));
    set.lamp(Vec3::Y * 9.0, Vec3::ZERO, Vec3::ONE, 3.0, LightKind::Directional);
    set.walls(matt(Vec3::ZERO), &[Wall { corner: Vec3::new(-5.0, 0.0, -5.0), u: Vec3::Z * 10.0, v: Vec3::X * 10.0 }]);
    let mut world = set.dark_world();
    expect_near("under the sky", direct_at(&world, floor_texel(0.0, 0.1)), 3.0 / PI, 0.001);
    let lit = |world: &World| lit_at(world, floor_texel(0.0, 0.1), &paths(256)).light.y;
    let all = lit(&world);
    world.leave_direct(&|_| true);
    expect_near("by paths", all - lit(&world), 3.0 / PI, 0.02);
}

/// Of light from one side, the first two bands have a half more than nothing on the far side, and a quarter less on the near one.
#[test]
fn a_place_knows_from_where_lamps_shine() {
    let world = under_a_board();
    let probe = |position: Vec3| {
        let mut all = [Vec3::ZERO; 9];
        all[..4].copy_from_slice(&direct_probe(&world, position, Vec3::splat(0.3)));
        [Vec3::Y, Vec3::X, Vec3::NEG_Y].map(|normal| irradiance_from(&all, normal).y)
    };
    let [above, beside, below] = probe(Vec3::new(-2.0, 0.5, 0.0));
    expect_near("above", above, 0.75 * 3.0 / PI, 0.01);
    expect_near("beside", beside, 0.25 * 3.0 / PI, 0.02);
    assert_eq!(below, 0.0);
    assert_eq!(probe(Vec3::new(2.0, 0.5, 0.0)), [0.0; 3]);
    let [half, ..] = probe(Vec3::new(0.0, 0.5, 0.0));
    assert!(half > 0.3 * above && half < 0.7 * above, "half of the box is in the shadow: {half} of {above}");
}
