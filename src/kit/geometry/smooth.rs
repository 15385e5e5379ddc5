//! Normals from faces.

use std::collections::BTreeMap;

use glam::Vec3;

use super::Shape;

impl Shape {
    /// New normals: faces that meet at less than `crease_deg` share them, weighted by area; others keep an edge.
    /// Texture coordinates are lost.
    pub fn smoothed(self, crease_deg: f32) -> Self {
        let crease_cos = crease_deg.to_radians().cos();
        let key = |p: Vec3| (p * 20_000.0).round().to_array().map(|v| v as i64);
        let mut faces_at: BTreeMap<[i64; 3], Vec<Vec3>> = BTreeMap::new();
        let area_normals: Vec<Vec3> = self
            .indices
            .chunks_exact(3)
            .map(|t| {
                let [a, b, c] = [t[0], t[1], t[2]].map(|i| self.positions[i as usize]);
                (b - a).cross(c - a)
            })
            .collect();
        for (t, normal) in self.indices.chunks_exact(3).zip(&area_normals) {
            for &i in t {
                faces_at.entry(key(self.positions[i as usize])).or_default().push(*normal);
            }
        }
        let mut smooth = Self::default();
        let mut made: BTreeMap<([i64; 3], [i32; 3]), u32> = BTreeMap::new();
        for (t, normal) in self.indices.chunks_exact(3).zip(&area_normals) {
            let own = normal.normalize_or(Vec3::Y);
            let corners = [0, 1, 2].map(|k| {
                let position = self.positions[t[k] as usize];
                let place = key(position);
                let sum: Vec3 = faces_at[&place].iter().filter(|n| n.normalize_or(own).dot(own) >= crease_cos).sum();
                let normal = sum.normalize_or(own);
                let facing = (normal * 500.0).round().to_array().map(|v| v as i32);
                *made.entry((place, facing)).or_insert_with(|| smooth.vertex(position, normal))
            });
            smooth.triangle(corners[0], corners[1], corners[2]);
        }
        smooth
    }
}
