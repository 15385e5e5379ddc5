//! Triangles in a tree of boxes: what a ray hits first, and what is near.

use crate::{Aabb, NodeId, sorted_from_bit};
use glam::Vec3;

/// A triangle of the hall in world space.
#[derive(Clone, Copy, Debug)]
pub struct Triangle {
    /// Metres.
    pub corners: [Vec3; 3],
    /// What it belongs to; `None` for a floor that no file has.
    pub node: Option<NodeId>,
    /// Whether a visitor bumps into it. Leaves and small things don't block.
    pub blocks: bool,
    /// Whether one sees what is behind it (glass).
    pub see_through: bool,
}

impl Triangle {
    fn bounds(&self) -> Aabb {
        let [a, b, c] = self.corners;
        Aabb { min: a.min(b).min(c), max: a.max(b).max(c) }
    }
}

/// Where a ray met a triangle.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// Along the ray, in lengths of its direction.
    pub distance: f32,
    /// Unit length, turned towards where the ray came from.
    pub normal: Vec3,
    /// What was met.
    pub node: Option<NodeId>,
}

/// Which triangles a ray cares about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// What blocks a visitor.
    Solid,
    /// What blocks the view: everything but glass.
    Opaque,
}

impl Sees {
    fn includes(self, triangle: &Triangle) -> bool {
        match self {
            Self::Solid => triangle.blocks,
            Self::Opaque => !triangle.see_through,
        }
    }
}

/// Triangles in a tree of boxes (a bounding volume hierarchy).
#[derive(Debug, Default)]
pub struct Bvh {
    triangles: Vec<Triangle>,
    boxes: Vec<Branch>,
}

#[derive(Clone, Copy, Debug)]
struct Branch {
    bounds: Aabb,
    /// Of the triangles when `count` > 0, else of two branches.
    first: u32,
    count: u32,
}

/// Every split halves: 2³² triangles are less deep than this.
const MAX_DEPTH: usize = 40;
const LEAF_TRIANGLES: usize = 4;

impl Bvh {
    /// Sorts the triangles into a tree, O(n log n): once, along a curve (Lauterbach et al., Eurographics 2009), as the first look waits for it.
    pub fn new(mut triangles: Vec<Triangle>) -> Self {
        triangles.retain(|t| t.corners.iter().all(|c| c.is_finite()));
        if triangles.is_empty() {
            return Self::default();
        }
        let triangles = along_a_curve(&triangles);
        let mut boxes = vec![Branch { bounds: Aabb::EMPTY, first: 0, count: triangles.len() as u32 }];
        let mut next = 0;
        while next < boxes.len() {
            let Branch { first, count, .. } = boxes[next];
            if count as usize > LEAF_TRIANGLES {
                let half = count / 2;
                boxes[next].first = boxes.len() as u32;
                boxes[next].count = 0;
                boxes.push(Branch { bounds: Aabb::EMPTY, first, count: half });
                boxes.push(Branch { bounds: Aabb::EMPTY, first: first + half, count: count - half });
            }
            next += 1;
        }
        // Branches come after what they grow from.
        for i in (0..boxes.len()).rev() {
            let Branch { first, count, .. } = boxes[i];
            let first = first as usize;
            boxes[i].bounds = match count {
                0 => boxes[first].bounds.union(boxes[first + 1].bounds),
                count => {
                    let leaf = &triangles[first..first + count as usize];
                    leaf.iter().fold(Aabb::EMPTY, |all, t| all.union(t.bounds()))
                }
            };
        }
        Self { triangles, boxes }
    }

    /// Around everything, metres; empty without triangles.
    pub fn bounds(&self) -> Aabb {
        self.boxes.first().map_or(Aabb::EMPTY, |b| b.bounds)
    }

    /// All triangles, in no particular order.
    pub fn triangles(&self) -> &[Triangle] {
        &self.triangles
    }

    /// Calls `visit` with every triangle whose box touches `bounds`.
    pub fn each_near(&self, bounds: &Aabb, visit: &mut dyn FnMut(&Triangle)) {
        let mut stack = Stack::new(self.boxes.is_empty());
        while let Some(index) = stack.pop() {
            let branch = &self.boxes[index as usize];
            if !overlaps(&branch.bounds, bounds) {
                continue;
            }
            if branch.count == 0 {
                stack.push(branch.first);
                stack.push(branch.first + 1);
                continue;
            }
            let range = branch.first as usize..(branch.first + branch.count) as usize;
            self.triangles[range].iter().filter(|t| overlaps(&t.bounds(), bounds)).for_each(&mut *visit);
        }
    }

    /// The first triangle along `origin + t * direction` with `t` up to `max_distance`, from either side.
    pub fn ray(&self, origin: Vec3, direction: Vec3, max_distance: f32, sees: Sees) -> Option<Hit> {
        let inverse = direction.recip();
        let mut nearest = max_distance;
        let mut found: Option<&Triangle> = None;
        let mut stack = Stack::new(self.boxes.is_empty());
        while let Some(index) = stack.pop() {
            let branch = &self.boxes[index as usize];
            if !enters(&branch.bounds, origin, inverse, nearest) {
                continue;
            }
            if branch.count == 0 {
                stack.push(branch.first);
                stack.push(branch.first + 1);
                continue;
            }
            for triangle in &self.triangles[branch.first as usize..(branch.first + branch.count) as usize] {
                if !sees.includes(triangle) {
                    continue;
                }
                if let Some(distance) = meets(&triangle.corners, origin, direction).filter(|d| *d < nearest) {
                    nearest = distance;
                    found = Some(triangle);
                }
            }
        }
        found.map(|triangle| {
            let [a, b, c] = triangle.corners;
            let normal = (b - a).cross(c - a).normalize_or(Vec3::Y);
            let normal = if normal.dot(direction) > 0.0 { -normal } else { normal };
            Hit { distance: nearest, normal, node: triangle.node }
        })
    }
}

struct Stack {
    entries: [u32; MAX_DEPTH * 2],
    length: usize,
}

impl Stack {
    /// With the root, unless there is none.
    fn new(without_root: bool) -> Self {
        Self { entries: [0; MAX_DEPTH * 2], length: usize::from(!without_root) }
    }

    fn push(&mut self, entry: u32) {
        self.entries[self.length] = entry;
        self.length += 1;
    }

    fn pop(&mut self) -> Option<u32> {
        self.length = self.length.checked_sub(1)?;
        Some(self.entries[self.length])
    }
}

/// Ordered by where their centres are on a curve that stays among neighbours (Morton, 1966).
fn along_a_curve(triangles: &[Triangle]) -> Vec<Triangle> {
    let center = |t: &Triangle| (t.corners[0] + t.corners[1] + t.corners[2]) / 3.0;
    let Aabb { min, max } = Aabb::around(triangles.iter().map(center));
    // Cubic cells: a long hall is cut across first.
    let scale = 1023.0 / (max - min).max_element().max(1e-6);
    let order = (0u64..)
        .zip(triangles)
        .map(|(i, t)| {
            let [x, y, z] = ((center(t) - min) * scale).to_array().map(|v| spread(v as u32));
            u64::from(x | y << 1 | z << 2) << 32 | i
        })
        .collect();
    sorted_from_bit(order, 32).into_iter().map(|key| triangles[key as u32 as usize]).collect()
}

/// Ten bits, two free ones after each.
fn spread(v: u32) -> u32 {
    let v = (v | v << 16) & 0x0300_00ff;
    let v = (v | v << 8) & 0x0300_f00f;
    let v = (v | v << 4) & 0x030c_30c3;
    (v | v << 2) & 0x0924_9249
}

fn overlaps(a: &Aabb, b: &Aabb) -> bool {
    a.min.cmple(b.max).all() && b.min.cmple(a.max).all()
}

/// Slab test; a ray along a face counts as inside (the comparison with NaN is written so).
fn enters(bounds: &Aabb, origin: Vec3, inverse: Vec3, max_distance: f32) -> bool {
    let a = (bounds.min - origin) * inverse;
    let b = (bounds.max - origin) * inverse;
    let mut near = 0.0_f32;
    let mut far = max_distance;
    for axis in 0..3 {
        near = near.max(a[axis].min(b[axis]));
        far = far.min(a[axis].max(b[axis]));
    }
    near <= far
}

/// Möller and Trumbore, "Fast, Minimum Storage Ray/Triangle Intersection", 1997; both sides.
fn meets(corners: &[Vec3; 3], origin: Vec3, direction: Vec3) -> Option<f32> {
    let [a, b, c] = *corners;
    let (ab, ac) = (b - a, c - a);
    let p = direction.cross(ac);
    let determinant = ab.dot(p);
    if determinant.abs() < 1e-12 {
        return None;
    }
    let inverse = 1.0 / determinant;
    let from_a = origin - a;
    let u = from_a.dot(p) * inverse;
    let q = from_a.cross(ab);
    let v = direction.dot(q) * inverse;
    let distance = ac.dot(q) * inverse;
    // The slack closes the seam between two triangles that share an edge.
    const SLACK: f32 = 1e-5;
    (u >= -SLACK && v >= -SLACK && u + v <= 1.0 + SLACK && distance >= 0.0).then_some(distance)
}
