//! Seams: where a smooth surface was cut, both charts are to show the same along the cut.
//!
//! What is read at a point is a sum of four texels, so each point of a seam says that two such sums are equal. Going from one such equation to the next and
//! changing as little as makes it true (Kaczmarz, 1937) ends at the light that is nearest to what was computed and agrees everywhere; the same aim as the
//! least squares of Iwanicki (SIGGRAPH 2013).
//!
//! That alone would leave a step one texel beside the cut: grain that the filter left is another on each chart. So before, half of what both sides differ by
//! flows into either chart, less and less (`flow.rs`).

use glam::{UVec2, Vec2, Vec3};

use super::Patch;
use super::charts::Chart;
use super::flow::Flow;
use super::raster::Cover;
use super::weld::{Welded, edges};

/// Cosine between normals of both sides up to which a surface counts as smooth.
const SMOOTH_MIN: f32 = 0.95;
/// Rounds over all equations.
const ROUNDS: usize = 24;
/// What a step may change of both sides together.
const STEP_MAX: f32 = 0.1;
/// Points for a texel of a seam.
const POINTS: f32 = 2.0;

/// One side of an edge: where it is in space, and on which page.
struct Side {
    places: (u32, u32),
    chart: u32,
    /// From the lower place to the higher.
    ends: [Vec2; 2],
    normals: [Vec3; 2],
}

/// Four texels, by their numbers on a page, and how much each counts.
type Footprint = [(usize, f32); 4];

/// Two sums that are to be equal, each with its page.
struct Equation {
    pages: [usize; 2],
    sums: [Footprint; 2],
    /// Sum of the squares of all eight weights.
    weight: f32,
}

/// Makes both sides of each seam agree.
pub fn close(patches: &[Patch], charts: &[Chart], welded: &Welded, covers: &[Cover], pages: &mut [Vec<Vec3>]) {
    let sizes: Vec<UVec2> = covers.iter().map(|cover| cover.size).collect();
    let equations = equations(&sides(patches, charts, welded), charts, &sizes);
    part_steps(&equations, covers, pages);
    for _ in 0..ROUNDS {
        for equation in &equations {
            let [a, b] = [0, 1].map(|side| read(&pages[equation.pages[side]], &equation.sums[side]));
            let step = (a - b) / equation.weight;
            for (side, sign) in [(0, -1.0), (1, 1.0)] {
                let page = &mut pages[equation.pages[side]];
                for (at, weight) in equation.sums[side] {
                    page[at] += step * (sign * weight);
                }
            }
        }
    }
    // No light is less than none.
    pages.iter_mut().flatten().for_each(|light| *light = light.max(Vec3::ZERO));
}

/// Half of each step to either side.
fn part_steps(equations: &[Equation], covers: &[Cover], pages: &mut [Vec<Vec3>]) {
    let mut flows: Vec<Flow> = covers.iter().map(Flow::new).collect();
    for equation in equations {
        let [a, b] = [0, 1].map(|side| read(&pages[equation.pages[side]], &equation.sums[side]));
        // More than that is no grain.
        let half = ((a - b) * 0.5).clamp_length_max(STEP_MAX * (a + b).length());
        for (side, sign) in [(0, -1.0), (1, 1.0)] {
            for (at, weight) in equation.sums[side] {
                flows[equation.pages[side]].rise(at, half * sign, weight);
            }
        }
    }
    for ((flow, cover), page) in flows.into_iter().zip(covers).zip(pages) {
        page.iter_mut().zip(flow.spread(cover)).for_each(|(light, change)| *light += change);
    }
}

fn read(page: &[Vec3], sum: &Footprint) -> Vec3 {
    sum.iter().map(|(at, weight)| page[*at] * *weight).sum()
}

/// All edges of charts, those that are in the same place beside each other.
fn sides(patches: &[Patch], charts: &[Chart], welded: &Welded) -> Vec<Side> {
    let mut sides = Vec::new();
    for (number, chart) in charts.iter().enumerate().filter(|(_, chart)| chart.is_spread()) {
        let (patch, places) = (&patches[chart.patch], &welded.places[chart.patch]);
        for triangle in &chart.triangles {
            let corners = patch.triangles[*triangle as usize];
            for (at, edge) in edges(places, corners).into_iter().enumerate() {
                let (mut from, mut to) = (corners[at] as usize, corners[(at + 1) % 3] as usize);
                if places[from] > places[to] {
                    std::mem::swap(&mut from, &mut to);
                }
                sides.push(Side {
                    places: edge,
                    chart: number as u32,
                    ends: [from, to].map(|at| chart.at(patch.positions[at])),
                    normals: [from, to].map(|at| patch.normals[at]),
                });
            }
        }
    }
    sides.sort_by_key(|side| (side.places, side.chart));
    sides
}

fn equations(sides: &[Side], charts: &[Chart], sizes: &[UVec2]) -> Vec<Equation> {
    let mut equations = Vec::new();
    for shared in sides.chunk_by(|a, b| a.places == b.places) {
        for (at, a) in shared.iter().enumerate() {
            // Of an edge that many triangles share only neighbours in the list are compared.
            let Some(b) = shared[at + 1..].iter().find(|b| b.chart != a.chart && is_smooth(a, b)) else { continue };
            let length = [a, b].map(|side| side.ends[0].distance(side.ends[1]));
            let points = (length[0].max(length[1]) * POINTS).ceil().clamp(1.0, 4096.0) as usize;
            let pages = [a, b].map(|side| charts[side.chart as usize].page);
            for point in 0..=points {
                let part = point as f32 / points as f32;
                let footprint =
                    |side: &Side, page: usize| footprint(side.ends[0].lerp(side.ends[1], part), sizes[page]);
                let sums = [footprint(a, pages[0]), footprint(b, pages[1])];
                let weight = sums.iter().flatten().map(|(_, weight)| weight * weight).sum();
                equations.push(Equation { pages, sums, weight });
            }
        }
    }
    equations
}

fn is_smooth(a: &Side, b: &Side) -> bool {
    (0..2).all(|end| a.normals[end].dot(b.normals[end]) >= SMOOTH_MIN)
}

/// The texels that are read at a point.
fn footprint(at: Vec2, size: UVec2) -> Footprint {
    let corner = (at - 0.5).floor();
    let part = at - 0.5 - corner;
    let number = |x: f32, y: f32| {
        let texel = Vec2::new(x, y).clamp(Vec2::ZERO, size.as_vec2() - 1.0).as_uvec2();
        (texel.y * size.x + texel.x) as usize
    };
    [
        (number(corner.x, corner.y), (1.0 - part.x) * (1.0 - part.y)),
        (number(corner.x + 1.0, corner.y), part.x * (1.0 - part.y)),
        (number(corner.x, corner.y + 1.0), (1.0 - part.x) * part.y),
        (number(corner.x + 1.0, corner.y + 1.0), part.x * part.y),
    ]
}
