//! A profile carried along a path: tubes, rails, cables.

use glam::{Vec2, Vec3};

use super::{Shape, circle, outline};

/// Carries a closed profile (counter-clockwise, metres) along `path`. The profile's y axis starts out as near to `up` as it can and then turns
/// no more than the path makes it. `caps` closes the ends.
pub fn sweep(profile: &[Vec2], path: &[Vec3], up: Vec3, caps: bool) -> Shape {
    let frames = frames(path, up);
    let mut shape = Shape::default();
    for run in outline(profile, true, 0.0) {
        let base = shape.positions.len() as u32;
        let m = run.len() as u32;
        for (at, right, top) in &frames {
            for p in &run {
                shape.vertex(*at + *right * p.at.x + *top * p.at.y, *right * p.normal.x + *top * p.normal.y);
            }
        }
        for i in 0..frames.len() as u32 - 1 {
            for k in 0..m - 1 {
                let (here, next) = (base + i * m + k, base + (i + 1) * m + k);
                shape.quad(here, here + 1, next + 1, next);
            }
        }
    }
    if caps {
        for (i, first) in [(0, true), (frames.len() - 1, false)] {
            let (at, right, top) = frames[i];
            let forward = top.cross(right) * if first { 1.0 } else { -1.0 };
            let center = shape.vertex(at, forward);
            let edge: Vec<u32> = profile.iter().map(|p| shape.vertex(at + right * p.x + top * p.y, forward)).collect();
            for k in 0..edge.len() {
                let (a, b) = (edge[k], edge[(k + 1) % edge.len()]);
                if first { shape.triangle(center, b, a) } else { shape.triangle(center, a, b) }
            }
        }
    }
    shape
}

/// At each point of a path: where it is, and where the profile's x and y axes point. `right × top` is the direction of the path.
fn frames(path: &[Vec3], up: Vec3) -> Vec<(Vec3, Vec3, Vec3)> {
    let direction = |i: usize| {
        let (before, after) = (path[i.saturating_sub(1)], path[(i + 1).min(path.len() - 1)]);
        (after - before).normalize_or(Vec3::Z)
    };
    let mut top = up;
    (0..path.len())
        .map(|i| {
            let forward = direction(i);
            top = (top - forward * top.dot(forward)).normalize_or(forward.any_orthonormal_vector());
            (path[i], top.cross(forward), top)
        })
        .collect()
}

/// A round bar along a path, closed at both ends.
pub fn tube(path: &[Vec3], radius: f32, sides: u32) -> Shape {
    let up = if path.len() > 1 && (path[1] - path[0]).normalize_or(Vec3::Z).y.abs() > 0.9 { Vec3::X } else { Vec3::Y };
    sweep(&circle(radius, sides), path, up, true)
}

/// A smooth curve through points (Catmull-Rom), `steps` pieces between each two.
pub fn spline(points: &[Vec3], steps: u32) -> Vec<Vec3> {
    let n = points.len();
    let mut curve = Vec::new();
    for i in 0..n - 1 {
        let (p0, p1, p2, p3) = (points[i.saturating_sub(1)], points[i], points[i + 1], points[(i + 2).min(n - 1)]);
        for s in 0..steps {
            let t = s as f32 / steps as f32;
            let (t2, t3) = (t * t, t * t * t);
            let sum = p1 * 2.0
                + (p2 - p0) * t
                + (p0 * 2.0 - p1 * 5.0 + p2 * 4.0 - p3) * t2
                + (p1 * 3.0 - p0 - p2 * 3.0 + p3) * t3;
            curve.push(sum * 0.5);
        }
    }
    curve.push(points[n - 1]);
    curve
}
