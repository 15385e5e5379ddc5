//! What the cut against sparks takes away.

use bake::Quality;
use glam::Vec3;
use hall::LightKind;

use crate::set::{Set, Wall, lit, matt, paths, room};

/// Light without and with the cut in a room whose only lamp hangs so far under a white shelf that this is where nearly all light bounces first.
fn loss(gap: f32, count: u32) -> f32 {
    let mut set = Set::default();
    let walls = room(Vec3::ZERO, Vec3::new(4.0, 3.0, 4.0));
    set.walls(matt(Vec3::splat(0.7)), &walls);
    let shelf = Wall { corner: Vec3::new(1.5, 2.0, 1.5), u: Vec3::X, v: Vec3::Z };
    let over = Wall { corner: shelf.corner + Vec3::Y * 0.01, u: Vec3::Z, v: Vec3::X };
    set.walls(matt(Vec3::splat(0.9)), &[shelf, over]);
    set.lamp(Vec3::new(2.0, 2.0 - gap, 2.0), Vec3::ZERO, Vec3::ONE, 10.0, LightKind::Point { range: None });
    let mut world = set.dark_world();
    world.leave_direct(&|_| true);
    let texels = [walls[0], walls[2]].map(|wall| wall.texels(12, 12)).concat();
    let mean = |quality: &Quality| lit(&world, &texels, quality).iter().map(|lit| lit.light.y).sum::<f32>();
    let whole = mean(&Quality { brightest: f32::INFINITY, ..paths(count) });
    let loss = 1.0 - mean(&paths(count)) / whole;
    println!("a lamp at {gap} m, {count} paths: {:.2} % of what bounced is cut", loss * 100.0);
    loss
}

#[test]
fn the_cut_takes_little_where_lamps_hang_free() {
    assert!((-0.001..0.01).contains(&loss(1.0, 64)));
    assert!((-0.001..0.01).contains(&loss(0.5, 64)));
}

#[test]
fn the_cut_takes_less_with_more_paths() {
    let (few, many) = (loss(0.1, 64), loss(0.1, 4096));
    assert!((0.0..0.25).contains(&few) && many < 0.5 * few, "{few} {many}");
}
