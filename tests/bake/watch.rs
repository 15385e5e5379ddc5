//! The same numbers whatever the number of threads and the order of texels; progress is told, and an end can be made.

use std::ops::ControlFlow;
use std::sync::Mutex;

use bake::{Quality, Sky};
use glam::Vec3;

use crate::set::{Set, block, lit, matt, paths, room, shining};

fn set() -> Set {
    let mut set = Set::default();
    let walls = room(Vec3::ZERO, Vec3::splat(3.0));
    set.walls(matt(Vec3::new(0.8, 0.6, 0.4)), &walls[..5]);
    set.walls(shining(Vec3::splat(3.0)), &block(Vec3::splat(1.0), Vec3::splat(1.3)));
    set.lamp(Vec3::splat(2.0), Vec3::ZERO, Vec3::ONE, 5.0, hall::LightKind::Point { range: None });
    set
}

#[test]
fn neither_threads_nor_order_change_a_number() {
    let world = set().world(Sky::Even(Vec3::ONE));
    let mut texels = room(Vec3::ZERO, Vec3::splat(3.0))[0].texels(24, 24);
    let one = lit(&world, &texels, &Quality { threads: 1, ..Quality::PREVIEW });
    for threads in [2, 7] {
        assert_eq!(one, lit(&world, &texels, &Quality { threads, ..Quality::PREVIEW }));
    }
    texels.reverse();
    let mut turned = lit(&world, &texels, &Quality { threads: 2, ..Quality::PREVIEW });
    turned.reverse();
    assert_eq!(one, turned);
    let again = set().world(Sky::Even(Vec3::ONE));
    texels.reverse();
    assert_eq!(one, lit(&again, &texels, &Quality { threads: 2, ..Quality::PREVIEW }));
}

#[test]
fn progress_rises_to_the_whole_and_a_break_ends_it() {
    let world = set().dark_world();
    let texels = room(Vec3::ZERO, Vec3::splat(3.0))[0].texels(32, 32);
    let told = Mutex::new(Vec::new());
    let note = |part: f32| {
        told.lock().unwrap().push(part);
        ControlFlow::Continue(())
    };
    let one = Quality { threads: 1, ..paths(2) };
    assert!(bake::light(&world, &texels, &one, &note).is_some());
    let told = told.into_inner().unwrap();
    assert!(told.len() > 4 && told.is_sorted() && told.last() == Some(&1.0), "{told:?}");
    let calls = Mutex::new(0);
    let stop = |_: f32| {
        *calls.lock().unwrap() += 1;
        ControlFlow::Break(())
    };
    assert!(bake::light(&world, &texels, &Quality { threads: 3, ..paths(2) }, &stop).is_none());
    assert!(calls.into_inner().unwrap() <= 3);
}

#[test]
fn nothing_has_no_light() {
    let world = Set::default().dark_world();
    assert_eq!(world.triangle_count(), 0);
    assert!(lit(&world, &[], &Quality::PREVIEW).is_empty());
    assert!(world.look(Vec3::ZERO, Vec3::X).is_none());
}
