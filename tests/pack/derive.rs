//! What is derived from a hall: what one bumps into, and where one can walk.

use std::fs;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use glam::{Vec3, vec3};
use hall::walk::{Bvh, Sees, surfaces};
use hall::{Limits, Pose, Scene};
use pack::Request;
use serde_json::json;

use crate::house::{House, Navigation};
use crate::place::{Packed, Place, Sheet, pack_files, read, repack};

/// Seen from above, square metres; positive for a polygon that turns clockwise there.
fn area(polygon: &[Vec3]) -> f32 {
    let first = polygon[0];
    polygon.windows(2).map(|p| (p[0] - first).cross(p[1] - first).y * -0.5).sum()
}

fn warnings(packed: &Packed) -> Vec<&str> {
    packed.report.warnings.iter().map(|words| words.en.as_str()).collect()
}

#[test]
fn the_floor_is_as_large_as_a_body_has_room() {
    // Where the middle of a body can be ends between two squares.
    let packed = House::room(10.1, 8.1)
        .block("pillar", vec3(1.0, 0.0, -0.5), vec3(2.0, 3.0, 0.5))
        .spawn(vec3(-3.0, 0.0, 0.0), 0.0)
        .pack();
    assert!(warnings(&packed).is_empty(), "{:?}", warnings(&packed));
    let navigation = Navigation::of(&packed);
    // A body of 0.3 m keeps away from walls and from all sides of the pillar.
    let around_pillar = 1.0 + 4.0 * 0.3 + std::f32::consts::PI * 0.09;
    let expected = 9.5 * 7.5 - around_pillar;
    assert!((navigation.area_m2 / expected - 1.0).abs() < 0.02, "{} of {expected}", navigation.area_m2);
    let polygons = navigation.polygons();
    let sum: f32 = polygons.iter().map(|polygon| area(polygon)).sum();
    assert!((sum / expected - 1.0).abs() < 0.03, "{sum} of {expected}");
    assert!(polygons.len() < 20, "{} polygons", polygons.len());
    for polygon in &polygons {
        let count = polygon.len();
        for at in 0..count {
            let [a, b, c] = [at, (at + 1) % count, (at + 2) % count].map(|at| polygon[at]);
            assert!((b - a).cross(c - b).y <= 1e-3, "convex: {polygon:?}");
        }
        assert!(polygon.iter().all(|corner| corner.y.abs() < 0.01), "{polygon:?}");
        let in_pillar = |p: &Vec3| (p.x - 1.5).abs() < 0.6 && p.z.abs() < 0.6;
        assert!(!polygon.iter().any(in_pillar), "{polygon:?}");
    }
}

/// Steps up to a stage of 4 × 3 m in a corner, each so high.
fn stage(rise: f32, steps: u32) -> House {
    let top = rise * steps as f32;
    let mut house = House::room(12.0, 10.0).spawn(vec3(-4.0, 0.0, 3.0), 0.0);
    house = house.block("stage", vec3(2.0, 0.0, -5.0), vec3(6.0, top, -2.0));
    for step in 1..steps {
        let y = rise * step as f32;
        let front = -2.0 + 0.3 * (steps - step) as f32;
        house = house.block("step", vec3(3.0, 0.0, -2.0), vec3(5.0, y, front));
    }
    house.block("bust", vec3(3.8, top, -4.2), vec3(4.2, top + 1.5, -3.8)).exhibit("bust", "bust")
}

#[test]
fn steps_are_climbed_and_what_is_too_high_is_not() {
    let low = Navigation::of(&stage(0.17, 5).pack());
    assert!(low.is_reachable("bust"));
    let on_stage = |p: &Vec3| (p.y - 0.85).abs() < 0.02;
    assert!(low.polygons().iter().any(|polygon| polygon.iter().all(on_stage)), "there is a polygon on the stage");
    assert!(low.islands().iter().all(|island| *island == 0));

    let packed = stage(0.6, 1).pack();
    let high = Navigation::of(&packed);
    assert!(!high.is_reachable("bust"));
    assert!(high.islands().contains(&1), "the stage is an island of its own");
    let [only] = &packed.report.warnings[..] else { panic!("{:?}", packed.report.warnings) };
    assert!(
        only.en.contains("\"bust\" cannot be reached on foot") && only.zh.contains("步行到不了展品“bust”"),
        "{only:?}"
    );
}

/// Two rooms of 5 × 8 m beside each other, with a door so wide between them.
fn two_rooms(door: f32) -> House {
    House::room(10.2, 8.0)
        .block("wall", vec3(-0.1, 0.0, -4.0), vec3(0.1, 3.0, -door / 2.0))
        .block("wall", vec3(-0.1, 0.0, door / 2.0), vec3(0.1, 3.0, 4.0))
        .block("lintel", vec3(-0.1, 2.1, -door / 2.0), vec3(0.1, 3.0, door / 2.0))
        .block("vase", vec3(3.0, 0.0, 2.0), vec3(3.5, 1.2, 2.5))
        .exhibit("vase", "vase")
        .spawn(vec3(-3.0, 0.0, 0.0), 90.0)
}

#[test]
fn a_door_joins_two_rooms_if_one_gets_through() {
    for door in [0.7, 0.9, 2.0] {
        let packed = two_rooms(door).pack();
        assert!(warnings(&packed).is_empty(), "{door}: {:?}", warnings(&packed));
        let navigation = Navigation::of(&packed);
        assert!(navigation.is_reachable("vase"), "{door}");
        assert!(navigation.area_m2 > 60.0);
    }
    let packed = two_rooms(0.5).pack();
    assert_eq!(warnings(&packed).len(), 1, "{:?}", warnings(&packed));
    let navigation = Navigation::of(&packed);
    assert!(!navigation.is_reachable("vase"));
    assert!((30.0..35.0).contains(&navigation.area_m2), "{}", navigation.area_m2);
}

#[test]
fn a_spawn_without_room_is_warned_of_once() {
    let packed = two_rooms(0.9).spawn(vec3(-30.0, 0.0, 0.0), 0.0).pack();
    let [only] = &warnings(&packed)[..] else { panic!("{:?}", warnings(&packed)) };
    assert!(only.contains("nobody can stand where visitors begin"), "{only}");
}

#[test]
fn floors_above_each_other_are_two_storeys() {
    let mut house = House::room(12.0, 10.0).spawn(vec3(-4.0, 0.0, 3.0), 0.0);
    let upper = 15.0 * 0.2;
    house = house.block("upper", vec3(-6.0, upper - 0.2, -5.0), vec3(6.0, upper, 0.0));
    for step in 1..15 {
        let (y, back) = (0.2 * step as f32, 0.3 * (15 - step) as f32);
        house = house.block("step", vec3(4.5, y - 0.2, back - 0.3), vec3(6.0, y, back));
    }
    let packed = house.pack();
    let navigation = Navigation::of(&packed);
    let has_floor_at = |y: f32| {
        // Where steps begin an edge is half a step high.
        let level = |polygon: &Vec<Vec3>| polygon.iter().all(|corner| (corner.y - y).abs() < 0.11);
        navigation.polygons().iter().filter(|polygon| level(polygon)).map(|polygon| area(polygon)).sum::<f32>()
    };
    assert!(has_floor_at(0.0) > 80.0 && has_floor_at(upper) > 45.0, "{} {}", has_floor_at(0.0), has_floor_at(upper));
    let plans = &packed.report.pack.derived.as_ref().unwrap().floor_plans;
    assert_eq!(plans.len(), 2);
    assert!(plans[0].floor_y.abs() < 0.1 && (plans[1].floor_y - upper).abs() < 0.1);
}

/// The collision mesh of a pack, and the room that it stands for.
fn collision(packed: &Packed) -> (Scene, u64, u64) {
    let listed = packed.report.pack.derived.as_ref().unwrap().collision.as_ref().unwrap();
    (read(packed.file(&listed.file.file)), listed.triangles, listed.source_triangles)
}

fn walls(scene: &Scene) -> Bvh {
    Bvh::new(surfaces(scene, &Pose::rest(scene), &vec![false; scene.nodes.len()]))
}

#[test]
fn what_one_bumps_into_is_where_it_is_seen_with_fewer_triangles() {
    let mut house = House::room(8.0, 8.0).spawn(vec3(0.0, 0.0, 3.0), 0.0);
    let glass = house
        .draft
        .push("materials", json!({"alphaMode": "BLEND", "pbrMetallicRoughness": {"baseColorFactor": [1, 1, 1, 0.2]}}));
    house = house.painted("pane", vec3(-2.0, 0.0, 1.0), vec3(2.0, 2.0, 1.02), Some(glass));
    let hill = Sheet::new(60, 4.0, 1.0);
    let positions: Vec<f32> =
        hill.positions.chunks_exact(3).flat_map(|p| [p[0] - 2.0, p[1] + 0.4, p[2] - 3.5]).collect();
    house.mesh("hill", &positions, &[], &hill.indices, None);
    let packed = house.pack();
    let (scene, triangles, source_triangles) = collision(&packed);
    assert_eq!(source_triangles, 6 * 12 + 7200);
    assert!(triangles < source_triangles / 10, "{triangles}");
    let (before, after) = (walls(&read(house.draft.glb())), walls(&scene));
    let mut met = 0;
    for ray in 0..2000 {
        let angle = ray as f32 * 2.399_963;
        let to = vec3(angle.cos(), (ray as f32 * 0.37).sin(), angle.sin()).normalize();
        for sees in [Sees::Solid, Sees::Opaque] {
            let [a, b] =
                [&before, &after].map(|bvh| bvh.ray(vec3(0.0, 1.5, 2.0), to, 50.0, sees).map(|hit| hit.distance));
            // A ray that grazes the hill goes a long way with a little error.
            let is_same = a.zip(b).is_some_and(|(a, b)| (a - b).abs() < 0.03) || a == b;
            met += u32::from(is_same);
        }
    }
    assert!(met > 3920, "{met} of 4000 rays end at the same place");
}

#[test]
fn the_same_hall_gives_the_same_files_and_the_cache_has_them() {
    let (house, place) = (two_rooms(0.9), Place::new());
    let files = house.files();
    let file = |name: &str| files.iter().find(|(known, _)| *known == name).map(|(_, bytes)| bytes.clone());
    let (cache, limits) = (place.0.join("cache"), Limits::default());
    let pack_into = |name: &str, cache| {
        let target = place.0.join(name);
        let request = Request { entry: "hall.json", file: &file, target: &target, cache, limits: &limits };
        pack::pack(&request, &|_, _, _| ControlFlow::Continue(())).unwrap()
    };
    let (first, again, alone) = (pack_into("a", Some(&*cache)), pack_into("b", Some(&*cache)), pack_into("c", None));
    assert_eq!((again.made, again.reused), (0, 2), "the scene, and what is derived from it");
    assert_eq!((&first.pack, &first.warnings), (&alone.pack, &alone.warnings));
    assert_eq!(first.pack, again.pack);
    let derived = first.pack.derived.unwrap();
    assert!(derived.files().count() == 3 && first.pack.plan.is_some());
    for file in derived.files() {
        let bytes = ["a", "b", "c"].map(|name| fs::read(place.0.join(name).join(&file.file)).unwrap());
        assert!(bytes[0] == bytes[1] && bytes[0] == bytes[2] && bytes[0].len() as u64 == file.size_bytes);
    }
}

#[test]
fn nothing_is_derived_from_nothing_and_a_thing_is_no_room() {
    let place = Place::new();
    let empty = House::empty();
    let report = pack_files(&place, "hall.json", &empty.files()).unwrap();
    assert!(report.pack.derived.is_none() && report.pack.plan.is_none());

    let cup = House::empty().block("cup", Vec3::ZERO, vec3(0.4, 0.5, 0.4));
    let derived = repack(cup.draft.glb()).report.pack.derived.unwrap();
    assert!(derived.collision.is_some() && derived.navigation.is_none() && derived.floor_plans.is_empty());
}

/// Packs what means harm, in no more time than it may take.
fn survives(house: &House) -> Packed {
    let began = Instant::now();
    let packed = house.pack();
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    packed
}

#[test]
fn a_floor_without_end_is_walked_on_only_so_far() {
    for side in [3e3, 3e6, 1e18, 3e37] {
        let house = House::room(6.0, 6.0).block("plain", vec3(-side, -0.5, -side), vec3(side, -0.3, side));
        let packed = survives(&house.spawn(vec3(0.0, 0.0, 0.0), 0.0));
        match &packed.report.pack.derived {
            Some(derived) => {
                let area_m2 = derived.navigation.as_ref().unwrap().area_m2;
                assert!((27.0..31.0).contains(&area_m2), "{side}: {area_m2}");
            }
            None => assert!(side > 1e7 && warnings(&packed)[0].contains("too large"), "{side}"),
        }
    }
    let plain = House::empty().block("plain", vec3(-3e3, -1.0, -3e3), vec3(3e3, 0.0, 3e3));
    let packed = survives(&plain.spawn(Vec3::ZERO, 0.0));
    let navigation = packed.report.pack.derived.as_ref().unwrap().navigation.clone().unwrap();
    assert!(!navigation.is_whole);
}

#[test]
fn triangles_without_number_over_each_other_take_no_time_without_end() {
    let mut house = House::room(6.0, 6.0).spawn(Vec3::ZERO, 0.0);
    let mut positions = Vec::new();
    for at in 0..40_000 {
        let turn = at as f32 * 0.1;
        positions.extend([turn.cos() * 3.0, 0.5 + at as f32 * 1e-4, turn.sin() * 3.0]);
    }
    let indices: Vec<u32> = (0..39_000).flat_map(|at| [at, at + 20 + at % 13, at + 900 + at % 7]).collect();
    house.mesh("storm", &positions, &[], &indices, None);
    let packed = survives(&house);
    assert!(
        warnings(&packed).iter().any(|words| words.contains("too many triangles lie over each other")),
        "{:?}",
        warnings(&packed)
    );
}
