//! Rooms: what walls part a hall into.

use glam::{Vec2, Vec3};
use hall::Aabb;

use super::{Sees, Space};

/// A room's sides are at least this long, in heights of the visitor's eye.
const LEAST_SIDE: f32 = 2.0;
/// Places along each side of the hall that are looked around from.
const PLACES: u32 = 8;

/// The boxes of rooms that walls part, the one about `eye` first; none outdoors, or where only things stand. Metres.
///
/// From places all over the hall its walls are looked for in four directions, five rays each: the middle one of five distances passes
/// doors and furniture by.
pub fn rooms(space: &Space, eye: Vec3) -> Vec<Aabb> {
    let (low, size) = (space.bounds.min, space.bounds.size());
    let places = (0..PLACES * PLACES).map(|i| {
        let part = (Vec2::new((i % PLACES) as f32, (i / PLACES) as f32) + 0.5) / PLACES as f32;
        Vec3::new(low.x + part.x * size.x, eye.y, low.z + part.y * size.z)
    });
    let mut seen: Vec<Aabb> = std::iter::once(eye).chain(places).filter_map(|from| around(space, from)).collect();
    let mut rooms: Vec<Aabb> = Vec::new();
    while let Some(largest) = seen.iter().copied().max_by(|a, b| area(a).total_cmp(&area(b))) {
        seen.retain(|bounds| overlap(&largest, bounds) < 0.3 * area(bounds));
        rooms.push(largest);
        let last = rooms.len() - 1;
        if away(&largest, eye) < away(&rooms[0], eye) {
            rooms.swap(0, last);
        }
    }
    rooms
}

/// The box of what is seen from a place where a visitor could stand, if something encloses it: a booth has two walls.
fn around(space: &Space, from: Vec3) -> Option<Aabb> {
    let unit = space.body.eye;
    let reach = space.bounds.size().length();
    let down = space.bvh.ray(from, Vec3::NEG_Y, 1.5 * unit, Sees::Solid)?.distance;
    let up = space.bvh.ray(from, Vec3::Y, reach, Sees::Solid).map_or(f32::INFINITY, |hit| hit.distance);
    let wall = |ahead: Vec3| {
        let mut distances = [-0.6, -0.3, 0.0, 0.3, 0.6].map(|angle: f32| {
            let ray = glam::Quat::from_rotation_y(angle) * ahead;
            space.bvh.ray(from, ray, reach, Sees::Solid).map_or(f32::INFINITY, |hit| hit.distance * angle.cos())
        });
        distances.sort_by(f32::total_cmp);
        distances[2]
    };
    let sides = [Vec3::NEG_X, Vec3::NEG_Z, Vec3::X, Vec3::Z].map(wall);
    let enclosing = sides.iter().chain([&up]).filter(|metres| metres.is_finite()).count();
    let least = from - Vec3::new(sides[0], down, sides[1]);
    let most = from + Vec3::new(sides[2], up, sides[3]);
    let bounds = Aabb { min: least.max(space.bounds.min), max: most.min(space.bounds.max) };
    let size = bounds.size();
    (enclosing >= 2 && size.x.min(size.z) >= LEAST_SIDE * unit).then_some(bounds)
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
