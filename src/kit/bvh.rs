//! Rays against triangles: a tree of boxes, split at the middle of the longest side.

use glam::Vec3;
use hall::Aabb;

/// Triangles in a tree.
#[derive(Debug)]
pub struct Bvh {
    nodes: Vec<BvhNode>,
    triangles: Vec<[Vec3; 3]>,
}

#[derive(Debug)]
struct BvhNode {
    bounds: Aabb,
    /// A leaf: the first triangle. Otherwise: the second child; the first one follows at once.
    next: u32,
    /// Triangles in a leaf; 0 for an inner node.
    count: u32,
}

impl Bvh {
    /// Sorts triangles into a tree.
    pub fn new(mut triangles: Vec<[Vec3; 3]>) -> Self {
        let mut nodes = Vec::new();
        let end = triangles.len();
        build(&mut nodes, &mut triangles, 0, end);
        Self { nodes, triangles }
    }

    /// How far it is to the nearest triangle along a ray of unit direction, if less than `reach`.
    pub fn nearest(&self, origin: Vec3, direction: Vec3, reach: f32) -> Option<f32> {
        let inverse = direction.recip();
        let mut best = reach;
        let mut stack = [0_u32; 64];
        let mut depth = 1;
        while depth > 0 {
            depth -= 1;
            let index = stack[depth];
            let node = &self.nodes[index as usize];
            if !hits(&node.bounds, origin, inverse, best) {
                continue;
            }
            if node.count == 0 {
                stack[depth] = node.next;
                stack[depth + 1] = index + 1;
                depth += 2;
            } else {
                for triangle in &self.triangles[node.next as usize..(node.next + node.count) as usize] {
                    if let Some(distance) = distance(triangle, origin, direction)
                        && distance < best
                    {
                        best = distance;
                    }
                }
            }
        }
        (best < reach).then_some(best)
    }
}

fn build(nodes: &mut Vec<BvhNode>, triangles: &mut [[Vec3; 3]], start: usize, end: usize) {
    let slice = &mut triangles[start..end];
    let bounds = Aabb::around(slice.iter().flatten().copied());
    let index = nodes.len();
    nodes.push(BvhNode { bounds, next: start as u32, count: slice.len() as u32 });
    if slice.len() <= 4 {
        return;
    }
    let middles = Aabb::around(slice.iter().map(|t| (t[0] + t[1] + t[2]) / 3.0));
    let size = middles.size();
    let axis = if size.x >= size.y && size.x >= size.z { 0 } else { 1 + usize::from(size.z > size.y) };
    let half = slice.len() / 2;
    slice.select_nth_unstable_by(half, |a, b| (a[0] + a[1] + a[2])[axis].total_cmp(&(b[0] + b[1] + b[2])[axis]));
    nodes[index].count = 0;
    build(nodes, triangles, start, start + half);
    nodes[index].next = nodes.len() as u32;
    build(nodes, triangles, start + half, end);
}

fn hits(bounds: &Aabb, origin: Vec3, inverse: Vec3, reach: f32) -> bool {
    let (a, b) = ((bounds.min - origin) * inverse, (bounds.max - origin) * inverse);
    let (enter, leave) = (a.min(b).max_element().max(0.0), a.max(b).min_element().min(reach));
    enter <= leave * 1.000_001
}

/// Möller and Trumbore, "Fast, minimum storage ray/triangle intersection", 1997; both sides count.
fn distance(triangle: &[Vec3; 3], origin: Vec3, direction: Vec3) -> Option<f32> {
    let (e1, e2) = (triangle[1] - triangle[0], triangle[2] - triangle[0]);
    let p = direction.cross(e2);
    let determinant = e1.dot(p);
    if determinant.abs() < 1e-12 {
        return None;
    }
    let from = origin - triangle[0];
    let u = from.dot(p) / determinant;
    let q = from.cross(e1);
    let v = direction.dot(q) / determinant;
    let t = e2.dot(q) / determinant;
    (u >= 0.0 && v >= 0.0 && u + v <= 1.0 && t > 0.0).then_some(t)
}
