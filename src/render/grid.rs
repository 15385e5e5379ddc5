//! Cells of space that know which lights reach them, so that a surface adds up no others.
//!
//! In the world, not in the view (as froxels are): a hall's lamps stand still, so the cells are filled once, for every view.

use glam::{UVec3, Vec3};
use hall::Aabb;

use crate::uniforms::{Cells, MAX_CELLS};

/// How far a light reaches.
pub(crate) struct Reach {
    pub position: Vec3,
    /// Metres; may be infinite.
    pub radius: f32,
    /// Of a spot: where it shines, and the cosine and sine of half its cone.
    pub cone: Option<(Vec3, f32, f32)>,
}

/// A box cut into cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Grid {
    pub min: Vec3,
    /// Metres.
    pub cell: Vec3,
    pub counts: UVec3,
}

impl Grid {
    /// About cubic cells, as many as there may be.
    pub(crate) fn around(bounds: &Aabb) -> Self {
        let bounds = if bounds.is_empty() { Aabb { min: Vec3::ZERO, max: Vec3::ONE } } else { *bounds };
        let size = bounds.size().max(Vec3::splat(0.1));
        let mut side = (size.x * size.y * size.z / MAX_CELLS as f32).cbrt();
        loop {
            let counts = (size / side).ceil().as_uvec3().max(UVec3::ONE);
            if counts.as_vec3().element_product() <= MAX_CELLS as f32 {
                return Self { min: bounds.min, cell: size / counts.as_vec3(), counts };
            }
            side *= 1.05;
        }
    }

    /// Sets the bit of each light in the cells that it may reach. What lies outside of the box counts to the cells at its border.
    pub(crate) fn fill(&self, reaches: &[Reach], cells: &mut Cells) {
        *cells = bytemuck::Zeroable::zeroed();
        for (light, reach) in reaches.iter().enumerate() {
            let low = self.cell_of(reach.position - reach.radius);
            let high = self.cell_of(reach.position + reach.radius);
            for z in low.z..=high.z {
                for y in low.y..=high.y {
                    for x in low.x..=high.x {
                        let at = UVec3::new(x, y, z);
                        if self.may_reach(reach, at) {
                            let i = (z * self.counts.y + y) * self.counts.x + x;
                            cells[i as usize][light / 32] |= 1 << (light % 32);
                        }
                    }
                }
            }
        }
    }

    fn cell_of(&self, point: Vec3) -> UVec3 {
        let last = (self.counts - 1).as_vec3();
        // Infinitely far is beyond the border like anything else.
        ((point - self.min) / self.cell).floor().clamp(Vec3::ZERO, last).as_uvec3()
    }

    fn may_reach(&self, reach: &Reach, at: UVec3) -> bool {
        if reach.radius.is_infinite() && reach.cone.is_none() {
            return true;
        }
        let (is_first, is_last) = (at.cmpeq(UVec3::ZERO), at.cmpeq(self.counts - 1));
        // A cell at the border stands for what is beyond it too.
        let extended = |by: Vec3| {
            let low = self.min + at.as_vec3() * self.cell;
            let (before, behind) = (Vec3::select(is_first, by, Vec3::ZERO), Vec3::select(is_last, by, Vec3::ZERO));
            (low - before, low + self.cell + behind)
        };
        let (low, high) = extended(Vec3::INFINITY);
        let nearest = reach.position.clamp(low, high);
        if nearest.distance_squared(reach.position) > reach.radius * reach.radius {
            return false;
        }
        let Some((axis, cosine, sine)) = reach.cone else { return true };
        // A lamp in the house lights what is in it, or sticks out of it by a cell.
        let is_outside =
            (reach.position.cmplt(self.min) | reach.position.cmpgt(self.min + self.counts.as_vec3() * self.cell)).any();
        if is_outside && (is_first | is_last).any() {
            return true;
        }
        let (low, high) = extended(self.cell);
        // A sphere around the cell against the cone (Wronski, 2017).
        let to_cell = 0.5 * (low + high) - reach.position;
        let along = to_cell.dot(axis);
        let aside = (to_cell.length_squared() - along * along).max(0.0).sqrt();
        let radius = 0.5 * (high - low).length();
        cosine * aside - along * sine <= radius && along >= -radius
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(grid: &Grid, reach: Reach) -> usize {
        let mut cells: Cells = [[0; 4]; MAX_CELLS];
        grid.fill(&[reach], &mut cells);
        cells.iter().filter(|c| c[0] & 1 == 1).count()
    }

    #[test]
    fn a_lamp_reaches_what_is_near_and_a_spot_what_is_before_it() {
        let grid = Grid::around(&Aabb { min: Vec3::splat(-20.0), max: Vec3::splat(20.0) });
        let all = grid.counts.element_product() as usize;
        assert!(all > 500 && all <= MAX_CELLS, "{all}");
        let point = |radius| Reach { position: Vec3::ZERO, radius, cone: None };
        assert_eq!(reached(&grid, point(f32::INFINITY)), all);
        let ball = reached(&grid, point(6.0));
        assert!(ball > 8 && ball < all / 4, "{ball}");
        let cone = Some((Vec3::NEG_Y, 0.866, 0.5));
        let spot = reached(&grid, Reach { position: Vec3::ZERO, radius: 6.0, cone });
        assert!(spot > 0 && spot < ball / 2, "{spot} of {ball}");
    }

    #[test]
    fn nothing_is_lost_beyond_the_border() {
        let grid = Grid::around(&Aabb { min: Vec3::ZERO, max: Vec3::splat(10.0) });
        // The visitor stands outside, beside a lamp outside.
        assert!(reached(&grid, Reach { position: Vec3::new(30.0, 5.0, 5.0), radius: 3.0, cone: None }) > 0);
    }
}
