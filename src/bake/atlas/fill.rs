//! Light for texels that have none of their own: inside of things, in margins, between charts.

use std::collections::VecDeque;

use glam::{UVec2, Vec3};

use super::raster::{Cover, NOBODY};
use crate::Lit;

/// A page of light in which what lies inside of something has the light of its own chart around it.
pub fn inside(cover: &Cover, lit: &[Lit]) -> Vec<Vec3> {
    let found = |owner: &u32| lit.get(*owner as usize).filter(|lit| lit.is_valid && lit.light.is_finite());
    let known: Vec<bool> = cover.owners.iter().map(|owner| found(owner).is_some()).collect();
    let mut page: Vec<Vec3> =
        cover.owners.iter().map(|owner| found(owner).map_or(Vec3::ZERO, |lit| lit.light.max(Vec3::ZERO))).collect();
    spread(cover.size, &mut page, known, |from, to| {
        cover.charts[from] == cover.charts[to] && cover.charts[to] != NOBODY
    });
    page
}

/// Goes on with the light of charts beyond their edges, over the whole page: margins must not be dark, and what is even takes few bytes.
pub fn outside(cover: &Cover, page: &mut [Vec3]) {
    let known = cover.charts.iter().map(|chart| *chart != NOBODY).collect();
    spread(cover.size, page, known, |_, _| true);
}

/// Gives each unknown texel the mean of the known ones beside it, from those on outwards; `may` says from where to where.
fn spread(size: UVec2, page: &mut [Vec3], mut known: Vec<bool>, may: impl Fn(usize, usize) -> bool) {
    let mut open: VecDeque<usize> = (0..page.len()).filter(|at| known[*at]).collect();
    let mut is_waiting = known.clone();
    let mut ring = Vec::new();
    while !open.is_empty() {
        // One ring at a time, so that no direction is preferred.
        ring.clear();
        for from in open.drain(..) {
            around(size, from, |to| {
                if !is_waiting[to] && may(from, to) {
                    is_waiting[to] = true;
                    ring.push(to);
                }
            });
        }
        let means = ring.iter().map(|to| {
            let (mut sum, mut count) = (Vec3::ZERO, 0.0);
            around(size, *to, |from| {
                if known[from] && may(from, *to) {
                    sum += page[from];
                    count += 1.0;
                }
            });
            sum / f32::max(count, 1.0)
        });
        let means: Vec<Vec3> = means.collect();
        for (at, mean) in ring.iter().zip(means) {
            page[*at] = mean;
            known[*at] = true;
        }
        open.extend(ring.iter().copied());
    }
}

/// The up to eight neighbours of a texel.
fn around(size: UVec2, at: usize, mut each: impl FnMut(usize)) {
    let (x, y) = (at as u32 % size.x, at as u32 / size.x);
    for near_y in y.saturating_sub(1)..=(y + 1).min(size.y - 1) {
        for near_x in x.saturating_sub(1)..=(x + 1).min(size.x - 1) {
            if (near_x, near_y) != (x, y) {
                each((near_y * size.x + near_x) as usize);
            }
        }
    }
}
