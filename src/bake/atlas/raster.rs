//! Which texel of a page shows which place.

use glam::{UVec2, Vec2, Vec3};

use super::charts::Chart;
use super::{GUTTER, Patch};
use crate::Texel;

/// What belongs to nobody.
pub const NOBODY: u32 = u32::MAX;
/// Texels whose middles are so near to a triangle take part in what is read at its edge.
const REACH: f32 = 1.42;
/// How far places keep away from the edges of their triangle, texels: exactly on an edge they may lie within the wall that stands there.
const KEEP_OFF: f32 = 0.2;

/// A page.
#[derive(Clone, Debug)]
pub struct Cover {
    /// Texels.
    pub size: UVec2,
    /// Which texel of the atlas each shows.
    pub owners: Vec<u32>,
    /// Which chart each is of.
    pub charts: Vec<u32>,
    /// Whether it is a margin beyond all triangles: its light is computed at the nearest place.
    distance: Vec<f32>,
}

/// All pages, and the places that they show.
pub fn cover(patches: &[Patch], charts: &[Chart], sizes: &[UVec2]) -> (Vec<Cover>, Vec<Texel>) {
    let blank = |size: &UVec2| {
        let count = (size.x * size.y) as usize;
        Cover { size: *size, owners: vec![NOBODY; count], charts: vec![NOBODY; count], distance: vec![REACH; count] }
    };
    let mut covers: Vec<Cover> = sizes.iter().map(blank).collect();
    let mut texels = Vec::new();
    for (number, chart) in charts.iter().enumerate() {
        for triangle in &chart.triangles {
            covers[chart.page].draw(&patches[chart.patch], (number as u32, chart), *triangle as usize, &mut texels);
        }
    }
    (covers, texels)
}

impl Cover {
    fn draw(&mut self, patch: &Patch, (number, chart): (u32, &Chart), triangle: usize, texels: &mut Vec<Texel>) {
        let corners = patch.corners(triangle).map(|corner| chart.at(corner));
        let [a, b, c] = corners;
        let (first, end) = (chart.corner, chart.corner + chart.size());
        let low = (a.min(b).min(c) - REACH - 0.5).floor().max(first.as_vec2()).as_uvec2();
        let high = (a.max(b).max(c) + REACH + 0.5).ceil().max(Vec2::ZERO).as_uvec2().min(end);
        let face = patch.cross(triangle).normalize_or(Vec3::Y);
        let size = 1.0 / chart.density.min_element().max(1e-6);
        for y in low.y..high.y {
            for x in low.x..high.x {
                let at = (y * self.size.x + x) as usize;
                let middle = Vec2::new(x as f32, y as f32) + 0.5;
                let nearest = nearest_in(corners, middle);
                let distance = (nearest - middle).length();
                if distance >= self.distance[at] {
                    continue;
                }
                let weights = weights_in(corners, kept_off(corners, nearest));
                let texel = place(patch, triangle, weights, face, size);
                match self.owners[at] {
                    NOBODY => {
                        self.owners[at] = texels.len() as u32;
                        texels.push(texel);
                    }
                    owner => texels[owner as usize] = texel,
                }
                self.charts[at] = number;
                self.distance[at] = distance;
            }
        }
    }
}

fn place(patch: &Patch, triangle: usize, weights: [f32; 3], face: Vec3, size: f32) -> Texel {
    let corners = patch.triangles[triangle].map(|at| at as usize);
    let mixed = |of: &[Vec3]| (0..3).map(|i| of[corners[i]] * weights[i]).sum::<Vec3>();
    let normal = mixed(&patch.normals).normalize_or(face);
    // What is shaded from behind is as the author made it; light is gathered in front of the triangle.
    let normal = if normal.dot(face) < 0.05 { face } else { normal };
    Texel { position: mixed(&patch.positions), normal, face, size }
}

fn nearest_on(from: Vec2, to: Vec2, point: Vec2) -> Vec2 {
    let along = to - from;
    let part = ((point - from).dot(along) / along.length_squared().max(1e-12)).clamp(0.0, 1.0);
    from + along * part
}

/// The point of a triangle that is nearest to another.
fn nearest_in(corners: [Vec2; 3], point: Vec2) -> Vec2 {
    let [a, b, c] = corners;
    let sides = [(b - a).perp_dot(point - a), (c - b).perp_dot(point - b), (a - c).perp_dot(point - c)];
    if sides.iter().all(|side| *side >= 0.0) || sides.iter().all(|side| *side <= 0.0) {
        // Of a triangle without area, every point on its line.
        if (b - a).perp_dot(c - a).abs() > 1e-9 {
            return point;
        }
    }
    let candidates = [nearest_on(a, b, point), nearest_on(b, c, point), nearest_on(c, a, point)];
    let nearer = |x: &Vec2, y: &Vec2| (*x - point).length_squared().total_cmp(&(*y - point).length_squared());
    candidates.into_iter().min_by(nearer).unwrap_or(a)
}

/// A point near an edge, moved towards the middle of its triangle.
fn kept_off(corners: [Vec2; 3], point: Vec2) -> Vec2 {
    let [a, b, c] = corners;
    let nearest = [(a, b), (b, c), (c, a)].map(|(from, to)| (nearest_on(from, to, point) - point).length());
    let distance = nearest.into_iter().fold(f32::MAX, f32::min);
    let inwards = (a + b + c) / 3.0 - point;
    let step = (KEEP_OFF - distance).max(0.0).min(inwards.length() * 0.5);
    point + inwards.normalize_or_zero() * step
}

/// How much each corner counts at a point of a triangle.
fn weights_in([a, b, c]: [Vec2; 3], point: Vec2) -> [f32; 3] {
    let twice_area = (b - a).perp_dot(c - a);
    if twice_area.abs() < 1e-9 {
        return [1.0 / 3.0; 3];
    }
    let of_b = ((point - a).perp_dot(c - a) / twice_area).clamp(0.0, 1.0);
    let of_c = ((b - a).perp_dot(point - a) / twice_area).clamp(0.0, 1.0 - of_b);
    [1.0 - of_b - of_c, of_b, of_c]
}

// A chart's margin holds all that is read at its edges.
const _: () = assert!(GUTTER as f32 > REACH);
