//! Charts that nobody will ever see: backs of boards, what lies between two walls, roofs under roofs. They take up one texel.

use super::raster::{self, NOBODY};
use super::{Atlas, Patch, place};
use crate::Lit;
use crate::trace::luminance;

/// Light that is less than this is none, in parts of white.
const DARK: f32 = 1e-3;

impl Atlas {
    /// Numbers of the charts that show no light at all, in ascending order. `lit` has an answer for each of [`Atlas::texels`].
    pub fn hidden(&self, lit: &[Lit]) -> Vec<u32> {
        let mut is_seen = vec![false; self.charts.len()];
        for cover in &self.covers {
            for (owner, chart) in cover.owners.iter().zip(&cover.charts).filter(|(_, chart)| **chart != NOBODY) {
                let shows = |lit: &Lit| lit.is_valid && luminance(lit.light) >= DARK;
                is_seen[*chart as usize] |= lit.get(*owner as usize).is_some_and(shows);
            }
        }
        (0..self.charts.len() as u32).filter(|chart| !is_seen[*chart as usize]).collect()
    }

    /// The same surfaces laid out anew, with one texel for each of these charts. Where that would take more pages, nothing changes.
    pub fn without(&self, patches: &[Patch], hidden: &[u32]) -> Self {
        let mut charts = self.charts.clone();
        for number in hidden {
            if let Some(chart) = charts.get_mut(*number as usize) {
                chart.shrink();
            }
        }
        let (sizes, charts) = place::place(charts);
        if sizes.len() > self.sizes.len() {
            return self.clone();
        }
        let (covers, texels) = raster::cover(patches, &charts, &sizes);
        Self { sizes, charts, covers, texels, welded: self.welded.clone(), patches: self.patches }
    }

    /// Light for the texels of `new`, which [`Atlas::without`] made of this: each chart has kept its texels, and what is hidden has none.
    pub fn moved(&self, lit: &[Lit], new: &Self) -> Vec<Lit> {
        let mut moved = vec![Lit::default(); new.texels.len()];
        for (page, cover) in new.covers.iter().enumerate() {
            for (at, (owner, number)) in cover.owners.iter().zip(&cover.charts).enumerate() {
                let number = *number as usize;
                let (Some(old), Some(chart)) = (self.charts.get(number), new.charts.get(number)) else { continue };
                if chart.page != page || chart.inner != old.inner {
                    continue;
                }
                let (x, y) = (at as u32 % cover.size.x - chart.corner.x, at as u32 / cover.size.x - chart.corner.y);
                let there = &self.covers[old.page];
                let source = there.owners[((old.corner.y + y) * there.size.x + old.corner.x + x) as usize];
                if let Some(lit) = lit.get(source as usize) {
                    moved[*owner as usize] = *lit;
                }
            }
        }
        moved
    }
}
