//! Flat surfaces cut into cells, so that light can be baked into their corners.

use glam::Vec3;

use super::Shape;

/// A flat sheet from `origin` along `u` and `v` (unit vectors; it faces `u × v`), cut at the given distances in metres.
/// `keep` says by the middle of a cell (along `u`, along `v`) whether the cell is there.
pub fn panel(origin: Vec3, u: Vec3, v: Vec3, u_cuts: &[f32], v_cuts: &[f32], keep: impl Fn(f32, f32) -> bool) -> Shape {
    let normal = u.cross(v);
    let mut shape = Shape::default();
    let mut index = vec![u32::MAX; u_cuts.len() * v_cuts.len()];
    for j in 0..v_cuts.len().saturating_sub(1) {
        for i in 0..u_cuts.len().saturating_sub(1) {
            if !keep((u_cuts[i] + u_cuts[i + 1]) * 0.5, (v_cuts[j] + v_cuts[j + 1]) * 0.5) {
                continue;
            }
            let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)].map(|(a, b)| {
                let slot = &mut index[b * u_cuts.len() + a];
                if *slot == u32::MAX {
                    *slot = shape.vertex(origin + u * u_cuts[a] + v * v_cuts[b], normal);
                }
                *slot
            });
            shape.quad(corners[0], corners[1], corners[2], corners[3]);
        }
    }
    shape
}

/// Even cuts from `from` to `to`, at most `step` apart, and the `extra` ones between them.
pub fn cuts(from: f32, to: f32, step: f32, extra: &[f32]) -> Vec<f32> {
    let count = ((to - from) / step).ceil().max(1.0) as usize;
    let mut all: Vec<f32> = (0..=count).map(|i| from + (to - from) * i as f32 / count as f32).collect();
    let inside = extra.iter().copied().filter(|e| *e > from + 1e-4 && *e < to - 1e-4);
    let extra: Vec<f32> = inside.collect();
    // An even cut that nearly meets an asked-for one only makes slivers.
    all.retain(|c| {
        (*c - from).abs() < 1e-5 || (*c - to).abs() < 1e-5 || extra.iter().all(|e| (c - e).abs() > step * 0.3)
    });
    all.extend(extra);
    all.sort_by(f32::total_cmp);
    all.dedup_by(|a, b| (*a - *b).abs() < 1e-4);
    all
}

/// Cuts that are fine near both ends, where walls meet, and coarse between.
pub fn cuts_near_edges(from: f32, to: f32, step: f32) -> Vec<f32> {
    let near = [0.12, 0.35];
    let extra: Vec<f32> = near.iter().flat_map(|d| [from + d, to - d]).collect();
    if to - from < 0.9 { vec![from, to] } else { cuts(from, to, step, &extra) }
}
