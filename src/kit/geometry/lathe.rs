//! Bodies of revolution.

use std::f32::consts::TAU;

use glam::{Vec2, Vec3};

use super::{Shape, outline};

/// Turns a profile of (radius, height) points about +Y. The outside is to the right of the profile: list it from the bottom of the axis,
/// out, up, and back to the axis. Sharp corners get a bevel of `bevel` metres.
pub fn lathe(profile: &[(f32, f32)], segments: u32, bevel: f32) -> Shape {
    lathe_arc(profile, segments, bevel, 0.0, 360.0)
}

/// As [`lathe`], but only from `from_deg` to `to_deg` (0 is +X, 90 is +Z); the cut stays open. A profile that ends where it began is closed.
pub fn lathe_arc(profile: &[(f32, f32)], segments: u32, bevel: f32, from_deg: f32, to_deg: f32) -> Shape {
    let mut points: Vec<Vec2> = profile.iter().map(|&(r, y)| Vec2::new(r, y)).collect();
    let closed = points.len() > 3 && points.first() == points.last();
    if closed {
        points.pop();
    }
    let full = (to_deg - from_deg) >= 359.99;
    let mut shape = Shape::default();
    for run in outline(&points, closed, bevel) {
        let base = shape.positions.len() as u32;
        let rings = if full { segments } else { segments + 1 };
        for i in 0..rings {
            let angle = (from_deg + (to_deg - from_deg) * i as f32 / segments as f32) / 360.0 * TAU;
            let (sin, cos) = angle.sin_cos();
            for p in &run {
                let radius = p.at.x.max(0.0);
                let normal = Vec3::new(p.normal.x * cos, p.normal.y, p.normal.x * sin);
                shape.vertex(Vec3::new(radius * cos, p.at.y, radius * sin), normal);
            }
        }
        let m = run.len() as u32;
        for i in 0..segments {
            let (here, next) = (base + i * m, base + (i + 1) % rings * m);
            for k in 0..m - 1 {
                shape.quad(next + k, here + k, here + k + 1, next + k + 1);
            }
        }
    }
    shape
}
