//! What is around things without light maps: for each room a picture of it from within, which they mirror, and a grid of the light that bounces in it.

use ::bake::atlas::{RANGE, encode};
use ::bake::{Quality, around, direct_probe, irradiance_probe};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use glam::{UVec2, UVec3, Vec3, uvec2};
use hall::LightProbe;
use hall::manifest::Spawn;
use hall::walk::stand::arrive;
use hall::walk::{Body, Space, is_room, lookout, rooms, surfaces};
use hall::{Aabb, Pose, Scene};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Bake, LIGHT_PROBES, light};
use crate::TOOL;
use crate::document::{Accessor, Component, Document, Shape, float, put_extension};
use crate::error::PackError;
use crate::listing::FileRef;
use crate::store::{Made, key};
use crate::work::{Step, Work};

/// From place to place across a room, and up, metres; more where there would be too many.
const STEP: Vec3 = Vec3::new(1.5, 1.2, 1.5);
/// Of a scene.
const PLACES_MAX: u32 = 4096;
/// Paths at each place, sixteenths: light is even between places anyway.
const PATHS_MAX: u32 = 128;
/// A hall of more triangles is not looked through for rooms.
const TRIANGLES_MAX: usize = 5_000_000;

/// A room, and where it is looked around from.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    bounds: Aabb,
    position: Vec3,
    counts: UVec3,
}

/// As a cache remembers them: the picture of all rooms as PNG, and for each room its halves, both in Base64.
#[derive(Default, Serialize, Deserialize)]
struct Probes {
    faces: String,
    bounced: Vec<String>,
    /// The same with the direct light of suns and lamps.
    whole: Vec<String>,
}

impl Made for Probes {
    fn files(&self) -> Vec<&FileRef> {
        Vec::new()
    }
}

/// The rooms of a scene, as the viewer would find them; none of a thing that is looked at from outside.
pub fn find(scene: &Scene, pose: &Pose, spawn: Option<Spawn>) -> Vec<Room> {
    let (bounds, obstacles) = still(scene, pose);
    let triangles = surfaces(scene, pose, &scene.moving_nodes());
    if !is_room(&bounds) || triangles.len() > TRIANGLES_MAX {
        return Vec::new();
    }
    let (space, eye) = match spawn.filter(|spawn| spawn.position.is_finite()) {
        Some(spawn) => (Space::new(triangles, Body::default()), spawn.position + Vec3::Y * Body::default().eye),
        None => {
            let (space, stance) = arrive(triangles, bounds);
            (space, stance.eye)
        }
    };
    if space.body != Body::default() {
        return Vec::new();
    }
    let mut boxes = rooms(&space, &bounds, eye);
    if boxes.is_empty() {
        boxes.push(bounds);
    }
    boxes.truncate(LightProbe::ROOMS_MAX);
    let counts = counts(&boxes);
    let room =
        |(bounds, counts): (&Aabb, UVec3)| Room { bounds: *bounds, position: lookout(bounds, &obstacles), counts };
    boxes.iter().zip(counts).map(room).collect()
}

/// Around what takes light and does not move, and around each piece of it.
fn still(scene: &Scene, pose: &Pose) -> (Aabb, Vec<Aabb>) {
    let is_moving = scene.moving_nodes();
    let mut pieces = Vec::new();
    for (at, node) in scene.nodes.iter().enumerate() {
        let Some(mesh) = node.mesh.filter(|_| pose.is_shown[at] && !is_moving[at] && node.skin.is_none()) else {
            continue;
        };
        for primitive in &scene.meshes[mesh.index()].primitives {
            let is_unlit = primitive.material.is_some_and(|material| scene.materials[material.index()].unlit);
            if !is_unlit && primitive.morph_targets.is_empty() {
                pieces.push(primitive.bounds.transformed(&pose.world_from_node[at]));
            }
        }
    }
    (pieces.iter().fold(Aabb::EMPTY, |all, piece| all.union(*piece)), pieces)
}

/// How many places each room has along each axis.
fn counts(boxes: &[Aabb]) -> Vec<UVec3> {
    let mut step = STEP;
    loop {
        let of = |bounds: &Aabb| {
            let most = Vec3::splat(LightProbe::PLACES_MAX as f32);
            (bounds.size() / step).round().clamp(Vec3::ONE, most).as_uvec3()
        };
        let counts: Vec<UVec3> = boxes.iter().map(of).collect();
        let places: u32 = counts.iter().map(|counts| counts.element_product()).sum();
        let rows: u32 = counts.iter().map(|counts| counts.y * counts.z).sum();
        if places <= PLACES_MAX && rows <= LightProbe::ROWS_MAX {
            return counts;
        }
        step *= 1.1;
    }
}

/// Adds what is known of rooms to a document; `known` is all of the scene that its light depends on. Gives what stands in each accessor
/// when no lamp shines.
pub fn add(
    work: &Work<'_>,
    path: &str,
    (scene, pose): (&Scene, &Pose),
    rooms: &[Room],
    (known, bake): (&[u8], &Bake),
    document: &mut Document,
) -> Result<Vec<Vec<u8>>, PackError> {
    if rooms.is_empty() {
        return Ok(Vec::new());
    }
    let context = format!("{bake:?} {rooms:?}");
    let key = key([TOOL.as_bytes(), b"probes", context.as_bytes(), known]);
    let probes = work.store.cached(&key, || compute(work, path, (scene, pose), rooms, bake))?;
    let broken = || PackError::io(std::path::Path::new(path))(std::io::ErrorKind::InvalidData.into());
    let decode = |text: &String| STANDARD.decode(text).map_err(|_| broken());
    let bounced = probes.bounced.iter().map(decode).collect::<Result<Vec<_>, _>>()?;
    let whole = probes.whole.iter().map(decode).collect::<Result<Vec<_>, _>>()?;
    let is_sound = |all: &[Vec<u8>]| {
        let bytes = |room: &Room| 24 * room.counts.element_product() as usize;
        all.len() == rooms.len() && all.iter().zip(rooms).all(|(found, room)| found.len() == bytes(room))
    };
    // Where a room holds nothing but what stands in it there is no light to speak of.
    if bounced.is_empty() {
        return Ok(Vec::new());
    }
    if !is_sound(&bounced) || !is_sound(&whole) {
        return Err(broken());
    }
    let texture = super::apply::add_pictures(document, "rooms", vec![decode(&probes.faces)?.into()]);
    let rooms = rooms.iter().zip(bounced).map(|(room, bytes)| {
        let accessor = document.add(Accessor::tight(Shape::Vec4, Component::U16, false, bytes));
        let point = |point: Vec3| json!(point.to_array().map(float));
        let (min, max) = (point(room.bounds.min), point(room.bounds.max));
        let (position, counts) = (point(room.position), room.counts.to_array());
        json!({"min": min, "max": max, "position": position, "counts": counts, "irradiance": accessor})
    });
    let says = json!({"faces": {"index": texture[0]}, "rooms": rooms.collect::<Vec<_>>()});
    let on_show = crate::document::index(&document.root, "scene").unwrap_or(0);
    if let Some(scene) = document.array_mut("scenes").get_mut(on_show) {
        put_extension(scene, LIGHT_PROBES, says);
        document.declare(LIGHT_PROBES, false);
    }
    Ok(whole)
}

fn compute(
    work: &Work<'_>,
    path: &str,
    (scene, pose): (&Scene, &Pose),
    rooms: &[Room],
    bake: &Bake,
) -> Result<Probes, PackError> {
    let quality = bake.grade.quality();
    let mut world = light::world(work, (scene, pose), bake);
    let watch = |_: f32| (work.watch)(Step::Bake, path, 1.0);
    let brightest = (LightProbe::SIDE, LightProbe::RANGE);
    let seen = rooms.iter().map(|room| around(&world, room.position, brightest, &quality, &watch));
    let faces: Vec<Vec3> = seen.collect::<Option<Vec<_>>>().ok_or(PackError::Cancelled)?.concat();
    // Lamps shine on what has no light map by themselves.
    world.leave_direct(&|_| true);
    let quality = Quality { paths: quality.paths.min(PATHS_MAX), ..quality };
    let (mut bounced, mut whole) = (Vec::new(), Vec::new());
    for room in rooms {
        let mut grid = Vec::new();
        for at in 0..room.counts.element_product() {
            if watch(0.0).is_break() {
                return Err(PackError::Cancelled);
            }
            grid.push(irradiance_probe(&world, room.place(at), &quality));
        }
        world.leave_direct(&|_| false);
        let half = 0.5 * room.bounds.size() / room.counts.as_vec3();
        let add_direct = |(at, probe): (u32, &Option<[Vec3; 9]>)| {
            probe.map(|mut probe| {
                let direct = direct_probe(&world, room.place(at), half);
                probe.iter_mut().zip(direct).for_each(|(light, direct)| *light += direct);
                first_order(&probe)
            })
        };
        let lit = filled((0..).zip(&grid).map(add_direct).collect(), room.counts);
        world.leave_direct(&|_| true);
        let grid = filled(grid.iter().map(|probe| probe.as_ref().map(first_order)).collect(), room.counts);
        let (Some(grid), Some(lit)) = (grid, lit) else { return Ok(Probes::default()) };
        bounced.push(STANDARD.encode(rows(&grid, room.counts)));
        whole.push(STANDARD.encode(rows(&lit, room.counts)));
    }
    Ok(Probes { faces: STANDARD.encode(picture(path, &faces)?), bounced, whole })
}

/// All faces beside each other, as PNG.
fn picture(path: &str, faces: &[Vec3]) -> Result<Bytes, PackError> {
    let side = LightProbe::SIDE;
    let count = faces.len() as u32 / (side * side);
    let size = UVec2::from(LightProbe::picture_size(count));
    let mut page = vec![Vec3::ZERO; size.element_product() as usize];
    for (at, light) in (0..).zip(faces) {
        let (face, within) = (at / (side * side), at % (side * side));
        let corner = uvec2(face % LightProbe::COLUMNS, face / LightProbe::COLUMNS) * side;
        let texel = corner + uvec2(within % side, within / side);
        page[(texel.y * size.x + texel.x) as usize] = *light * (RANGE / LightProbe::RANGE);
    }
    light::png(path, size, &encode(size, &page)).map(Bytes::from)
}

impl Room {
    /// Where a place is, counted along x, then z, then y.
    fn place(&self, at: u32) -> Vec3 {
        let UVec3 { x, z, .. } = self.counts;
        let cell = UVec3::new(at % x, at / (x * z), at / x % z).as_vec3();
        self.bounds.min + (cell + 0.5) / self.counts.as_vec3() * self.bounds.size()
    }
}

/// The irradiance divided by π of a normal n as dot (xyz, n) + w, for red, green and blue.
type Bounced = [[f32; 4]; 3];

/// The first two bands alone, never below 0 for any normal.
fn first_order(probe: &[Vec3; 9]) -> Bounced {
    let (even, lean) = (0.282_094_8, 0.488_602_5);
    [0, 1, 2].map(|channel| {
        let all = (probe[0][channel] * even).max(0.0);
        let towards = Vec3::new(probe[3][channel], probe[1][channel], probe[2][channel]) * lean;
        let towards = towards.clamp_length_max(all);
        [towards.x, towards.y, towards.z, all]
    })
}

/// Places inside of things get the light of those around them, step by step; nothing where all are.
fn filled(mut grid: Vec<Option<Bounced>>, counts: UVec3) -> Option<Vec<Bounced>> {
    let steps = [1, counts.x, counts.x * counts.z];
    let place = |at: u32| [at % counts.x, at / counts.x % counts.z, at / (counts.x * counts.z)];
    let ends = [counts.x, counts.z, counts.y];
    while grid.iter().any(Option::is_none) {
        let mut next = grid.clone();
        for at in (0..grid.len() as u32).filter(|at| grid[*at as usize].is_none()) {
            let on_axis = place(at);
            let mut near = Vec::new();
            for axis in 0..3 {
                let (before, behind) = (on_axis[axis] > 0, on_axis[axis] + 1 < ends[axis]);
                near.extend(before.then(|| at - steps[axis]).and_then(|at| grid[at as usize]));
                near.extend(behind.then(|| at + steps[axis]).and_then(|at| grid[at as usize]));
            }
            if !near.is_empty() {
                let mean = |channel: usize, i: usize| {
                    near.iter().map(|bounced| bounced[channel][i]).sum::<f32>() / near.len() as f32
                };
                next[at as usize] = Some([0, 1, 2].map(|channel| [0, 1, 2, 3].map(|i| mean(channel, i))));
            }
        }
        if next == grid {
            return None;
        }
        grid = next;
    }
    grid.into_iter().collect()
}

/// Row by row: red, green and blue of all places that differ in x alone.
fn rows(grid: &[Bounced], counts: UVec3) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(grid.len() * 24);
    for row in grid.chunks_exact(counts.x as usize) {
        for channel in 0..3 {
            for number in row.iter().flat_map(|bounced| bounced[channel]) {
                bytes.extend_from_slice(&half(number).to_le_bytes());
            }
        }
    }
    bytes
}

/// The nearest float of 16 bits with seven of its ten binary places, so that it packs well: off by 0.4 % at most.
fn half(number: f32) -> u16 {
    const LOST: u32 = 13 + 3;
    let sign = if number < 0.0 { 0x8000 } else { 0 };
    let size = number.abs().min(60_000.0);
    // What is less than a thousandth of white is not seen.
    if size < 1e-4 || !number.is_finite() {
        return 0;
    }
    let rounded = (size.to_bits() + (1 << (LOST - 1))) >> LOST << LOST;
    sign | ((rounded >> 13) - (112 << 10)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(half: u16) -> f32 {
        let sign = if half & 0x8000 == 0 { 1.0 } else { -1.0 };
        let (exponent, places) = (i32::from(half >> 10 & 31), f32::from(half & 0x3ff));
        sign * (1.0 + places / 1024.0) * 2.0_f32.powi(exponent - 15)
    }

    #[test]
    fn halves_are_near_what_they_stand_for() {
        for number in [1e-3, -0.02, 0.333, 1.0, -7.77, 123.4, 59_999.0] {
            let half = half(number);
            assert!((whole(half) / number - 1.0).abs() < 0.004, "{number} became {}", whole(half));
        }
        assert_eq!((half(0.0), half(-1e-6), half(f32::NAN)), (0, 0, 0));
        assert!(whole(half(f32::INFINITY)).is_finite());
    }

    #[test]
    fn what_lies_inside_of_things_gets_the_light_beside_it() {
        let light = |all: f32| [[0.0, 0.0, 0.0, all]; 3];
        let grid = vec![None, Some(light(2.0)), None, None, Some(light(4.0)), None];
        let filled = filled(grid, UVec3::new(3, 1, 2)).expect("two places are free");
        assert_eq!(filled[0], light(2.0));
        assert_eq!(filled[5], light(4.0));
        assert!(super::filled(vec![None, None], UVec3::new(2, 1, 1)).is_none());
    }

    #[test]
    fn no_hall_has_too_many_places() {
        let large = Aabb { min: Vec3::ZERO, max: Vec3::new(300.0, 30.0, 900.0) };
        let booth = Aabb { min: Vec3::ZERO, max: Vec3::new(4.0, 3.0, 4.0) };
        assert_eq!(counts(&[booth]), [UVec3::new(3, 3, 3)]);
        let counts = counts(&[large, booth]);
        assert!(counts.iter().map(|counts| counts.element_product()).sum::<u32>() <= PLACES_MAX);
        assert!(counts[1].min_element() >= 1 && counts[0].max_element() <= LightProbe::PLACES_MAX);
    }
}
