//! Plane outlines with normals: what lathe, sweep and extrude run along.

use std::f32::consts::TAU;

use glam::Vec2;

/// Where the outline turns by less than this, it is a curve; by more, an edge.
const CREASE_COS: f32 = 0.76;

/// A point of an outline and the way it faces.
#[derive(Clone, Copy, Debug)]
pub struct OutlinePoint {
    /// Metres.
    pub at: Vec2,
    /// Unit length.
    pub normal: Vec2,
}

/// Stretches of an outline along which the normal is continuous. In a closed outline the last point of the last run is the first of the first.
pub type Outline = Vec<Vec<OutlinePoint>>;

/// Follows `points` with the outside to the right (counter-clockwise for a closed polygon).
/// Sharp corners are cut off by `bevel` metres, with normals that make the cut look round; without a bevel they stay sharp.
pub fn outline(points: &[Vec2], closed: bool, bevel: f32) -> Outline {
    let n = points.len();
    let edge_normal = |i: usize| {
        let d = (points[(i + 1) % n] - points[i]).normalize_or(Vec2::X);
        Vec2::new(d.y, -d.x)
    };
    let edge_length = |i: usize| points[(i + 1) % n].distance(points[i]);
    let mut runs: Outline = vec![Vec::new()];
    let corners = if closed { 0..n + 1 } else { 0..n };
    for k in corners {
        let i = k % n;
        let first = !closed && k == 0;
        let last = !closed && k == n - 1;
        let (before, after) = (edge_normal((i + n - 1) % n), edge_normal(i));
        let at = points[i];
        if first || last {
            push(&mut runs, at, if first { after } else { before });
        } else if before.dot(after) > CREASE_COS {
            push(&mut runs, at, (before + after).normalize_or(before));
        } else if bevel > 0.0 {
            let cut_before = bevel.min(edge_length((i + n - 1) % n) * 0.45);
            let cut_after = bevel.min(edge_length(i) * 0.45);
            let along = |normal: Vec2| Vec2::new(-normal.y, normal.x);
            push(&mut runs, at - along(before) * cut_before, before);
            if k < n || !closed {
                push(&mut runs, at + along(after) * cut_after, after);
            }
        } else {
            if !(closed && k == 0) {
                push(&mut runs, at, before);
            }
            if k < n || !closed {
                runs.push(Vec::new());
                push(&mut runs, at, after);
            }
        }
    }
    runs.retain(|run| run.len() > 1);
    runs
}

fn push(runs: &mut Outline, at: Vec2, normal: Vec2) {
    if let Some(run) = runs.last_mut() {
        run.push(OutlinePoint { at, normal });
    }
}

/// Corners of a circle, counter-clockwise.
pub fn circle(radius: f32, corners: u32) -> Vec<Vec2> {
    (0..corners).map(|i| Vec2::from_angle(TAU * i as f32 / corners as f32) * radius).collect()
}

/// Corners of a rectangle around the origin, counter-clockwise.
pub fn rectangle(width: f32, height: f32) -> Vec<Vec2> {
    let (x, y) = (width * 0.5, height * 0.5);
    vec![Vec2::new(-x, -y), Vec2::new(x, -y), Vec2::new(x, y), Vec2::new(-x, y)]
}

/// The closed polygon with each corner replaced by an arc of `steps` pieces that begins `radius` before it.
pub fn rounded(points: &[Vec2], radius: f32, steps: u32) -> Vec<Vec2> {
    let n = points.len();
    let mut all = Vec::new();
    for i in 0..n {
        let (before, at, after) = (points[(i + n - 1) % n], points[i], points[(i + 1) % n]);
        let from = at + (before - at).clamp_length_max(radius.min(before.distance(at) * 0.499));
        let to = at + (after - at).clamp_length_max(radius.min(after.distance(at) * 0.499));
        for s in 0..=steps {
            let t = s as f32 / steps as f32;
            all.push(from.lerp(at, t).lerp(at.lerp(to, t), t));
        }
    }
    all
}
