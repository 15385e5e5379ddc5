//! What is to change at the edges of charts, and goes on into them, less and less.

use std::collections::BTreeSet;

use glam::Vec3;

use super::raster::{Cover, NOBODY};

/// After so many texels a change is a third of what it was.
const LENGTH: f32 = 6.0;
/// Sweeps, each forth and back.
const SWEEPS: usize = 8;

/// Changes of a page.
pub struct Flow {
    /// Sums where something rises, and the weights in them.
    changes: Vec<(Vec3, f32)>,
}

impl Flow {
    pub fn new(cover: &Cover) -> Self {
        Self { changes: vec![(Vec3::ZERO, 0.0); cover.owners.len()] }
    }

    /// A texel is to change by so much; of several changes it takes the mean.
    pub fn rise(&mut self, at: usize, change: Vec3, weight: f32) {
        self.changes[at].0 += change * weight;
        self.changes[at].1 += weight;
    }

    /// The change of each texel: as said where it was said, elsewhere by the screened Poisson equation within the chart (Gauss and Seidel's way).
    pub fn spread(self, cover: &Cover) -> Vec<Vec3> {
        let is_fixed: Vec<bool> = self.changes.iter().map(|(_, weight)| *weight > 1e-3).collect();
        let mean = |(sum, weight): (Vec3, f32)| if weight > 1e-3 { sum / weight } else { Vec3::ZERO };
        let mut changes: Vec<Vec3> = self.changes.into_iter().map(mean).collect();
        let touched: BTreeSet<u32> = (0..changes.len()).filter(|at| is_fixed[*at]).map(|at| cover.charts[at]).collect();
        let is_free = |at: usize| !is_fixed[at] && cover.charts[at] != NOBODY && touched.contains(&cover.charts[at]);
        let free: Vec<usize> = (0..changes.len()).filter(|at| is_free(*at)).collect();
        for _ in 0..SWEEPS {
            free.iter().chain(free.iter().rev()).for_each(|at| changes[*at] = settled(cover, &changes, *at));
        }
        changes
    }
}

/// The mean of the four neighbours in the same chart, and a little less.
fn settled(cover: &Cover, changes: &[Vec3], at: usize) -> Vec3 {
    let width = cover.size.x as usize;
    let x = at % width;
    let beside = [
        (x > 0).then(|| at - 1),
        (x + 1 < width).then_some(at + 1),
        at.checked_sub(width),
        (at + width < changes.len()).then_some(at + width),
    ];
    let (mut sum, mut count) = (Vec3::ZERO, 0.0);
    for there in beside.into_iter().flatten().filter(|there| cover.charts[*there] == cover.charts[at]) {
        sum += changes[there];
        count += 1.0;
    }
    sum / (count + 1.0 / (LENGTH * LENGTH))
}
