//! Which vertices a primitive really uses, and the attributes of those.

use glam::{Quat, Vec2, Vec3, Vec4};

use super::accessors::Rows;

/// The vertices of a primitive: rows of its accessors, and indices that count through those rows.
pub(super) struct Selection {
    /// `None`: the first `count` rows.
    rows: Option<Vec<u32>>,
    count: usize,
    pub indices: Vec<u32>,
}

impl Selection {
    /// Only what the indices refer to, when that is less than all: many primitives often share one long accessor.
    pub fn used(mut indices: Vec<u32>, count: usize) -> Self {
        if indices.len() >= count {
            return Self { rows: None, count, indices };
        }
        let mut rows = indices.clone();
        rows.sort_unstable();
        rows.dedup();
        for index in &mut indices {
            // Every index is among the rows, which were made from them.
            *index = rows.partition_point(|row| row < index) as u32;
        }
        Self { count: rows.len(), rows: Some(rows), indices }
    }

    /// One vertex for each index, so that no two triangles share one.
    pub fn unshared(indices: Vec<u32>) -> Self {
        let count = indices.len();
        Self { indices: (0..count as u32).collect(), count, rows: Some(indices) }
    }

    pub fn rows(&self) -> Rows<'_> {
        self.rows.as_deref().map_or(Rows::First(self.count), Rows::Some)
    }
}

pub(super) fn vec2s(numbers: &[f32]) -> Vec<Vec2> {
    numbers.chunks_exact(2).map(Vec2::from_slice).collect()
}

pub(super) fn vec3s(numbers: &[f32]) -> Vec<Vec3> {
    numbers.chunks_exact(3).map(Vec3::from_slice).collect()
}

pub(super) fn vec4s(numbers: &[f32]) -> Vec<Vec4> {
    numbers.chunks_exact(4).map(Vec4::from_slice).collect()
}

/// The direction of a vector, however short or long it is; `None` when it has none.
pub(super) fn direction(vector: Vec3) -> Option<Vec3> {
    let largest = vector.abs().max_element();
    // Divided by its largest component first: the square of a short vector is zero, that of a long one infinite.
    (largest > 0.0 && vector.is_finite()).then(|| (vector / largest).normalize())
}

/// A rotation of unit length.
pub(super) fn unit(rotation: Quat) -> Quat {
    let length = rotation.length();
    if length > 1e-6 && length.is_finite() { rotation / length } else { Quat::IDENTITY }
}

/// The normal of each triangle at each of its three vertices.
pub(super) fn flat_normals(positions: &[Vec3]) -> Vec<Vec3> {
    let mut normals = Vec::with_capacity(positions.len());
    for corner in positions.chunks_exact(3) {
        let edge = |to: usize| direction(corner[to] - corner[0]).unwrap_or(Vec3::ZERO);
        let normal = direction(edge(1).cross(edge(2))).unwrap_or(Vec3::Y);
        normals.extend([normal; 3]);
    }
    normals
}

/// The four heaviest of up to eight joints; weights that add up to 1.
pub(super) fn four_heaviest(joints: &[u32], weights: &[f32]) -> ([u16; 4], Vec4) {
    let mut kept = ([0_u16; 4], [0.0_f32; 4]);
    for (&joint, &weight) in joints.iter().zip(weights) {
        let weight = weight.max(0.0);
        let Some(lightest) = (0..4).min_by(|a, b| kept.1[*a].total_cmp(&kept.1[*b])) else { continue };
        if weight > kept.1[lightest] {
            // A joint beyond 65535 is beyond every skin; the importer has refused it by then.
            kept.0[lightest] = joint.min(u16::MAX.into()) as u16;
            kept.1[lightest] = weight;
        }
    }
    let weights = Vec4::from(kept.1);
    let sum = weights.element_sum();
    if sum > 0.0 && sum.is_finite() { (kept.0, weights / sum) } else { (kept.0, Vec4::X) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_used_vertices_are_kept() {
        let selection = Selection::used(vec![900, 7, 900], 1000);
        assert_eq!(selection.indices, [1, 0, 1]);
        assert!(matches!(selection.rows(), Rows::Some([7, 900])));
        assert!(matches!(Selection::used(vec![0, 1, 2], 3).rows(), Rows::First(3)));
    }

    #[test]
    fn tiny_and_huge_triangles_have_normals_too() {
        for size in [1e-30, 1e-3, 1.0, 1e30] {
            let positions = [Vec3::ZERO, Vec3::X * size, Vec3::Y * size];
            assert_eq!(flat_normals(&positions), [Vec3::Z; 3], "{size}");
        }
        assert_eq!(flat_normals(&[Vec3::ONE; 3]), [Vec3::Y; 3]);
        assert_eq!(direction(Vec3::splat(f32::MIN_POSITIVE / 8.0)).map(|d| d.is_normalized()), Some(true));
    }

    #[test]
    fn the_heaviest_joints_win() {
        let (joints, weights) = four_heaviest(&[0, 1, 2, 3, 4, 5, 6, 7], &[0.1, 0.2, 0.05, 0.2, 0.25, 0.05, 0.15, 0.0]);
        let mut kept = joints;
        kept.sort_unstable();
        assert_eq!(kept, [1, 3, 4, 6]);
        assert!((weights.element_sum() - 1.0).abs() < 1e-6);
        assert_eq!(four_heaviest(&[3, 0, 0, 0], &[0.0; 4]), ([0; 4], Vec4::X));
    }
}
