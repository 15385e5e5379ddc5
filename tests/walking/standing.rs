//! Where one stands when nobody says so.

use ::hall::Aabb;
use glam::{EulerRot, Quat, Vec3, vec2, vec3};
use viewer::visitor::Visitor;
use viewer::walk::Sees;
use viewer::{Key, stand};

use crate::room::{Room, hall, pass};

#[test]
fn without_a_spawn_one_stands_inside_the_room_with_a_view() {
    // A long room with a roof that one could stand on, too.
    let (min, max) = (vec2(-3.0, -12.0), vec2(3.0, 12.0));
    let room = Room::default().floor(min, max, 0.0).walls(min, max).floor(min, max, 3.0);
    let (space, stance) = stand::arrive(room.0, Aabb::EMPTY);
    assert!(stance.feet.y.abs() < 0.01, "it stands on the floor, not on the roof: {}", stance.feet);
    assert!(space.is_free(stance.feet));
    let ahead = space.bvh.ray(stance.eye, stand::ahead(stance.heading), 100.0, Sees::Solid).expect("a wall");
    assert!(ahead.distance > 15.0, "it looks along the room, {} m far", ahead.distance);
}

#[test]
fn a_small_thing_without_a_floor_is_seen_whole_from_outside() {
    for size in [0.05_f32, 0.4, 2.0] {
        let half = size * 0.5;
        let block = Room::default().block(vec2(-half, -half), vec2(half, half), size);
        let (space, stance) = stand::arrive(block.0, Aabb::EMPTY);
        let mut largest = 0.0_f32;
        for i in 0..8 {
            let pick = |bit: i32, lo: f32, hi: f32| if i & bit == 0 { lo } else { hi };
            let to = vec3(pick(1, -half, half), pick(2, 0.0, size), pick(4, -half, half)) - stance.eye;
            let turn = Quat::from_euler(EulerRot::YXZ, stance.heading, stance.pitch, 0.0);
            let seen = turn.inverse() * to;
            assert!(seen.z < 0.0);
            largest = largest.max((seen.truncate() / -seen.z).abs().max_element());
        }
        // Tangents: a visitor sees 0.46 to each side even on a phone held upright.
        assert!((0.3..0.46).contains(&largest), "a thing of {size} m fills {largest}");
        let (heading, pitch) = stand::gaze(stance.eye, vec3(0.0, half, 0.0));
        assert!((heading - stance.heading).abs() < 0.01 && (pitch - stance.pitch).abs() < 0.05);
        // One can walk around it, at a pace that fits.
        let mut visitor = Visitor::default();
        visitor.place(&space, &stance);
        visitor.key(Key::Right, true);
        pass(&mut visitor, &space, 1.0, 60.0, |_| {});
        let walked = visitor.walker.feet.distance(stance.feet);
        assert!(walked > size * 0.5 && walked < size * 10.0, "a thing of {size} m: walked {walked} m in a second");
    }
}

#[test]
fn a_large_thing_without_a_floor_is_not_climbed_on() {
    // The size of a lorry, with a roof to stand on.
    let lorry = Room::default().block(vec2(-1.2, -4.0), vec2(1.2, 4.0), 3.2);
    let (_, stance) = stand::arrive(lorry.0, Aabb::EMPTY);
    assert!(stance.eye.z > 6.0, "it is looked at from outside: {}", stance.eye);

    // The same on a yard.
    let yard = Room::default().floor(vec2(-20.0, -20.0), vec2(20.0, 20.0), 0.0);
    let (_, stance) = stand::arrive(yard.block(vec2(-1.2, -4.0), vec2(1.2, 4.0), 3.2).0, Aabb::EMPTY);
    assert!(stance.feet.y.abs() < 0.01 && stance.feet.length() > 5.0, "it stands on the yard: {}", stance.feet);
    let to = (vec3(0.0, 1.6, 0.0) - stance.eye).normalize();
    assert!(to.dot(stand::ahead(stance.heading)) > 0.9, "it looks at the lorry");
}

#[test]
fn in_front_of_a_picture_means_the_side_it_can_be_seen_from() {
    let room = hall();
    let bounds = Aabb { min: vec3(-1.0, 1.0, -3.98), max: vec3(1.0, 2.4, -3.95) };
    let space = room.block(vec2(-0.5, -2.5), vec2(0.5, -1.5), 1.2).space();
    let subject = stand::Subject { bounds, front: Vec3::NEG_Z, node_is_own: &|_| false, seen_from: None };
    let stance = stand::in_front_of(&space, &subject).expect("there is room");
    assert!(space.is_free(stance.feet) && space.is_inside(stance.feet));
    assert!(stance.feet.z > -3.0 && stance.feet.x.abs() < 2.5, "it stands at {}", stance.feet);
    assert!(stand::sees(&space, &subject, stance.eye));
    let to = (bounds.center() - stance.eye).normalize();
    assert!(to.dot(stand::ahead(stance.heading)) > 0.9);
}
