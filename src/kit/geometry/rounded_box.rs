//! Boxes as things are really made: with edges that catch the light.

use glam::Vec3;

use super::Shape;

/// A box around the origin whose edges are cut off by `chamfer`. Face normals run out over the cuts, so that these look round.
pub fn chamfer_box(size: Vec3, chamfer: f32) -> Shape {
    let half = size * 0.5;
    let cut = chamfer.min(half.min_element() * 0.9);
    let inner = half - cut;
    let mut shape = Shape::default();
    let index = |axis: usize, positive: bool, corner: usize| ((axis * 2 + usize::from(positive)) * 8 + corner) as u32;
    for axis in 0..3 {
        for positive in [false, true] {
            for corner in 0..8 {
                let sign = Vec3::from_array([0, 1, 2].map(|k| if corner >> k & 1 == 1 { 1.0 } else { -1.0 }));
                let mut at = sign * inner;
                at[axis] = if positive { half[axis] } else { -half[axis] };
                let mut normal = Vec3::ZERO;
                normal[axis] = if positive { 1.0 } else { -1.0 };
                shape.vertex(at, normal);
            }
        }
    }
    let mut outward = |corners: &[u32]| {
        let p: Vec<Vec3> = corners.iter().map(|&i| shape.positions[i as usize]).collect();
        let middle = p.iter().sum::<Vec3>() / p.len() as f32;
        let turned = (p[1] - p[0]).cross(p[2] - p[0]).dot(middle) < 0.0;
        for k in 1..corners.len() - 1 {
            let (b, c) = if turned { (k + 1, k) } else { (k, k + 1) };
            shape.triangle(corners[0], corners[b], corners[c]);
        }
    };
    for axis in 0..3 {
        let (u, v) = ((axis + 1) % 3, (axis + 2) % 3);
        for positive in [false, true] {
            let s = usize::from(positive) << axis;
            let ring = [s, s | 1 << u, s | 1 << u | 1 << v, s | 1 << v];
            outward(&ring.map(|corner| index(axis, positive, corner)));
        }
        for (u_side, v_side) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let near = u_side << u | v_side << v;
            let far = near | 1 << axis;
            let (pu, pv) = (u_side == 1, v_side == 1);
            outward(&[index(u, pu, near), index(u, pu, far), index(v, pv, far), index(v, pv, near)]);
        }
    }
    for corner in 0..8 {
        outward(&[0, 1, 2].map(|axis| index(axis, corner >> axis & 1 == 1, corner)));
    }
    compact(shape)
}

/// As [`chamfer_box`], standing on y = 0.
pub fn chamfer_box_on(size: Vec3, chamfer: f32) -> Shape {
    chamfer_box(size, chamfer).at(0.0, size.y * 0.5, 0.0)
}

/// Without the vertices that no triangle uses.
fn compact(shape: Shape) -> Shape {
    let mut new_index = vec![u32::MAX; shape.positions.len()];
    let mut compacted = Shape::default();
    for &i in &shape.indices {
        let i = i as usize;
        if new_index[i] == u32::MAX {
            new_index[i] = compacted.vertex(shape.positions[i], shape.normals[i]);
        }
        compacted.indices.push(new_index[i]);
    }
    compacted
}
