//! Charts: connected triangles that face one way closely enough to be laid flat by looking at them from there.
//!
//! Seeds are the largest triangles first. What would cover another part of its own chart (a spiral stair, two leaves on one edge) becomes a chart of its own.

use std::collections::VecDeque;

use glam::{UVec2, Vec2, Vec3};

use super::weld::{Welded, edges};
use super::{GUTTER, LEAST_AREA, PAGE_SIDE, Part, Patch};

/// Cosine of how far a triangle may lean away from the seed of its chart: chamfers of 45° stay with their face.
const LEAN_MIN: f32 = 0.64;
/// So many texels with margins are well spent for one without; what costs more is too fine for charts.
const COST_MAX: f32 = 8.0;
/// What every patch may cost, texels.
const COST_FREE: f32 = 400.0;

/// Triangles of a patch, laid flat.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Which patch.
    pub patch: usize,
    /// Which of its triangles.
    pub triangles: Vec<u32>,
    /// Axes of the plane, of unit length, and the lowest coordinates along them, metres.
    axes: [Vec3; 2],
    low: Vec2,
    /// Texels a metre along the axes.
    pub density: Vec2,
    /// Without margins, texels.
    pub inner: UVec2,
    /// Which page it is on.
    pub page: usize,
    /// Its upper left corner with margins, texels.
    pub corner: UVec2,
}

impl Chart {
    /// With margins, texels.
    pub fn size(&self) -> UVec2 {
        self.inner + 2 * GUTTER
    }

    /// Leaves it one texel.
    pub fn shrink(&mut self) {
        (self.inner, self.density) = (UVec2::ONE, Vec2::ZERO);
    }

    /// Whether it has texels by place.
    pub fn is_spread(&self) -> bool {
        self.density != Vec2::ZERO
    }

    fn texel_count(&self) -> f32 {
        let size = self.size().as_vec2();
        size.x * size.y
    }

    /// Where on its page a point is, texels. The chart's own edges lie in the middle of texels.
    pub fn at(&self, position: Vec3) -> Vec2 {
        let flat = Vec2::from(self.axes.map(|axis| axis.dot(position)));
        (self.corner + GUTTER).as_vec2() + 0.5 + (flat - self.low) * self.density
    }

    /// Adds what it shows to a part of its patch.
    pub fn add_to(&self, part: &mut Part, patch: &Patch, page: Vec2) {
        let mut used: Vec<u32> = self.triangles.iter().flat_map(|at| patch.triangles[*at as usize]).collect();
        used.sort_unstable();
        used.dedup();
        let first = part.sources.len() as u32;
        part.uvs.extend(used.iter().map(|at| self.at(patch.positions[*at as usize]) / page));
        let number = |at: u32| first + used.partition_point(|known| *known < at) as u32;
        part.triangles.extend(self.triangles.iter().map(|at| patch.triangles[*at as usize].map(number)));
        part.sources.append(&mut used);
    }

    /// Triangles looked at from where they face, `scale` times as fine as their patch asks for.
    fn of(patches: &[Patch], patch: usize, triangles: Vec<u32>, scale: f32) -> Self {
        let source = &patches[patch];
        let sum: Vec3 = triangles.iter().map(|at| source.cross(*at as usize)).sum();
        let fallback = triangles.first().map_or(Vec3::Z, |at| source.cross(*at as usize));
        let facing = sum.try_normalize().unwrap_or_else(|| fallback.normalize_or(Vec3::Z));
        let axes = smallest_frame(source, &triangles, facing);
        let (low, high) = bounds(source, &triangles, axes);
        let extent = high - low;
        let wished = source.texels_per_metre * scale;
        let room = (PAGE_SIDE - 2 * GUTTER - 1) as f32;
        // Both ends of the chart in the middle of a texel, so that what is read at its edges was computed there.
        let steps = (extent * wished).ceil().clamp(Vec2::ONE, Vec2::splat(room));
        // What has no extent in one direction is as fine there as anything.
        let density = Vec2::select(extent.cmpgt(Vec2::splat(1e-5)), steps / extent, Vec2::splat(wished));
        let inner = steps.as_uvec2() + 1;
        Self { patch, triangles, axes, low, density, inner, page: 0, corner: UVec2::ZERO }
    }
}

/// Of frames in the plane, along the edges of the first triangle and along the world, the one with the smallest box around the triangles.
fn smallest_frame(patch: &Patch, triangles: &[u32], facing: Vec3) -> [Vec3; 2] {
    let corners = triangles.first().map_or([Vec3::ZERO; 3], |at| patch.corners(*at as usize));
    let [a, b, c] = corners;
    let directions = [Vec3::X, Vec3::Z, b - a, c - b, a - c];
    // What is left of a direction that faces like the triangles is rounding, and points anywhere.
    let flat = directions.into_iter().filter_map(|edge| {
        let flat = edge - facing * edge.dot(facing);
        (flat.length_squared() > 1e-3 * edge.length_squared()).then(|| flat.normalize_or_zero())
    });
    let mut best = [facing.any_orthonormal_vector(), Vec3::ZERO];
    best[1] = facing.cross(best[0]);
    let mut least = f32::INFINITY;
    for x in flat {
        let axes = [x, facing.cross(x)];
        let (low, high) = bounds(patch, triangles, axes);
        let area = (high.x - low.x) * (high.y - low.y);
        if area < least * 0.999 {
            (best, least) = (axes, area);
        }
    }
    best
}

fn bounds(patch: &Patch, triangles: &[u32], axes: [Vec3; 2]) -> (Vec2, Vec2) {
    let corners = triangles.iter().flat_map(|at| patch.corners(*at as usize));
    corners.fold((Vec2::INFINITY, Vec2::NEG_INFINITY), |(low, high), corner| {
        let flat = Vec2::from(axes.map(|axis| axis.dot(corner)));
        (low.min(flat), high.max(flat))
    })
}

/// The charts of all patches that are worth it, `scale` times as fine as they ask for.
pub fn charts(patches: &[Patch], scale: f32) -> Vec<Chart> {
    let mut charts = Vec::new();
    for at in (0..patches.len()).filter(|at| patches[*at].is_sound()) {
        let of_patch = charts_of(patches, at, scale);
        let cost: f32 = of_patch.iter().map(Chart::texel_count).sum();
        let density = patches[at].texels_per_metre * scale;
        if cost <= COST_FREE + COST_MAX * patches[at].area() * density * density {
            charts.extend(of_patch);
        }
    }
    charts
}

fn charts_of(patches: &[Patch], at: usize, scale: f32) -> Vec<Chart> {
    let patch = &patches[at];
    let crosses: Vec<Vec3> = (0..patch.triangles.len()).map(|triangle| patch.cross(triangle)).collect();
    let is_seen: Vec<bool> = crosses.iter().map(|cross| cross.length() * 0.5 >= LEAST_AREA).collect();
    let neighbours = neighbours(patch, &is_seen);
    let mut order: Vec<u32> =
        (0..patch.triangles.len() as u32).filter(|triangle| is_seen[*triangle as usize]).collect();
    order.sort_by(|a, b| {
        let area = |triangle: &u32| crosses[*triangle as usize].length_squared();
        area(b).total_cmp(&area(a)).then(a.cmp(b))
    });
    let mut is_free = is_seen;
    let mut open: VecDeque<Chart> = VecDeque::new();
    for seed in order {
        if !is_free[seed as usize] {
            continue;
        }
        let facing = crosses[seed as usize].normalize_or_zero();
        let grown = grow(seed, &neighbours, &mut is_free, |triangle| {
            crosses[triangle as usize].normalize_or_zero().dot(facing) >= LEAN_MIN
        });
        open.push_back(Chart::of(patches, at, grown, scale));
    }
    let mut charts = Vec::new();
    while let Some(chart) = open.pop_front() {
        let rest = covered_twice(patch, &chart);
        if rest.is_empty() {
            charts.push(chart);
            continue;
        }
        let mut is_free = vec![false; patch.triangles.len()];
        rest.iter().for_each(|triangle| is_free[*triangle as usize] = true);
        let kept = chart.triangles.into_iter().filter(|triangle| !is_free[*triangle as usize]).collect();
        charts.push(Chart::of(patches, at, kept, scale));
        for seed in rest {
            if is_free[seed as usize] {
                let grown = grow(seed, &neighbours, &mut is_free, |_| true);
                open.push_back(Chart::of(patches, at, grown, scale));
            }
        }
    }
    charts
}

/// Free triangles that hang together with a seed, none of them free afterwards.
fn grow(seed: u32, neighbours: &[Vec<u32>], is_free: &mut [bool], fits: impl Fn(u32) -> bool) -> Vec<u32> {
    is_free[seed as usize] = false;
    let mut grown = vec![seed];
    let mut next = 0;
    while let Some(triangle) = grown.get(next).copied() {
        next += 1;
        for neighbour in &neighbours[triangle as usize] {
            if is_free[*neighbour as usize] && fits(*neighbour) {
                is_free[*neighbour as usize] = false;
                grown.push(*neighbour);
            }
        }
    }
    grown
}

/// For each triangle, those that it shares an edge with.
fn neighbours(patch: &Patch, is_seen: &[bool]) -> Vec<Vec<u32>> {
    let welded = Welded::of(std::slice::from_ref(patch));
    let mut all: Vec<((u32, u32), u32)> = Vec::new();
    for (at, triangle) in patch.triangles.iter().enumerate().filter(|(at, _)| is_seen[*at]) {
        all.extend(edges(&welded.places[0], *triangle).map(|edge| (edge, at as u32)));
    }
    all.sort_unstable();
    let mut neighbours = vec![Vec::new(); patch.triangles.len()];
    for shared in all.chunk_by(|a, b| a.0 == b.0) {
        // Of an edge with many triangles each knows its neighbours in the list, which holds all of them together.
        for pair in shared.windows(2) {
            neighbours[pair[0].1 as usize].push(pair[1].1);
            neighbours[pair[1].1 as usize].push(pair[0].1);
        }
    }
    neighbours
}

/// Triangles of a chart that lie over others of it, by the texels whose middles they cover.
fn covered_twice(patch: &Patch, chart: &Chart) -> Vec<u32> {
    if chart.triangles.len() < 2 {
        return Vec::new();
    }
    let size = chart.size();
    let mut is_covered = vec![false; (size.x * size.y) as usize];
    let mut twice = Vec::new();
    let mut own = Vec::new();
    for at in &chart.triangles {
        own.clear();
        let corners = patch.corners(*at as usize).map(|corner| chart.at(corner));
        middles_inside(corners, size, |texel| own.push(texel));
        if own.iter().any(|texel| is_covered[*texel]) {
            twice.push(*at);
        } else {
            own.iter().for_each(|texel| is_covered[*texel] = true);
        }
    }
    // Were it all of them, nothing would be won.
    if twice.len() < chart.triangles.len() { twice } else { Vec::new() }
}

/// Texels of a picture whose middles lie well inside a triangle.
fn middles_inside(corners: [Vec2; 3], size: UVec2, mut found: impl FnMut(usize)) {
    let [a, b, c] = corners;
    let low = a.min(b).min(c).floor().max(Vec2::ZERO).as_uvec2();
    let high = a.max(b).max(c).ceil().max(Vec2::ZERO).as_uvec2().min(size);
    let twice_area = (b - a).perp_dot(c - a);
    if twice_area.abs() < 1e-9 {
        return;
    }
    for y in low.y..high.y {
        for x in low.x..high.x {
            let p = Vec2::new(x as f32, y as f32) + 0.5;
            let parts = [(b - p).perp_dot(c - p), (c - p).perp_dot(a - p), (a - p).perp_dot(b - p)];
            if parts.iter().all(|part| part / twice_area > 1e-3) {
                found((y * size.x + x) as usize);
            }
        }
    }
}
