//! Rooms: what walls part a hall into.

use glam::{Quat, Vec3};

use super::{Sees, Space};
use crate::Aabb;

/// A room's sides are at least this long, in heights of the visitor's eye.
const LEAST_SIDE: f32 = 2.0;
/// About as many places are looked around from.
const PLACES: f32 = 24.0;

/// Whether a scene is as large as a room: at least 4 m wide and deep and 2.2 m high. What is smaller is looked at from outside.
pub fn is_room(bounds: &Aabb) -> bool {
    let size = bounds.size();
    !bounds.is_empty() && size.x >= 4.0 && size.z >= 4.0 && size.y >= 2.2
}

/// Where to look around from in a room, metres: the clearest place near the middle, as inside of a plinth one sees only the plinth.
pub fn lookout(bounds: &Aabb, obstacles: &[Aabb]) -> Vec3 {
    let size = bounds.size();
    let middle = bounds.center();
    let height = bounds.min.y + (0.45 * size.y).min(2.4);
    let mut best = (f32::NEG_INFINITY, middle);
    for step in 0..81 {
        let (i, j) = ((step % 9) as f32 / 8.0 - 0.5, (step / 9) as f32 / 8.0 - 0.5);
        let at = Vec3::new(middle.x + 0.6 * i * size.x, height, middle.z + 0.6 * j * size.z);
        let clearance = obstacles
            .iter()
            .filter(|b| (b.size() / size).max_element() < 0.8)
            .map(|b| (b.min - at).max(at - b.max).max_element())
            .fold(1.5, f32::min);
        let score = clearance - 0.08 * at.distance(middle);
        if score > best.0 {
            best = (score, at);
        }
    }
    best.1
}

/// The boxes of rooms that walls part within `bounds`, the one about `eye` first; none outdoors, or where only things stand. Metres.
///
/// From places all over the hall its walls are looked for in four directions, seven rays each: the middle one of seven distances
/// passes doors and furniture by.
pub fn rooms(space: &Space, bounds: &Aabb, eye: Vec3) -> Vec<Aabb> {
    let mut parting = Parting::new(space, bounds, eye);
    loop {
        if let Some(rooms) = parting.step(space) {
            return rooms;
        }
    }
}

/// [`rooms`] on their way: each step looks around from one place.
#[derive(Clone, Debug)]
pub struct Parting {
    bounds: Aabb,
    eye: Vec3,
    /// From where is still to be looked around, the next one last.
    places: Vec<Vec3>,
    seen: Vec<Aabb>,
    rooms: Vec<Aabb>,
}

impl Parting {
    /// As for [`rooms`].
    pub fn new(space: &Space, bounds: &Aabb, eye: Vec3) -> Self {
        let size = bounds.size();
        let step = (size.x * size.z / PLACES).sqrt().max(LEAST_SIDE * space.body.eye);
        let count = [size.x, size.z].map(|side| (side / step).ceil() as u32);
        let places = (0..count[0] * count[1]).rev().map(|i| {
            let part = |i: u32, count: u32| (i as f32 + 0.5) / count as f32;
            let (x, z) = (part(i % count[0], count[0]), part(i / count[0], count[1]));
            Vec3::new(bounds.min.x + x * size.x, eye.y, bounds.min.z + z * size.z)
        });
        let places = places.chain([eye]).collect();
        Self { bounds: *bounds, eye, places, seen: Vec::new(), rooms: Vec::new() }
    }

    /// Goes one step on; the rooms after the last one.
    pub fn step(&mut self, space: &Space) -> Option<Vec<Aabb>> {
        let Self { bounds, eye, places, seen, rooms } = self;
        if let Some(from) = places.pop() {
            seen.extend(around(space, bounds, from));
            return None;
        }
        let largest = seen.iter().copied().max_by(|a, b| area(a).total_cmp(&area(b)));
        let Some(mut largest) = largest else { return Some(std::mem::take(rooms)) };
        let whole = largest;
        // Who stands in a door sees two rooms; who stands in the middle of a room sees that one.
        let middle = whole.center().with_y(eye.y);
        if around(space, bounds, middle).is_none_or(|again| area(&again) < 0.7 * area(&whole)) {
            seen.retain(|other| *other != whole);
            return None;
        }
        seen.retain(|part| {
            let is_other = overlap(&whole, part) < 0.3 * area(part);
            if !is_other {
                // From there a wall is seen that something hides here, and a ceiling that is higher.
                largest = largest.union(*part);
            }
            is_other
        });
        rooms.push(largest);
        let last = rooms.len() - 1;
        if away(&largest, *eye) < away(&rooms[0], *eye) {
            rooms.swap(0, last);
        }
        None
    }
}

/// The box of what is seen from a place where a visitor could stand, if something encloses it: a booth has three walls.
fn around(space: &Space, all: &Aabb, from: Vec3) -> Option<Aabb> {
    let unit = space.body.eye;
    let reach = all.size().length();
    let down = space.bvh.ray(from, Vec3::NEG_Y, 1.5 * unit, Sees::Solid)?.distance;
    // Rays fan out about an axis across them.
    let wall = |ahead: Vec3, axis: Vec3| {
        let mut distances = [-0.9, -0.6, -0.3, 0.0, 0.3, 0.6, 0.9].map(|angle: f32| {
            let ray = Quat::from_axis_angle(axis, angle) * ahead;
            space.bvh.ray(from, ray, reach, Sees::Solid).map_or(f32::INFINITY, |hit| hit.distance * angle.cos())
        });
        // The three least go first.
        (0..4).fold(0.0, |_, _| {
            let least = distances.iter().copied().fold(f32::INFINITY, f32::min);
            let first = distances.iter_mut().find(|metres| **metres == least);
            first.map_or(least, |metres| std::mem::replace(metres, f32::INFINITY))
        })
    };
    let low = Vec3::new(wall(Vec3::NEG_X, Vec3::Y), down, wall(Vec3::NEG_Z, Vec3::Y));
    let high = Vec3::new(wall(Vec3::X, Vec3::Y), wall(Vec3::Y, Vec3::X), wall(Vec3::Z, Vec3::Y));
    let bounds = Aabb { min: (from - low).max(all.min), max: (from + high).min(all.max) };
    // What ends where everything ends has no wall there.
    let reaches = (from - low).cmpge(all.min - 0.05 * unit).bitmask() & 0b101;
    let enclosing = reaches.count_ones() + (from + high).cmple(all.max + 0.05 * unit).bitmask().count_ones();
    let size = bounds.size();
    (enclosing >= 3 && size.x.min(size.z) >= LEAST_SIDE * unit).then_some(bounds)
}

/// Seen from above.
fn area(bounds: &Aabb) -> f32 {
    bounds.size().x * bounds.size().z
}

fn overlap(a: &Aabb, b: &Aabb) -> f32 {
    let side = (a.max.min(b.max) - a.min.max(b.min)).max(Vec3::ZERO);
    side.x * side.z
}

fn away(bounds: &Aabb, from: Vec3) -> f32 {
    (from.clamp(bounds.min, bounds.max) - from).length() + 0.001 * bounds.center().distance(from)
}
