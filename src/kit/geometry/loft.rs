//! Skins drawn over a row of rings: fuselages, blades, cushions.

use glam::{Vec2, Vec3};

use super::Shape;

/// A skin over rings of equally many points, counter-clockwise seen against the direction in which the rings follow each other
/// (for rings that rise along +Z: counter-clockwise in XY). Edges sharper than `crease_deg` stay edges. `caps` closes both ends.
pub fn loft(rings: &[Vec<Vec3>], caps: bool, crease_deg: f32) -> Shape {
    let m = rings.first().map_or(0, Vec::len);
    let mut shape = Shape::default();
    for ring in rings {
        for &p in ring {
            shape.vertex(p, Vec3::ZERO);
        }
    }
    for i in 0..rings.len().saturating_sub(1) {
        for k in 0..m {
            let next = (k + 1) % m;
            let at = |ring: usize, point: usize| (ring * m + point) as u32;
            shape.quad(at(i, k), at(i, next), at(i + 1, next), at(i + 1, k));
        }
    }
    if caps && rings.len() > 1 {
        for (ring, first) in [(0, true), (rings.len() - 1, false)] {
            let middle = rings[ring].iter().sum::<Vec3>() / m as f32;
            let center = shape.vertex(middle, Vec3::ZERO);
            for k in 0..m {
                let (a, b) = ((ring * m + k) as u32, (ring * m + (k + 1) % m) as u32);
                if first { shape.triangle(center, b, a) } else { shape.triangle(center, a, b) }
            }
        }
    }
    shape.smoothed(crease_deg)
}

/// A plane figure placed as a ring: `u` and `v` are where its axes point.
pub fn ring(figure: &[Vec2], center: Vec3, u: Vec3, v: Vec3) -> Vec<Vec3> {
    figure.iter().map(|p| center + u * p.x + v * p.y).collect()
}
