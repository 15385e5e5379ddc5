//! A visitor's body in rooms made of triangles: it never leaves, never falls through, never gets stuck, at any frame rate.

mod growing;
mod room;
mod standing;

use glam::{Vec3, vec2, vec3};
use viewer::visitor::{Progress, Stance};
use viewer::walk::{Bvh, Sees, Triangle, rooms, route};
use viewer::{Key, stand};

use room::{Room, hall, pass, visitor_at};

/// A small generator of pseudo-random numbers (xorshift), so that every run walks the same way.
struct Dice(u32);

impl Dice {
    fn roll(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as f32 / u32::MAX as f32
    }
}

#[test]
fn walking_into_a_wall_at_an_angle_slides_along_it() {
    let space = hall().space();
    // Towards the wall at z = -4, 45° to it.
    let mut visitor = visitor_at(&space, vec3(-4.0, 0.0, -3.0), -45_f32.to_radians());
    visitor.key(Key::Forward, true);
    pass(&mut visitor, &space, 3.0, 60.0, |_| {});
    let feet = visitor.walker.feet;
    assert!((feet.z - -3.7).abs() < 0.01, "it touches the wall with its side, and is at z = {}", feet.z);
    // 2 m/s along 45° leaves 1.41 m/s along the wall, once the wall is reached.
    assert!(feet.x > -0.4 && feet.x < 0.6, "it went on along the wall, and is at x = {}", feet.x);
}

#[test]
fn a_step_up_to_35_cm_is_climbed_and_a_higher_one_is_a_wall() {
    for (height, is_climbed) in [(0.1, true), (0.2, true), (0.34, true), (0.4, false), (0.8, false)] {
        let space = hall().block(vec2(-2.0, -3.0), vec2(2.0, -1.0), height).space();
        let mut visitor = visitor_at(&space, vec3(0.0, 0.0, 1.5), 0.0);
        visitor.key(Key::Forward, true);
        pass(&mut visitor, &space, 1.8, 60.0, |_| {});
        let feet = visitor.walker.feet;
        if is_climbed {
            assert!((feet.y - height).abs() < 0.01 && feet.z < -1.2, "{height} m: is at {feet}");
        } else {
            assert!(feet.y < 0.01 && (feet.z - -0.7).abs() < 0.02, "{height} m: is at {feet}");
        }
    }
}

#[test]
fn stairs_are_walked_up_and_down_and_the_eye_does_not_jump() {
    let mut room =
        Room::default().floor(vec2(-2.0, -12.0), vec2(2.0, 4.0), 0.0).walls(vec2(-2.0, -12.0), vec2(2.0, 4.0));
    for i in 0..10 {
        let z = -(i as f32) * 0.3;
        room = room.block(vec2(-2.0, z - 0.3), vec2(2.0, z), (i + 1) as f32 * 0.17);
    }
    let space = room.block(vec2(-2.0, -6.0), vec2(2.0, -3.0), 1.7).space();
    let mut visitor = visitor_at(&space, vec3(0.0, 0.0, 2.0), 0.0);
    visitor.key(Key::Forward, true);
    let mut before = visitor.eye(&space);
    let mut largest_jump = 0.0_f32;
    pass(&mut visitor, &space, 3.3, 120.0, |visitor| {
        let eye = visitor.eye(&space);
        largest_jump = largest_jump.max((eye.y - before.y).abs());
        before = eye;
    });
    assert!((visitor.walker.feet.y - 1.7).abs() < 0.01, "it is upstairs: {}", visitor.walker.feet);
    assert!(largest_jump < 0.035, "the eye rose {largest_jump} m in one frame");
    visitor.key(Key::Forward, false);
    visitor.key(Key::Back, true);
    pass(&mut visitor, &space, 4.0, 120.0, |_| {});
    assert!(visitor.walker.feet.y.abs() < 0.01, "it is downstairs again: {}", visitor.walker.feet);
}

#[test]
fn nobody_runs_through_a_wall_without_thickness_at_any_frame_rate() {
    for fps in [5.0, 24.0, 60.0, 240.0] {
        let space = hall().wall(vec2(-5.0, 0.0), vec2(5.0, 0.0), 3.0).space();
        for degrees in [-60.0_f32, -30.0, -1.0, 0.0, 17.0, 45.0, 80.0] {
            let mut visitor = visitor_at(&space, vec3(0.0, 0.0, 1.0), degrees.to_radians());
            visitor.key(Key::Forward, true);
            visitor.key(Key::Run, true);
            pass(&mut visitor, &space, 4.0, fps, |visitor| {
                let feet = visitor.walker.feet;
                assert!(feet.z > 0.29, "{fps} fps, {degrees}°: got to {feet}");
            });
        }
    }
}

#[test]
fn the_same_keys_lead_to_the_same_place_at_5_and_at_240_frames_a_second() {
    let walk = |fps: f32| {
        let space = hall().block(vec2(0.5, -2.0), vec2(2.5, 0.0), 1.0).space();
        let mut visitor = visitor_at(&space, vec3(-3.0, 0.0, 2.0), -30_f32.to_radians());
        let mut length = 0.0;
        for (key, secs) in [(Key::Forward, 1.6), (Key::Right, 1.0), (Key::Back, 1.2), (Key::Left, 0.8)] {
            visitor.key(key, true);
            let mut before = visitor.walker.feet;
            pass(&mut visitor, &space, secs, fps, |visitor| {
                length += before.distance(visitor.walker.feet);
                before = visitor.walker.feet;
            });
            visitor.key(key, false);
        }
        (visitor.walker.feet, length)
    };
    let (slow, slow_length) = walk(5.0);
    let (fast, fast_length) = walk(240.0);
    assert!(slow.distance(fast) < 0.03, "5 fps ends at {slow}, 240 fps at {fast}");
    // Five frames a second cut the corners of the path when its length is measured.
    assert!((slow_length - fast_length).abs() < 0.04 * fast_length, "{slow_length} m against {fast_length} m");
    assert!(fast_length > 5.0);
}

#[test]
fn turning_takes_the_same_time_at_every_frame_rate() {
    let space = hall().space();
    let turn = |fps: f32| {
        let mut visitor = visitor_at(&space, Vec3::ZERO, 0.0);
        visitor.key(Key::TurnLeft, true);
        pass(&mut visitor, &space, 1.0, fps, |_| {});
        visitor.key(Key::TurnLeft, false);
        pass(&mut visitor, &space, 1.0, fps, |_| {});
        visitor.heading
    };
    assert!((turn(5.0) - turn(240.0)).abs() < 0.02, "{} against {}", turn(5.0), turn(240.0));
    assert!(turn(60.0) > 1.0);
}

#[test]
fn nobody_leaves_a_closed_room_in_minutes_of_random_walking() {
    let room = hall()
        .block(vec2(-1.0, -1.0), vec2(0.0, 0.5), 1.1)
        .block(vec2(2.0, 1.0), vec2(4.0, 2.0), 0.45)
        .block(vec2(-4.0, 2.0), vec2(-3.0, 3.0), 0.3)
        // Two sheets that make a sharp corner.
        .wall(vec2(1.0, -3.0), vec2(3.0, -1.0), 2.5)
        .wall(vec2(1.0, -3.0), vec2(3.2, -1.8), 2.5);
    let space = room.space();
    for seed in 1..=4 {
        let mut dice = Dice(seed * 7919);
        let mut visitor = visitor_at(&space, vec3(-2.0, 0.0, 0.0), 0.0);
        let mut walked = 0.0;
        let mut secs = 0.0;
        while secs < 180.0 {
            let keys = [Key::Forward, Key::Back, Key::Left, Key::Right, Key::TurnLeft, Key::TurnRight, Key::Run];
            for key in keys {
                visitor.key(key, dice.roll() < if key == Key::Forward { 0.7 } else { 0.3 });
            }
            visitor.look(vec2(dice.roll() - 0.5, dice.roll() - 0.5) * 4.0);
            let dt = 1.0 / (5.0 + dice.roll() * 235.0);
            for _ in 0..20 {
                let before = visitor.walker.feet;
                visitor.advance(&space, dt);
                secs += dt;
                let feet = visitor.walker.feet;
                walked += before.distance(feet);
                assert!(feet.x.abs() < 4.71 && feet.z.abs() < 3.71, "seed {seed}, {secs} s: it is outside, at {feet}");
                assert!((-0.01..0.46).contains(&feet.y), "seed {seed}, {secs} s: it is at the height {}", feet.y);
                assert!(space.is_free(feet), "seed {seed}, {secs} s: it is inside of something at {feet}");
            }
        }
        assert!(walked > 50.0, "seed {seed}: it was stuck, and walked only {walked} m");
    }
}

#[test]
fn walls_part_a_hall_into_rooms_and_plinths_do_not() {
    let closed = |room: Room| room.floor(vec2(-5.0, -4.0), vec2(5.0, 4.0), 3.0);
    let open = closed(hall().block(vec2(-2.0, -1.0), vec2(-1.0, 1.0), 1.1).block(vec2(1.4, -0.2), vec2(1.8, 0.2), 3.0))
        .space();
    assert!(rooms(&open, &open.bounds, vec3(0.0, 1.6, 2.0)).len() == 1, "one room with a plinth and a pillar is one");

    let parted =
        closed(hall().wall(vec2(-1.0, -4.0), vec2(-1.0, -0.5), 3.0).wall(vec2(-1.0, 0.5), vec2(-1.0, 4.0), 3.0))
            .space();
    let eye = vec3(2.0, 1.6, 1.0);
    let found = rooms(&parted, &parted.bounds, eye);
    assert_eq!(found.len(), 2, "{found:?}");
    let sides = found.iter().map(|room| (room.min.x, room.max.x));
    for ((low, high), (is_low, is_high)) in sides.zip([(-1.0, 5.0), (-5.0, -1.0)]) {
        assert!(
            (low - is_low).abs() < 0.05 && (high - is_high).abs() < 0.05,
            "the first is where the eye is: {found:?}"
        );
    }
    assert!(found.iter().all(|room| room.size().y > 2.9 && room.size().z > 7.9), "{found:?}");

    let outdoors = Room::default()
        .floor(vec2(-20.0, -20.0), vec2(20.0, 20.0), 0.0)
        .block(vec2(2.0, 2.0), vec2(9.0, 9.0), 6.0)
        .space();
    assert!(rooms(&outdoors, &outdoors.bounds, vec3(0.0, 1.6, 0.0)).len() < 4, "a field is no set of rooms");
}

#[test]
fn a_door_of_70_cm_is_walked_through_and_a_gap_of_50_cm_is_not() {
    for (width, is_through) in [(0.9, true), (0.7, true), (0.5, false)] {
        let half = width * 0.5;
        let space =
            hall().wall(vec2(-5.0, 0.0), vec2(-half, 0.0), 3.0).wall(vec2(half, 0.0), vec2(5.0, 0.0), 3.0).space();
        let mut visitor = visitor_at(&space, vec3(0.02, 0.0, 2.0), 0.0);
        visitor.key(Key::Forward, true);
        pass(&mut visitor, &space, 3.0, 60.0, |_| {});
        assert_eq!(visitor.walker.feet.z < -1.0, is_through, "a gap of {width} m: {}", visitor.walker.feet);
    }
}

#[test]
fn a_low_beam_stops_the_head() {
    let beam = |y: f32| hall().floor(vec2(-5.0, -2.0), vec2(5.0, -1.0), y).space();
    for (y, is_under) in [(1.6, false), (1.8, true)] {
        let space = beam(y);
        let mut visitor = visitor_at(&space, vec3(0.0, 0.0, 1.0), 0.0);
        visitor.key(Key::Forward, true);
        pass(&mut visitor, &space, 2.5, 60.0, |_| {});
        assert_eq!(visitor.walker.feet.z < -2.0, is_under, "beam at {y} m: {}", visitor.walker.feet);
    }
}

#[test]
fn whoever_is_put_in_the_air_lands_on_the_floor_however_thin_it_is() {
    let space = hall().space();
    for fps in [5.0, 240.0] {
        let mut visitor = visitor_at(&space, vec3(0.0, 40.0, 0.0), 0.0);
        assert!(visitor.walker.feet.y > 39.0, "it begins in the air");
        pass(&mut visitor, &space, 8.0, fps, |_| {});
        assert!(visitor.walker.feet.y.abs() < 0.01, "{fps} fps: it is at {}", visitor.walker.feet);
    }
}

#[test]
fn the_edge_of_a_stage_is_not_stepped_over() {
    // A floor with nothing around it, and a pit in it.
    let space = Room::default()
        .floor(vec2(-3.0, -3.0), vec2(3.0, 3.0), 0.0)
        .floor(vec2(-30.0, -30.0), vec2(30.0, 30.0), -8.0)
        .space();
    let mut dice = Dice(42);
    let mut visitor = visitor_at(&space, Vec3::ZERO, 0.0);
    for _ in 0..300 {
        visitor.key(Key::Forward, dice.roll() < 0.8);
        visitor.key(Key::Run, dice.roll() < 0.5);
        visitor.look(vec2(dice.roll() - 0.5, 0.0) * 6.0);
        pass(&mut visitor, &space, 0.5, 30.0, |visitor| {
            assert!(visitor.walker.feet.y > -0.01, "it fell, and is at {}", visitor.walker.feet);
        });
    }
}

#[test]
fn a_slot_in_the_floor_is_walked_over() {
    let space = Room::default()
        .floor(vec2(-2.0, 0.05), vec2(2.0, 4.0), 0.0)
        .floor(vec2(-2.0, -4.0), vec2(2.0, -0.05), 0.0)
        .walls(vec2(-2.0, -4.0), vec2(2.0, 4.0))
        .space();
    let mut visitor = visitor_at(&space, vec3(0.0, 0.0, 2.0), 0.0);
    visitor.key(Key::Forward, true);
    pass(&mut visitor, &space, 2.0, 60.0, |_| {});
    assert!(visitor.walker.feet.z < -1.0 && visitor.walker.feet.y.abs() < 0.01, "{}", visitor.walker.feet);
}

#[test]
fn a_straight_way_that_is_barred_leads_around() {
    let space = hall().wall(vec2(-5.0, 0.0), vec2(3.0, 0.0), 2.5).space();
    let (from, to) = (vec3(-3.0, 0.0, 2.0), vec3(-3.0, 0.0, -2.0));
    let way = route(&space, from, to).expect("there is a way around the wall");
    assert!(way.iter().any(|p| p.x > 3.0), "it leads past the end of the wall: {way:?}");
    assert_eq!(way.last(), Some(&to));
    let mut visitor = visitor_at(&space, from, 0.0);
    visitor.send(&space, &stand::upright(&space, to, 1.0, 0.1));
    let mut arrived_secs = None;
    for frame in 0..900 {
        let (progress, _) = visitor.advance(&space, 1.0 / 60.0);
        assert!(space.is_free(visitor.walker.feet));
        if progress == Progress::Arrived {
            arrived_secs = Some(frame as f32 / 60.0);
            break;
        }
    }
    let secs = arrived_secs.expect("it arrives");
    assert!(secs > 1.5, "it walked, it did not jump: {secs} s");
    assert!(visitor.walker.feet.distance(to) < 0.15, "it is at {}", visitor.walker.feet);
    assert!((visitor.heading - 1.0).abs() < 0.05 && (visitor.pitch - 0.1).abs() < 0.05);

    let closed = hall().wall(vec2(-5.0, 0.0), vec2(5.0, 0.0), 2.5).space();
    assert_eq!(route(&closed, from, to), None);
}

#[test]
fn walking_away_ends_an_errand() {
    let space = hall().space();
    let mut visitor = visitor_at(&space, vec3(-3.0, 0.0, 2.0), 0.0);
    visitor.send(&space, &stand::upright(&space, vec3(3.0, 0.0, -2.0), 0.0, 0.0));
    pass(&mut visitor, &space, 0.3, 60.0, |_| {});
    visitor.key(Key::Back, true);
    let ends: Vec<Progress> = (0..10).map(|_| visitor.advance(&space, 1.0 / 60.0).0).collect();
    assert!(ends.contains(&Progress::GaveUp), "{ends:?}");
    assert!(!visitor.is_on_errand());
}

#[test]
fn a_viewpoint_in_the_air_is_held_until_one_walks() {
    let space = hall().space();
    let mut visitor = visitor_at(&space, Vec3::ZERO, 0.0);
    let eye = vec3(1.0, 2.7, 1.0);
    visitor.place(&space, &Stance { feet: vec3(1.0, 0.0, 1.0), eye, heading: 0.5, pitch: -0.3, fov_y: Some(0.8) });
    pass(&mut visitor, &space, 2.0, 60.0, |_| {});
    assert!(visitor.eye(&space).distance(eye) < 1e-4);
    assert_eq!((visitor.fov_y, visitor.fov_part), (0.8, 1.0));
    visitor.key(Key::Forward, true);
    pass(&mut visitor, &space, 2.5, 60.0, |_| {});
    let height = visitor.eye(&space).y - visitor.walker.feet.y;
    assert_eq!(visitor.fov_part, 0.0, "the visitor sees as it always does");
    assert!((height - 1.6).abs() < 0.05, "its eye is {height} m above its feet");
}

#[test]
fn a_ray_meets_what_a_search_through_all_triangles_finds() {
    let mut dice = Dice(77);
    for (count, spread) in [(1, 1.0), (7, 1.0), (400, 8.0), (3000, 30.0), (3000, 0.0)] {
        let mut place = |spread: f32| (vec3(dice.roll(), dice.roll(), dice.roll()) - 0.5) * spread;
        let triangles: Vec<Triangle> = (0..count)
            .map(|_| {
                let center = place(spread);
                let corners = [center, center + place(1.0), center + place(1.0)];
                Triangle { corners, node: None, blocks: true, see_through: false }
            })
            .collect();
        let whole = Bvh::new(triangles.clone());
        let alone: Vec<Bvh> = triangles.iter().map(|t| Bvh::new(vec![*t])).collect();
        for _ in 0..60 {
            let (origin, direction) = (place(spread * 2.0 + 2.0), place(2.0));
            let ray = |bvh: &Bvh| bvh.ray(origin, direction, 50.0, Sees::Solid).map(|hit| hit.distance);
            let nearest = alone.iter().filter_map(ray).reduce(f32::min);
            assert_eq!(ray(&whole), nearest, "{count} triangles over {spread} m");
            let bounds = ::hall::Aabb { min: origin - 0.5, max: origin + 0.5 };
            let mut near = 0;
            whole.each_near(&bounds, &mut |_| near += 1);
            let mut near_alone = 0;
            alone.iter().for_each(|bvh| bvh.each_near(&bounds, &mut |_| near_alone += 1));
            assert_eq!(near, near_alone);
        }
    }
}
