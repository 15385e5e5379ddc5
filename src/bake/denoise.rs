//! Grain out of a page of a light map, edges left in: an à-trous filter led by position, normal and noise (Dammertz et al., HPG 2010; the weights
//! by noise are those of Schied et al., HPG 2017).
//!
//! By noise alone grain of a quarter of the light would become steps between plateaus. So what is near by the measure of what stands around is taken for
//! smooth: where everything is metres away, light changes over metres.

use core::ops::ControlFlow;

use glam::Vec3;

use crate::trace::{in_parallel, luminance};

/// What leads the filter at a texel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guide {
    /// World space, metres.
    pub position: Vec3,
    /// Of unit length.
    pub normal: Vec3,
    /// Side of the texel on the surface, metres.
    pub size: f32,
    /// Light does not flow between texels of different charts.
    pub chart: u32,
    /// Standard error of the luminance of its light, as in [`crate::Lit`].
    pub noise: f32,
    /// How far things are, as in [`crate::Lit`].
    pub reach: f32,
}

/// Passes; in each the neighbours are twice as far as in the one before.
const PASSES: u32 = 5;
/// A cubic spline, from the middle.
const SPLINE: [f32; 3] = [0.375, 0.25, 0.0625];
/// So many standard errors may lie between two texels that are of one light.
const NOISE: f32 = 4.0;
/// Part of the light that is no edge in any case: less is not seen.
const UNSEEN: f32 = 0.01;
/// The same where light is smooth.
const SMOOTH: f32 = 0.5;
/// Light is smooth within such a part of the distance to what stands around.
const NEAR: f32 = 0.25;
/// Rows that a thread takes at once.
const ROWS: usize = 8;
/// How fast a bend of the surface ends what is mixed: between texels of a column of half a metre, 16° apart, half.
const BEND: i32 = 16;

/// Smoothes a page of `width` columns; texels without a guide are neither read nor written. Gives the standard errors that are left, as far as grain of
/// neighbours has nothing in common.
pub fn denoise(width: usize, lights: &mut [Vec3], guides: &[Option<Guide>]) -> Vec<f32> {
    if width == 0 || lights.len() != guides.len() {
        return vec![0.0; lights.len()];
    }
    let variance = |guide: &Option<Guide>| guide.map_or(0.0, |guide| guide.noise * guide.noise);
    let mut variances: Vec<f32> = guides.iter().map(variance).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut smoothed = vec![(Vec3::ZERO, 0.0); lights.len()];
    for pass in 0..PASSES {
        let page = Page { width, lights, variances: &variances, guides, step: 1 << pass };
        in_parallel(threads, ROWS * width, &mut smoothed, &|_| ControlFlow::Continue(()), &|start, smoothed| {
            smoothed.iter_mut().zip(start..).for_each(|(smoothed, at)| *smoothed = page.smoothed(at));
        });
        for (at, (light, variance)) in smoothed.iter().copied().enumerate() {
            lights[at] = light;
            variances[at] = variance;
        }
    }
    variances.into_iter().map(f32::sqrt).collect()
}

struct Page<'a> {
    width: usize,
    lights: &'a [Vec3],
    variances: &'a [f32],
    guides: &'a [Option<Guide>],
    step: i32,
}

impl Page<'_> {
    fn neighbour(&self, at: usize, dx: i32, dy: i32) -> Option<usize> {
        let x = (at % self.width).checked_add_signed(dx as isize).filter(|x| *x < self.width)?;
        let y = (at / self.width).checked_add_signed(dy as isize)?;
        let index = y * self.width + x;
        (index < self.lights.len() && self.guides[index].is_some()).then_some(index)
    }

    /// Light and variance of a texel after this pass.
    fn smoothed(&self, at: usize) -> (Vec3, f32) {
        let Some(guide) = &self.guides[at] else { return (self.lights[at], self.variances[at]) };
        let bright = luminance(self.lights[at]);
        let deviation = self.steady_variance(at, guide.chart).sqrt();
        let (mut light, mut variance, mut sum) = (Vec3::ZERO, 0.0, 0.0);
        for dy in -2..=2_i32 {
            for dx in -2..=2_i32 {
                let Some(other) = self.neighbour(at, dx * self.step, dy * self.step) else { continue };
                let Some(there) = &self.guides[other] else { continue };
                let near = nearness(guide, there, self.step as f32);
                if near <= 0.0 {
                    continue;
                }
                let bright_there = luminance(self.lights[other]);
                let even = (UNSEEN + SMOOTH * closeness(guide, there)) * bright.max(bright_there);
                let unlike = (bright_there - bright) / (NOISE * deviation + even + 1e-9);
                let spline = SPLINE[dx.unsigned_abs() as usize] * SPLINE[dy.unsigned_abs() as usize];
                let weight = spline * near * (-unlike * unlike).exp();
                light += self.lights[other] * weight;
                variance += self.variances[other] * weight * weight;
                sum += weight;
            }
        }
        if sum > 0.0 { (light / sum, variance / (sum * sum)) } else { (self.lights[at], self.variances[at]) }
    }

    /// Of the texel and those right beside it: that of one alone is itself full of noise.
    fn steady_variance(&self, at: usize, chart: u32) -> f32 {
        let (mut sum, mut weights) = (0.0, 0.0);
        for dy in -1..=1_i32 {
            for dx in -1..=1_i32 {
                let Some(other) = self.neighbour(at, dx, dy) else { continue };
                if self.guides[other].is_some_and(|guide| guide.chart == chart) {
                    let weight = [1.0, 0.5][dx.unsigned_abs() as usize] * [1.0, 0.5][dy.unsigned_abs() as usize];
                    sum += self.variances[other] * weight;
                    weights += weight;
                }
            }
        }
        sum / weights
    }
}

/// How close two texels are by the measure of what stands around them.
fn closeness(guide: &Guide, there: &Guide) -> f32 {
    let reach = NEAR * guide.reach.min(there.reach).max(1e-3);
    (-guide.position.distance_squared(there.position) / (reach * reach)).exp()
}

/// How much a neighbour is of the same surface.
fn nearness(guide: &Guide, there: &Guide, step: f32) -> f32 {
    if guide.chart != there.chart {
        return 0.0;
    }
    let offset = there.position - guide.position;
    let size = guide.size.max(1e-6);
    // Texels that are neighbours on the page but not in the world.
    if offset.length() > 6.0 * step * size {
        return 0.0;
    }
    let off_plane = guide.normal.dot(offset) / (step * size);
    guide.normal.dot(there.normal).max(0.0).powi(BEND) * (-off_plane * off_plane).exp()
}
