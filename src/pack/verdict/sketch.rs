//! A small picture of a mesh, drawn without a graphics card: for who must know which one is meant.

use glam::{Quat, Vec2, Vec3, Vec4};
use hall::{Aabb, Material, Mesh, Topology};

/// From the right and above, radians.
const YAW: f32 = -0.6;
const PITCH: f32 = 0.45;
/// Of the picture, filled by the mesh.
const FILLED: f32 = 0.9;
/// Towards the light, before it is normalised; the eye is at +Z.
const LIGHT: Vec3 = Vec3::new(0.4, 0.7, 0.6);
/// Of the light, from everywhere.
const AMBIENT: f32 = 0.3;

/// RGBA, rows from the top, transparent where there is nothing; colours as the materials have them without pictures.
pub fn sketch(mesh: &Mesh, materials: &[Material], side_px: u32) -> Vec<u8> {
    let turn = Quat::from_rotation_x(PITCH) * Quat::from_rotation_y(YAW);
    let mut solid = mesh.primitives.iter().filter(|primitive| primitive.topology == Topology::Triangles);
    let bounds = Aabb::around(solid.clone().flat_map(|primitive| &primitive.positions).map(|p| turn * *p));
    let mut canvas = Canvas::new(side_px);
    let extent = bounds.size().truncate().max_element();
    if bounds.is_empty() || extent.is_nan() || extent <= 0.0 {
        return canvas.pixels;
    }
    let side = side_px as f32;
    let scale = FILLED * side / extent;
    let place = |p: Vec3| {
        let from_middle = (turn * p - bounds.center()) * scale;
        Vec3::new(0.5 * side + from_middle.x, 0.5 * side - from_middle.y, from_middle.z)
    };
    solid.by_ref().for_each(|primitive| {
        let color = primitive.material.map_or(Vec4::ONE, |material| materials[material.index()].base_color);
        for corners in primitive.indices.chunks_exact(3) {
            let [a, b, c] = [0, 1, 2].map(|i| primitive.positions[corners[i] as usize]);
            let normal = (turn * (b - a).cross(c - a)).normalize_or_zero();
            // Both sides: who reduces a mesh sees both.
            let lit = AMBIENT + (1.0 - AMBIENT) * normal.dot(LIGHT.normalize()).abs();
            canvas.fill([place(a), place(b), place(c)], color.truncate() * lit);
        }
    });
    canvas.pixels
}

struct Canvas {
    side: u32,
    /// The nearest so far.
    depth: Vec<f32>,
    pixels: Vec<u8>,
}

impl Canvas {
    fn new(side: u32) -> Self {
        let area = (side * side) as usize;
        Self { side, depth: vec![f32::NEG_INFINITY; area], pixels: vec![0; 4 * area] }
    }

    fn fill(&mut self, corners: [Vec3; 3], color: Vec3) {
        let [a, b, c] = corners;
        let cross = |u: Vec2, v: Vec2| u.perp_dot(v);
        let area = cross(b.truncate() - a.truncate(), c.truncate() - a.truncate());
        let (low, high) = (a.min(b).min(c), a.max(b).max(c));
        if !area.is_finite() || area == 0.0 {
            return;
        }
        let last = (self.side - 1) as f32;
        let span = |low: f32, high: f32| {
            (low - 0.5).ceil().clamp(0.0, last) as u32..=(high - 0.5).floor().clamp(0.0, last) as u32
        };
        let rgb = color.to_array().map(encoded);
        for y in span(low.y, high.y) {
            for x in span(low.x, high.x) {
                let p = Vec2::new(x as f32 + 0.5, y as f32 + 0.5);
                let part = |u: Vec3, v: Vec3| cross(u.truncate() - p, v.truncate() - p) / area;
                let parts = [part(b, c), part(c, a), part(a, b)];
                let depth = parts[0] * a.z + parts[1] * b.z + parts[2] * c.z;
                let at = (y * self.side + x) as usize;
                if parts.iter().all(|part| *part >= 0.0) && depth > self.depth[at] {
                    self.depth[at] = depth;
                    self.pixels[4 * at..4 * at + 4].copy_from_slice(&[rgb[0], rgb[1], rgb[2], 255]);
                }
            }
        }
    }
}

/// Linear to sRGB (IEC 61966-2-1).
fn encoded(linear: f32) -> u8 {
    let linear = linear.clamp(0.0, 1.0);
    let curved = if linear <= 0.003_130_8 { 12.92 * linear } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
    (curved * 255.0).round() as u8
}
