//! Where to stand when nobody says so: in a room, before a product, in front of an exhibit.

use std::f32::consts::TAU;

use super::{Body, Bvh, Sees, Space, Triangle};
use crate::{Aabb, NodeId};
use glam::{Vec3, vec3};

/// Places are looked for in this many rows and columns over the plan.
const COLUMNS: usize = 14;
/// Directions that are looked in from a place.
const DIRECTIONS: usize = 16;
/// Half of the angle that a thing looked at may fill, radians; less than half of what a visitor sees.
const HALF_VIEW: f32 = 0.38;
/// What is smaller is looked at as a thing, not walked in, metres.
const SMALLEST_ROOM: f32 = 3.0;

/// A place to stand and a way to look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stance {
    /// On the floor, metres.
    pub feet: Vec3,
    /// Metres; need not be above the feet.
    pub eye: Vec3,
    /// Radians; 0 looks along -Z, counter-clockwise from above.
    pub heading: f32,
    /// Radians, upwards.
    pub pitch: f32,
    /// Vertical field of view, radians; the visitor's own when missing.
    pub fov_y: Option<f32>,
}

/// The unit vector a heading looks along.
pub fn ahead(heading: f32) -> Vec3 {
    vec3(-heading.sin(), 0.0, -heading.cos())
}

/// The heading and pitch from `eye` to `target`, radians.
pub fn gaze(eye: Vec3, target: Vec3) -> (f32, f32) {
    let to = target - eye;
    ((-to.x).atan2(-to.z), to.y.atan2(to.x.hypot(to.z)))
}

/// A space with a good place to begin in it, for a scene whose author names none. `seen` is around everything that is drawn (metres), triangles or not.
pub fn arrive(triangles: Vec<Triangle>, seen: Aabb) -> (Space, Stance) {
    let space = Space::new(triangles, Body::default());
    let is_room = space.bounds.size().max_element() >= SMALLEST_ROOM;
    match is_room.then(|| enter(&space)).flatten() {
        Some(stance) => (space, stance),
        None => step_back(&space.bvh, space.bounds.union(seen)),
    }
}

/// A stance of somebody who stands at `feet`.
pub fn upright(space: &Space, feet: Vec3, heading: f32, pitch: f32) -> Stance {
    Stance { feet, eye: feet + Vec3::Y * space.body.eye, heading, pitch, fov_y: None }
}

struct Spot {
    feet: Vec3,
    /// How far one gets in each of [`DIRECTIONS`], metres.
    free: [f32; DIRECTIONS],
    /// The part of all directions that ends at something.
    enclosed: f32,
    score: f32,
}

/// The best place in a room to begin: with the back to a wall, looking along the longest free way. `None` for what is no room: its lower part, where a floor would be, cannot be walked on.
fn enter(space: &Space) -> Option<Stance> {
    let Aabb { min, max } = space.bounds;
    let low = min.y + (0.35 * (max.y - min.y)).max(1.0);
    let spots: Vec<Spot> = spots(space).into_iter().filter(|spot| spot.feet.y <= low).collect();
    if spots.len() * 10 < COLUMNS * COLUMNS {
        return None;
    }
    let best = spots.into_iter().max_by(|a, b| a.score.total_cmp(&b.score))?;
    if best.enclosed < 0.5 {
        return face_content(space, best.feet);
    }
    // The widest view, not the luckiest gap: neighbours count.
    let wide = |i: usize| {
        let around = [DIRECTIONS - 1, 0, 1].map(|d| best.free[(i + d) % DIRECTIONS].min(30.0));
        around[0] + 2.0 * around[1] + around[2]
    };
    let longest = (0..DIRECTIONS).max_by(|a, b| wide(*a).total_cmp(&wide(*b)))?;
    let heading = TAU * longest as f32 / DIRECTIONS as f32;
    let mut feet = best.feet;
    let back = ahead(heading) * space.body.radius * -0.5;
    let room_behind = best.free[(longest + DIRECTIONS / 2) % DIRECTIONS] - space.body.radius * 3.0;
    for _ in 0..(room_behind / (space.body.radius * 0.5)).clamp(0.0, 60.0) as u32 {
        match space.stand_at(feet + back) {
            Some(at) => feet = at,
            None => break,
        }
    }
    Some(upright(space, feet, heading, 0.0))
}

/// Places all over the scene where a body has room.
fn spots(space: &Space) -> Vec<Spot> {
    let Aabb { min, max } = space.bounds;
    let mut spots = Vec::new();
    for i in 0..COLUMNS * COLUMNS {
        let (u, v) = ((i % COLUMNS) as f32 + 0.5, (i / COLUMNS) as f32 + 0.5);
        let x = min.x + (max.x - min.x) * u / COLUMNS as f32;
        let z = min.z + (max.z - min.z) * v / COLUMNS as f32;
        let mut from = max.y + 1.0;
        for _ in 0..8 {
            let Some(hit) = space.bvh.ray(vec3(x, from, z), Vec3::NEG_Y, from - min.y + 1.0, Sees::Solid) else {
                break;
            };
            let y = from - hit.distance;
            from = y - 0.01;
            let feet = vec3(x, y, z);
            if hit.normal.y > 0.8 && space.is_inside(feet) && space.is_free(feet) {
                spots.push(spot(space, feet));
            }
        }
    }
    spots
}

fn spot(space: &Space, feet: Vec3) -> Spot {
    let eye = feet + Vec3::Y * space.body.eye;
    let reach = space.bounds.size().length();
    let mut free = [reach; DIRECTIONS];
    let mut ends = 0;
    for (i, free) in free.iter_mut().enumerate() {
        let direction = ahead(TAU * i as f32 / DIRECTIONS as f32);
        if let Some(hit) = space.bvh.ray(eye, direction, reach, Sees::Solid) {
            *free = hit.distance;
            ends += 1;
        }
    }
    let has_roof = space.bvh.ray(eye, Vec3::Y, reach, Sees::Solid).is_some();
    let enclosed = ends as f32 / DIRECTIONS as f32;
    let openness = free.iter().map(|d| d.min(8.0)).sum::<f32>() / DIRECTIONS as f32;
    let score = openness * (enclosed * enclosed + if has_roof { 0.5 } else { 0.0 } + 0.01);
    Spot { feet, free, enclosed, score }
}

/// On an open stage: before what stands on it.
fn face_content(space: &Space, feet: Vec3) -> Option<Stance> {
    let mut content = Aabb::EMPTY;
    for triangle in space.bvh.triangles() {
        let [a, b, c] = triangle.corners;
        if a.y.max(b.y).max(c.y) > feet.y + space.body.step {
            content = content.union(Aabb::around([a, b, c]));
        }
    }
    if content.is_empty() {
        let middle = space.place_near(space.bounds.center(), 5.0, space.bounds.size().y)?;
        return Some(upright(space, middle, 0.0, -0.1));
    }
    in_front_of(space, &Subject { bounds: content, front: Vec3::Z, node_is_own: &|_| true, seen_from: None })
}

/// Before a thing without a floor: it is put on one, and whoever looks at it is of its scale.
fn step_back(bvh: &Bvh, thing: Aabb) -> (Space, Stance) {
    let thing = if thing.is_empty() { Aabb::around([Vec3::splat(-0.5), Vec3::splat(0.5)]) } else { thing };
    let size = thing.size();
    let radius = (size.length() * 0.5).max(1e-4);
    // The thing as tall as something that one looks at on a plinth.
    let scale = radius / 0.8;
    let body = Body::default().scaled(scale);
    let pitch = -0.2_f32;
    let distance = framing_distance(size * 0.5, pitch);
    let eye = thing.center() + vec3(0.0, -pitch.sin(), pitch.cos()) * distance;
    let feet = eye - Vec3::Y * body.eye;
    let floor_y = feet.y.min(thing.min.y);
    let mut triangles = bvh.triangles().to_vec();
    let reach = distance * 3.0;
    let corner = |x: f32, z: f32| vec3(thing.center().x + x * reach, floor_y, thing.center().z + z * reach);
    let floor = [corner(-1.0, -1.0), corner(-1.0, 1.0), corner(1.0, 1.0), corner(1.0, -1.0)];
    for corners in [[floor[0], floor[1], floor[2]], [floor[0], floor[2], floor[3]]] {
        triangles.push(Triangle { corners, node: None, blocks: true, see_through: true });
    }
    let space = Space::new(triangles, body);
    let stance = Stance { feet: vec3(feet.x, floor_y, feet.z), eye, heading: 0.0, pitch, fov_y: None };
    (space, stance)
}

/// How far the eye must be from the middle of a box (half its size is given, metres) that it looks at along -Z and `pitch`, to see all of it.
fn framing_distance(half: Vec3, pitch: f32) -> f32 {
    // Tangents of half the angles that may be filled: a phone held upright sees little more across.
    const ACROSS: f32 = 0.40;
    const UPRIGHT: f32 = 0.46;
    let (sin, cos) = pitch.sin_cos();
    let mut distance = half.length() * 0.5;
    for i in 0..4 {
        let y = if i & 1 == 0 { half.y } else { -half.y };
        let z = if i & 2 == 0 { half.z } else { -half.z };
        let (up, towards) = (y * cos + z * sin, z * cos - y * sin);
        distance = distance.max(towards + half.x / ACROSS).max(towards + up.abs() / UPRIGHT);
    }
    distance.max(1e-4)
}

/// What somebody wants to look at.
pub struct Subject<'a> {
    /// Metres.
    pub bounds: Aabb,
    /// Where its front looks, of unit length, level.
    pub front: Vec3,
    /// Whether a node is a part of it.
    pub node_is_own: &'a dyn Fn(NodeId) -> bool,
    /// Where the visitor comes from, metres.
    pub seen_from: Option<Vec3>,
}

/// A place in front of something from where all of it is seen; `None` when there is no room anywhere around it.
pub fn in_front_of(space: &Space, subject: &Subject<'_>) -> Option<Stance> {
    let size = subject.bounds.size();
    let target = subject.bounds.center();
    let scale = space.body.eye / 1.6;
    let fit = 0.5 * size.max_element() / HALF_VIEW.tan() + 0.5 * size.x.min(size.z);
    let fit = fit.clamp(1.2 * scale, 9.0 * scale.max(size.max_element() / 9.0));
    let is_flat = size.x.min(size.z) < 0.3 * size.x.max(size.z);
    let front = match (is_flat, size.x < size.z) {
        (false, _) => subject.front,
        (true, true) => Vec3::X,
        (true, false) => Vec3::Z,
    };
    let mut best: Option<(f32, Stance)> = None;
    for i in 0..24 * 4 {
        let direction = ahead(TAU * (i % 24) as f32 / 24.0);
        let nearness = [1.0, 0.8, 1.25, 0.6][i / 24];
        let at = target + direction * fit * nearness;
        let Some(y) = space.floor_under(at, target.y - space.bounds.min.y + 1.0) else { continue };
        let Some(feet) = space.stand_at(vec3(at.x, y, at.z)) else { continue };
        let eye = feet + Vec3::Y * space.body.eye;
        if !sees(space, subject, eye) {
            continue;
        }
        let facing = if is_flat { direction.dot(front).abs() * 2.0 } else { direction.dot(front) };
        let coming = subject.seen_from.map_or(0.0, |from| {
            let to_visitor = vec3(from.x - target.x, 0.0, from.z - target.z).normalize_or_zero();
            direction.dot(to_visitor) * 0.4
        });
        // One does not climb on the furniture to see better.
        let climb = (feet.y - subject.bounds.min.y).max(0.0) / space.body.height;
        let score = facing + coming - (1.0 - nearness).abs() - climb;
        if best.as_ref().is_none_or(|(s, _)| score > *s) {
            let (heading, pitch) = gaze(eye, target);
            best = Some((score, upright(space, feet, heading, pitch.clamp(-0.7, 0.7))));
        }
    }
    best.map(|(_, stance)| stance)
}

/// Whether nothing else stands between `eye` (metres) and the middle of the subject.
pub fn sees(space: &Space, subject: &Subject<'_>, eye: Vec3) -> bool {
    let to = subject.bounds.center() - eye;
    let slack = subject.bounds.size().max_element() * 0.5 + space.body.radius;
    space
        .bvh
        .ray(eye, to, 1.0, Sees::Opaque)
        .is_none_or(|hit| hit.node.is_some_and(subject.node_is_own) || (1.0 - hit.distance) * to.length() <= slack)
}
