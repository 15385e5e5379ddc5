//! Triangles in a tree of boxes: what a ray hits first, and what is near.

use crate::{Aabb, NodeId, sorted_from_bit};
use core::ops::Range;
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

    pub(super) fn middle(&self) -> Vec3 {
        (self.corners[0] + self.corners[1] + self.corners[2]) / 3.0
    }

    pub(super) fn is_somewhere(&self) -> bool {
        self.corners.iter().all(|c| c.is_finite())
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
        triangles.retain(Triangle::is_somewhere);
        let curve = Curve::within(&Aabb::around(triangles.iter().map(Triangle::middle)));
        let mut keys = Vec::with_capacity(triangles.len());
        curve.add_keys(&triangles, &mut keys, usize::MAX);
        Arranging::by(sorted_from_bit(keys, KEY_BIT)).go_on(&mut triangles, usize::MAX);
        let mut tree = Self::over(triangles);
        tree.bound(0..tree.boxes.len());
        tree
    }

    /// The tree over triangles that lie in order, of which the boxes are still to be found ([`Bvh::bound`]).
    pub(super) fn over(triangles: Vec<Triangle>) -> Self {
        if triangles.is_empty() {
            return Self::default();
        }
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
        Self { triangles, boxes }
    }

    /// How many boxes there are.
    pub(super) fn box_count(&self) -> usize {
        self.boxes.len()
    }

    /// Finds some of the boxes; those that come later have been found. Branches come after what they grow from.
    pub(super) fn bound(&mut self, some: Range<usize>) {
        for i in some.rev() {
            let Branch { first, count, .. } = self.boxes[i];
            let first = first as usize;
            self.boxes[i].bounds = match count {
                0 => self.boxes[first].bounds.union(self.boxes[first + 1].bounds),
                count => {
                    let leaf = &self.triangles[first..first + count as usize];
                    leaf.iter().fold(Aabb::EMPTY, |all, t| all.union(t.bounds()))
                }
            };
        }
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

/// From this bit on a key says where on the curve a triangle is; below it, which one it is.
pub(super) const KEY_BIT: u32 = 32;

/// A curve through all places where triangles are.
#[derive(Debug)]
pub(super) struct Curve {
    min: Vec3,
    scale: f32,
}

impl Curve {
    /// `middles` is around the middles of all triangles.
    pub(super) fn within(middles: &Aabb) -> Self {
        let Aabb { min, max } = *middles;
        // Cubic cells: a long hall is cut across first.
        Self { min, scale: 1023.0 / (max - min).max_element().max(1e-6) }
    }

    /// Keys to sort triangles by, so that neighbours lie beside each other; of those that have none yet, `most` at most.
    pub(super) fn add_keys(&self, triangles: &[Triangle], keys: &mut Vec<u64>, most: usize) {
        for (i, triangle) in triangles.iter().enumerate().skip(keys.len()).take(most) {
            let [x, y, z] = ((triangle.middle() - self.min) * self.scale).to_array().map(|v| spread(v as u32));
            keys.push(u64::from(x | y << 1 | z << 2) << KEY_BIT | i as u64);
        }
    }
}

/// Puts triangles into the order of sorted keys, in place: a second list of them would be the most memory that a hall ever takes.
#[derive(Debug)]
pub(super) struct Arranging {
    order: Vec<u64>,
    /// Where a round begins, and where it is now: what belongs there lies elsewhere, and what belongs there again elsewhere.
    start: usize,
    at: usize,
    /// What lay at the start of the round.
    first: Option<Triangle>,
}

impl Arranging {
    pub(super) fn by(order: Vec<u64>) -> Self {
        Self { order, start: 0, at: 0, first: None }
    }

    /// Puts `most` triangles at most to their places; whether all are there.
    pub(super) fn go_on(&mut self, triangles: &mut [Triangle], most: usize) -> bool {
        for _ in 0..most {
            let Some(from) = self.order.get(self.at).map(|key| *key as u32 as usize) else { return true };
            let first = *self.first.get_or_insert(triangles[self.start]);
            // A round that comes by here finds what belongs here.
            self.order[self.at] = self.at as u64;
            if from == self.start {
                triangles[self.at] = first;
                self.start += 1;
                (self.at, self.first) = (self.start, None);
            } else {
                triangles[self.at] = triangles[from];
                self.at = from;
            }
        }
        self.at >= self.order.len()
    }
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
