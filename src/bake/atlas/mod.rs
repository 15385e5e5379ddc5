//! From surfaces to the pages of a light map: charts, their places, their texels, and the picture that becomes of their light.
//!
//! [`unwrap`] lays surfaces out, [`Atlas::texels`] says which places are to be lit, [`Atlas::pages`] makes pages of the answer and [`encode`] pictures of those.

mod charts;
mod fill;
mod flow;
mod hidden;
mod place;
mod raster;
mod rgbm;
mod seams;
mod weld;

use std::collections::BTreeSet;

use glam::{UVec2, Vec2, Vec3};

use crate::{Lit, Texel};
use charts::Chart;
use raster::Cover;
pub use rgbm::{RANGE, decode, encode};
use weld::Welded;

/// Texels around a chart that are its own, on each side: two charts are twice as far apart.
pub const GUTTER: u32 = 2;
/// Sides of a page are no longer. A device of the smallest tier takes pictures of this size as they are, so that no light map is ever made smaller.
pub const PAGE_SIDE: u32 = 1024;
/// A triangle without as much area, square metres, is not to be seen.
const LEAST_AREA: f32 = 1e-10;

/// A surface to be laid out: triangles of one material at one place.
#[derive(Clone, Debug, Default)]
pub struct Patch {
    /// World space, metres.
    pub positions: Vec<Vec3>,
    /// World space, unit length, one for each position.
    pub normals: Vec<Vec3>,
    /// Counter-clockwise seen from the front; each less than the number of positions.
    pub triangles: Vec<[u32; 3]>,
    /// How fine its light is to be.
    pub texels_per_metre: f32,
}

impl Patch {
    /// Square metres.
    pub fn area(&self) -> f32 {
        (0..self.triangles.len()).map(|at| self.cross(at).length() * 0.5).sum()
    }

    /// Normals of triangles that share no corner.
    pub fn flat_normals(&self) -> Vec<Vec3> {
        let mut normals = vec![Vec3::Y; self.positions.len()];
        for (at, triangle) in self.triangles.iter().enumerate() {
            let normal = self.cross(at).normalize_or(Vec3::Y);
            triangle.iter().for_each(|corner| normals[*corner as usize] = normal);
        }
        normals
    }

    fn corners(&self, triangle: usize) -> [Vec3; 3] {
        self.triangles[triangle].map(|at| self.positions[at as usize])
    }

    /// Along the normal of a triangle, twice its area long.
    fn cross(&self, triangle: usize) -> Vec3 {
        let [a, b, c] = self.corners(triangle);
        (b - a).cross(c - a)
    }

    /// What can't be laid out is left out.
    fn is_sound(&self) -> bool {
        let count = self.positions.len();
        self.normals.len() == count
            && self.texels_per_metre.is_finite()
            && self.texels_per_metre > 0.0
            && self.positions.iter().chain(&self.normals).all(|vector| vector.is_finite())
            && self.triangles.iter().flatten().all(|at| (*at as usize) < count)
    }
}

/// The triangles of a patch that lie on one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Which page.
    pub page: usize,
    /// For each of its vertices, which vertex of the patch that was.
    pub sources: Vec<u32>,
    /// For each of its vertices, where on the page it is, 0 to 1; (0, 0) is the upper left corner.
    pub uvs: Vec<Vec2>,
    /// Numbers of its own vertices.
    pub triangles: Vec<[u32; 3]>,
}

/// Surfaces laid out on pages.
#[derive(Clone, Debug)]
pub struct Atlas {
    /// Width and height of each page, texels.
    pub sizes: Vec<UVec2>,
    charts: Vec<Chart>,
    covers: Vec<Cover>,
    texels: Vec<Texel>,
    welded: Welded,
    patches: usize,
}

/// Lays surfaces out on `pages_max` pages at most, coarser than asked for if they would take more.
/// A patch that is cut into so many small charts that most of their texels are margin is left out: it has no parts.
/// The same patches give the same atlas.
pub fn unwrap(patches: &[Patch], pages_max: usize) -> Atlas {
    let mut scale = 1.0;
    loop {
        let charts = charts::charts(patches, scale);
        let (sizes, charts) = place::place(charts);
        if sizes.len() > pages_max && scale > 0.05 {
            // Margins don't shrink with the rest, so it may take several rounds.
            scale *= (pages_max as f32 / sizes.len() as f32).sqrt().min(0.9);
            continue;
        }
        // A surface is laid out whole or not at all: what has no place would have no triangles.
        let lost: BTreeSet<usize> =
            charts.iter().filter(|chart| chart.page >= pages_max).map(|chart| chart.patch).collect();
        let charts: Vec<Chart> = charts.into_iter().filter(|chart| !lost.contains(&chart.patch)).collect();
        let sizes: Vec<UVec2> = sizes.into_iter().take(pages_max).collect();
        let (covers, texels) = raster::cover(patches, &charts, &sizes);
        return Atlas { sizes, charts, covers, texels, welded: Welded::of(patches), patches: patches.len() };
    }
}

impl Atlas {
    /// The places to be lit.
    pub fn texels(&self) -> &[Texel] {
        &self.texels
    }

    /// Of a page: for each texel, row by row, which of [`Atlas::texels`] it shows.
    pub fn page(&self, page: usize) -> impl Iterator<Item = Option<usize>> {
        self.covers[page].owners.iter().map(|owner| (*owner != raster::NOBODY).then_some(*owner as usize))
    }

    /// Of a page: for each texel, row by row, the number of its chart; light must not be mixed between two of them.
    pub fn charts(&self, page: usize) -> impl Iterator<Item = Option<u32>> {
        self.covers[page].charts.iter().map(|chart| (*chart != raster::NOBODY).then_some(*chart))
    }

    /// The parts of each patch.
    pub fn parts(&self, patches: &[Patch]) -> Vec<Vec<Part>> {
        let mut parts: Vec<Vec<Part>> = vec![Vec::new(); self.patches];
        for chart in &self.charts {
            let (patch, of_patch) = (&patches[chart.patch], &mut parts[chart.patch]);
            let at = of_patch.iter().position(|part| part.page == chart.page).unwrap_or_else(|| {
                of_patch.push(Part { page: chart.page, ..Part::default() });
                of_patch.len() - 1
            });
            chart.add_to(&mut of_patch[at], patch, self.sizes[chart.page].as_vec2());
        }
        parts
    }

    /// Pages of light, row by row. What lies inside of something gets the light around it, margins that of their chart, and both sides of a seam agree.
    /// `lit` has an answer for each of [`Atlas::texels`].
    pub fn pages(&self, patches: &[Patch], lit: &[Lit]) -> Vec<Vec<Vec3>> {
        let mut pages: Vec<Vec<Vec3>> = self.covers.iter().map(|cover| fill::inside(cover, lit)).collect();
        seams::close(patches, &self.charts, &self.welded, &self.covers, &mut pages);
        pages.iter_mut().zip(&self.covers).for_each(|(page, cover)| fill::outside(cover, page));
        pages
    }
}
