//! Rays against triangles: an eight-wide tree of boxes (`obvhs`).

use std::time::Duration;

use glam::{Vec3, Vec3A};
use obvhs::BvhBuildParams;
use obvhs::cwbvh::CwBvh;
use obvhs::cwbvh::builder::build_cwbvh_from_tris;
use obvhs::ray::{Ray, RayHit};
use obvhs::rt_triangle::RtTriangle;
use obvhs::triangle::Triangle;

/// Triangles in a tree. They are known by their slots, which are not the order that they came in.
pub(crate) struct Tree {
    bvh: Option<CwBvh>,
    triangles: Vec<RtTriangle>,
}

/// From where, where to (of unit length), and which part of it, metres.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub origin: Vec3,
    pub direction: Vec3,
    pub from: f32,
    pub to: f32,
    /// From here on fronts let light through: they are the shell of a lamp, which is inside.
    pub shell: f32,
    /// To a lamp: what is unlit casts no shadow on its light, as in the renderer.
    pub is_to_lamp: bool,
}

impl Line {
    /// All of it.
    pub(crate) fn new(origin: Vec3, direction: Vec3) -> Self {
        Self { origin, direction, from: 0.0, to: f32::INFINITY, shell: f32::INFINITY, is_to_lamp: false }
    }

    fn ray(&self) -> Ray {
        Ray::new(self.origin.into(), self.direction.into(), self.from, self.to)
    }

    pub(crate) fn at(&self, distance: f32) -> Vec3 {
        self.origin + self.direction * distance
    }
}

impl Tree {
    /// Also for each slot which of the triangles it has. No triangle stands twice, so that glass tints once.
    pub(crate) fn new(triangles: &[[Vec3; 3]]) -> (Self, Vec<u32>) {
        let triangles: Vec<Triangle> =
            triangles.iter().map(|[a, b, c]| Triangle { v0: (*a).into(), v1: (*b).into(), v2: (*c).into() }).collect();
        if triangles.is_empty() {
            return (Self { bvh: None, triangles: Vec::new() }, Vec::new());
        }
        let settings = BvhBuildParams { pre_split: false, ..BvhBuildParams::slow_build() };
        let bvh = build_cwbvh_from_tris(&triangles, settings, &mut Duration::default());
        let order = bvh.primitive_indices.clone();
        let triangles = order.iter().map(|i| RtTriangle::from(&triangles[*i as usize])).collect();
        (Self { bvh: Some(bvh), triangles }, order)
    }

    /// Distance and slot of the nearest triangle that `is_there` agrees to.
    pub(crate) fn nearest(&self, line: &Line, is_there: impl Fn(usize, f32) -> bool) -> Option<(f32, usize)> {
        let bvh = self.bvh.as_ref()?;
        let mut hit = RayHit::none();
        let is_hit = bvh.ray_traverse(line.ray(), &mut hit, |ray, slot| {
            let distance = distance(&self.triangles[slot], ray);
            if distance < ray.tmax && !is_there(slot, distance) { f32::INFINITY } else { distance }
        });
        is_hit.then_some((hit.t, hit.primitive_id as usize))
    }

    /// Whether nothing on the line is `opaque`, which is asked about each triangle there.
    pub(crate) fn is_open(&self, line: &Line, mut opaque: impl FnMut(usize, f32) -> bool) -> bool {
        let Some(bvh) = self.bvh.as_ref() else { return true };
        bvh.ray_traverse_miss(line.ray(), |ray, slot| {
            let distance = distance(&self.triangles[slot], ray);
            if distance < ray.tmax && opaque(slot, distance) { distance } else { f32::INFINITY }
        })
    }

    /// Towards the front; twice as long as the area.
    pub(crate) fn area_normal(&self, slot: usize) -> Vec3 {
        (-self.triangles[slot].ng).into()
    }

    /// Corners of a triangle.
    pub(crate) fn corners(&self, slot: usize) -> [Vec3; 3] {
        let RtTriangle { v0, e1, e2, .. } = self.triangles[slot];
        [v0.into(), (v0 - e1).into(), (v0 + e2).into()]
    }

    /// How much each corner counts at a point of the triangle.
    pub(crate) fn weights(&self, slot: usize, point: Vec3) -> Vec3 {
        let RtTriangle { v0, e1, e2, ng } = self.triangles[slot];
        let from = Vec3A::from(point) - v0;
        let inverse = 1.0 / ng.length_squared();
        let second = from.cross(e2).dot(-ng) * inverse;
        let third = e1.cross(from).dot(ng) * inverse;
        Vec3::new(1.0 - second - third, second, third)
    }
}

/// How far beyond its edges a triangle is met, as a part of itself: no ray slips through between two of them.
const RIM: f32 = 1e-6;

/// Infinite where the ray misses (Möller & Trumbore, 1997).
#[inline(always)]
fn distance(triangle: &RtTriangle, ray: &Ray) -> f32 {
    let to_corner = triangle.v0 - ray.origin;
    let across = ray.direction.cross(to_corner);
    let inverse = 1.0 / triangle.ng.dot(ray.direction);
    let (u, v) = (across.dot(triangle.e2) * inverse, across.dot(triangle.e1) * inverse);
    let distance = triangle.ng.dot(to_corner) * inverse;
    // What is not a number is no hit.
    let is_hit = u >= -RIM && v >= -RIM && u + v <= 1.0 + RIM && distance >= ray.tmin && distance <= ray.tmax;
    if is_hit { distance } else { f32::INFINITY }
}
