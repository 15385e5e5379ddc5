//! Prisms with bevelled edges.

use glam::{Vec2, Vec3};

use super::Shape;

/// A plane figure: the outer ring counter-clockwise, holes clockwise.
#[derive(Clone, Debug, Default)]
pub struct Polygon {
    /// Metres.
    pub outer: Vec<Vec2>,
    /// Metres.
    pub holes: Vec<Vec<Vec2>>,
}

impl From<Vec<Vec2>> for Polygon {
    fn from(outer: Vec<Vec2>) -> Self {
        Self { outer, holes: Vec::new() }
    }
}

/// Pulls a figure in the XY plane from z = 0 to z = `depth`, with edges cut off by `bevel` (less than half the depth) all around both faces.
pub fn extrude(polygon: &Polygon, depth: f32, bevel: f32) -> Shape {
    let mut shape = Shape::default();
    let mut flat: Vec<[f32; 2]> = Vec::new();
    let mut hole_starts: Vec<u32> = Vec::new();
    let rings: Vec<&[Vec2]> =
        std::iter::once(&polygon.outer[..]).chain(polygon.holes.iter().map(Vec::as_slice)).collect();
    for (r, ring) in rings.iter().enumerate() {
        if r > 0 {
            hole_starts.push(flat.len() as u32);
        }
        flat.extend(inset(ring, bevel).iter().map(|p| p.to_array()));
    }
    let mut triangles: Vec<u32> = Vec::new();
    earcut::Earcut::new().earcut(flat.iter().copied(), &hole_starts, &mut triangles);

    for (z, normal) in [(0.0, Vec3::NEG_Z), (depth, Vec3::Z)] {
        let base = shape.positions.len() as u32;
        for p in &flat {
            shape.vertex(Vec3::new(p[0], p[1], z), normal);
        }
        for t in triangles.chunks_exact(3) {
            let [a, b, c] = [t[0], t[1], t[2]].map(|i| flat[i as usize]);
            let ccw = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0.0;
            if ccw == (normal.z > 0.0) {
                shape.triangle(base + t[0], base + t[1], base + t[2]);
            } else {
                shape.triangle(base + t[0], base + t[2], base + t[1]);
            }
        }
    }
    let cap_size = flat.len() as u32;
    let mut ring_start = 0;
    for ring in rings {
        walls(&mut shape, ring, [ring_start, cap_size + ring_start], depth, bevel);
        ring_start += ring.len() as u32;
    }
    shape
}

/// The sides along one ring, joined to the caps whose vertices for this ring begin at `cap_starts` (bottom, top).
fn walls(shape: &mut Shape, ring: &[Vec2], cap_starts: [u32; 2], depth: f32, bevel: f32) {
    let n = ring.len();
    let edge_normals: Vec<Vec2> = (0..n)
        .map(|i| {
            let d = (ring[(i + 1) % n] - ring[i]).normalize_or(Vec2::X);
            Vec2::new(d.y, -d.x)
        })
        .collect();
    let corner_normal = |corner: usize, edge: usize| {
        let (before, after) = (edge_normals[(corner + n - 1) % n], edge_normals[corner]);
        if before.dot(after) > 0.76 { (before + after).normalize_or(after) } else { edge_normals[edge] }
    };
    let (low, high) = (bevel, depth - bevel);
    for i in 0..n {
        let j = (i + 1) % n;
        let [ni, nj] = [corner_normal(i, i), corner_normal(j, i)].map(|v| v.extend(0.0));
        let a = shape.vertex(ring[i].extend(low), ni);
        let b = shape.vertex(ring[j].extend(low), nj);
        let c = shape.vertex(ring[j].extend(high), nj);
        let d = shape.vertex(ring[i].extend(high), ni);
        shape.quad(a, b, c, d);
        if bevel > 0.0 {
            shape.quad(cap_starts[0] + i as u32, cap_starts[0] + j as u32, b, a);
            shape.quad(d, c, cap_starts[1] + j as u32, cap_starts[1] + i as u32);
        }
    }
}

/// The ring moved inwards (to the left) by `distance`, with mitred corners of at most three times that.
fn inset(ring: &[Vec2], distance: f32) -> Vec<Vec2> {
    let n = ring.len();
    let normal = |i: usize| {
        let d = (ring[(i + 1) % n] - ring[i]).normalize_or(Vec2::X);
        Vec2::new(-d.y, d.x)
    };
    (0..n)
        .map(|i| {
            let (a, b) = (normal((i + n - 1) % n), normal(i));
            let middle = (a + b).normalize_or(a);
            ring[i] + middle * (distance / middle.dot(a).max(0.34))
        })
        .collect()
}
