//! What is on the floor, as it is seen from above: a picture of squares, and the outlines in it.

use glam::{IVec2, Vec2, Vec3, ivec2, vec2};

use super::outline::{Mosaic, area, outlines};
use super::section::Line;

/// The side of a square, metres, where there are not too many.
const SIDE: f32 = 0.025;
/// Squares of a picture from above.
const SQUARES_MAX: f32 = 2_000_000.0;
/// Squares that are looked at for all triangles together: some seconds.
const LOOKS_MAX: u64 = 400_000_000;
/// A hole that is smaller is none, square metres.
const LEAST_HOLE: f32 = 0.4;
/// Neither is something smaller worth drawing, square metres.
const LEAST: f32 = 0.02;

/// A picture from above: what is there and what is not.
pub struct Footprint {
    origin: Vec2,
    side: f32,
    size: IVec2,
    /// Rows along X, from low Z on.
    is_there: Vec<bool>,
    /// Squares that may still be looked at.
    looks_left: u64,
}

impl Footprint {
    /// Nothing yet between two corners (metres along X and Z).
    pub fn new(min: Vec2, max: Vec2) -> Self {
        let size = (max - min).max(Vec2::ZERO);
        let side = (size.x * size.y / SQUARES_MAX).sqrt().max(SIDE);
        let size = (size / side).ceil().as_ivec2().max(IVec2::ONE);
        Self { origin: min, side, size, is_there: vec![false; (size.x * size.y) as usize], looks_left: LOOKS_MAX }
    }

    /// Adds what of a triangle is between two heights, metres.
    pub fn add(&mut self, corners: &[Vec3; 3], low: f32, high: f32) {
        let mut shape = corners.to_vec();
        clip(&mut shape, |p| p.y - low);
        clip(&mut shape, |p| high - p.y);
        let flat: Vec<Vec2> = shape.iter().map(|p| (vec2(p.x, p.z) - self.origin) / self.side).collect();
        if flat.is_empty() || !flat.iter().all(|p| p.is_finite()) {
            return;
        }
        let whole = self.size.as_vec2();
        let (min, max) = flat.iter().fold((flat[0], flat[0]), |(min, max), p| (min.min(*p), max.max(*p)));
        if max.cmplt(Vec2::ZERO).any() || min.cmpgt(whole).any() {
            return;
        }
        let (first, last) = (min.max(Vec2::ZERO).as_ivec2(), max.min(whole - 1.0).as_ivec2());
        let looks = (last - first + 1).max(IVec2::ZERO).as_u64vec2();
        match self.looks_left.checked_sub(looks.x * looks.y) {
            Some(left) => self.looks_left = left,
            None => return,
        }
        for z in first.y..=last.y {
            for x in first.x..=last.x {
                let is_there = &mut self.is_there[(z * self.size.x + x) as usize];
                *is_there = *is_there || touches(&flat, vec2(x as f32 + 0.5, z as f32 + 0.5));
            }
        }
    }

    /// Whether a square is in the picture.
    fn has(&self, at: IVec2) -> bool {
        at.cmpge(IVec2::ZERO).all() && at.cmplt(self.size).all()
    }

    fn mark(&mut self, at: IVec2) {
        if self.has(at) {
            self.is_there[(at.y * self.size.x + at.x) as usize] = true;
        }
    }

    /// Adds a square with round corners around a place, metres: everything at most `radius` away from a square of `side`.
    pub fn add_square(&mut self, middle: Vec2, side: f32, radius: f32) {
        let middle = (middle - self.origin) / self.side;
        let (half, radius) = (0.5 * side / self.side, radius / self.side);
        let reach = (half + radius).ceil() as i32;
        let center = middle.floor().as_ivec2();
        for z in -reach..=reach {
            for x in -reach..=reach {
                let at = center + ivec2(x, z);
                let away = ((at.as_vec2() + 0.5 - middle).abs() - half).max(Vec2::ZERO);
                if away.length_squared() <= radius * radius {
                    self.mark(at);
                }
            }
        }
    }

    /// Adds a cut: its line, so thick that nothing gets through, and what is inside of those that are solid.
    pub fn add_cut(&mut self, lines: &[Line], is_solid: &[bool]) {
        for line in lines {
            let points: Vec<Vec2> = line.points.iter().map(|p| (p - self.origin) / self.side).collect();
            let last = points.len() - usize::from(!line.is_closed);
            for (at, a) in points[..last].iter().enumerate() {
                let Some([a, b]) = self.inside(*a, points[(at + 1) % points.len()]) else { continue };
                let along = b - a;
                let steps = (along.length() * 2.0).ceil().max(1.0);
                for step in 0..=steps as u32 {
                    let here = (a + along * (step as f32 / steps)).floor().as_ivec2();
                    self.mark(here);
                    self.mark(here + IVec2::X);
                }
            }
        }
        let solid = lines.iter().zip(is_solid).filter(|(_, is_solid)| **is_solid);
        let rings: Vec<&Line> = solid.map(|(line, _)| line).collect();
        for z in 0..self.size.y {
            let at = self.origin.y + (z as f32 + 0.5) * self.side;
            let mut crossed: Vec<f32> = rings.iter().flat_map(|line| line.crossings(at)).collect();
            crossed.sort_by(f32::total_cmp);
            for pair in crossed.chunks_exact(2) {
                let [from, to] = [pair[0], pair[1]].map(|x| ((x - self.origin.x) / self.side).round() as i32);
                (from.max(0)..to.min(self.size.x)).for_each(|x| self.mark(ivec2(x, z)));
            }
        }
    }

    /// The part of a line that is in the picture, or next to it; in squares.
    fn inside(&self, a: Vec2, b: Vec2) -> Option<[Vec2; 2]> {
        let (low, high) = (Vec2::splat(-1.0), self.size.as_vec2() + 1.0);
        let (mut from, mut to) = (0.0_f32, 1.0_f32);
        for axis in 0..2 {
            let along = b[axis] - a[axis];
            if along == 0.0 && !(low[axis]..=high[axis]).contains(&a[axis]) {
                return None;
            }
            if along != 0.0 {
                let ends = [(low[axis] - a[axis]) / along, (high[axis] - a[axis]) / along];
                (from, to) = (from.max(ends[0].min(ends[1])), to.min(ends[0].max(ends[1])));
            }
        }
        let along = b - a;
        (from <= to && along.is_finite()).then(|| [a + along * from, a + along * to])
    }

    /// Takes away what is in another of the same size, and beside it.
    pub fn subtract(&mut self, other: &Self) {
        const BESIDE: i32 = 2;
        let size = self.size;
        for at in (0..other.is_there.len() as i32).filter(|at| other.is_there[*at as usize]) {
            let (x, z) = (at % size.x, at / size.x);
            for z in (z - BESIDE).max(0)..=(z + BESIDE).min(size.y - 1) {
                for x in (x - BESIDE).max(0)..=(x + BESIDE).min(size.x - 1) {
                    self.is_there[(z * size.x + x) as usize] = false;
                }
            }
        }
    }

    /// Adds everything that one does not get to from the rim of the picture without crossing what is there.
    pub fn fill(&mut self) {
        let size = self.size;
        let mut is_outside = vec![false; self.is_there.len()];
        let mut open: Vec<u32> = Vec::new();
        // Noted when it is found, so that nothing waits twice.
        let mut find = |at: IVec2, open: &mut Vec<u32>| {
            let number = (at.y * size.x + at.x) as usize;
            if !self.is_there[number] && !std::mem::replace(&mut is_outside[number], true) {
                open.push(number as u32);
            }
        };
        let rim = (0..size.x).flat_map(|x| [ivec2(x, 0), ivec2(x, size.y - 1)]);
        rim.chain((0..size.y).flat_map(|z| [ivec2(0, z), ivec2(size.x - 1, z)])).for_each(|at| find(at, &mut open));
        while let Some(number) = open.pop() {
            let at = ivec2(number as i32 % size.x, number as i32 / size.x);
            for next in super::cells::WAYS.map(|(dx, dz)| at + ivec2(dx, dz)) {
                if self.has(next) {
                    find(next, &mut open);
                }
            }
        }
        self.is_there.iter_mut().zip(is_outside).for_each(|(is_there, outside)| *is_there = !outside);
    }

    /// The outlines, metres along X and Z: rings around what is there, then those of its holes.
    pub fn rings(&self) -> Vec<Vec<Vec2>> {
        let traced = outlines(&Rim::of(self), 1, self.side * 1.2, 1.0);
        let rings = traced.regions.into_iter().flat_map(|region| region.rings);
        let rings = rings.map(|ring| ring.into_iter().map(|at| traced.corners[at as usize]).collect::<Vec<Vec3>>());
        let is_drawn = |ring: &Vec<Vec3>| {
            let area = area(ring.iter().copied());
            !(-LEAST_HOLE..=LEAST).contains(&area)
        };
        rings.filter(is_drawn).map(|ring| ring.into_iter().map(|p| vec2(p.x, p.z)).collect()).collect()
    }
}

/// Whether a convex shape covers a point, or passes it within half a square.
fn touches(shape: &[Vec2], point: Vec2) -> bool {
    let (mut left, mut right) = (false, false);
    let mut nearest = f32::INFINITY;
    for (at, a) in shape.iter().enumerate() {
        let along = shape[(at + 1) % shape.len()] - a;
        let side = along.perp_dot(point - a);
        (left, right) = (left | (side > 0.0), right | (side < 0.0));
        let part = ((point - a).dot(along) / along.length_squared().max(1e-12)).clamp(0.0, 1.0);
        nearest = nearest.min((point - a - along * part).length_squared());
    }
    (left != right && shape.len() > 2) || nearest <= 0.25
}

/// Sutherland and Hodgman: keeps the part where `height` is not negative.
fn clip(shape: &mut Vec<Vec3>, height: impl Fn(Vec3) -> f32) {
    let mut kept = Vec::with_capacity(shape.len() + 1);
    for (at, a) in shape.iter().enumerate() {
        let b = shape[(at + 1) % shape.len()];
        let (of_a, of_b) = (height(*a), height(b));
        if of_a >= 0.0 {
            kept.push(*a);
        }
        if (of_a >= 0.0) != (of_b >= 0.0) {
            kept.push(a.lerp(b, of_a / (of_a - of_b)));
        }
    }
    *shape = kept;
}

/// The squares that an outline passes, and one that stands for all the others: of a picture of two million, most are inside.
struct Rim<'a> {
    footprint: &'a Footprint,
    /// Where in the picture each square is, in order: all that have nothing beside them or at a corner. Around the end of an edge there are no others.
    squares: Vec<u32>,
}

impl<'a> Rim<'a> {
    fn of(footprint: &'a Footprint) -> Self {
        let size = footprint.size;
        let is_there = |at: IVec2| footprint.has(at) && footprint.is_there[(at.y * size.x + at.x) as usize];
        let is_inside = |at: IVec2| (-1..=1).all(|dz| (-1..=1).all(|dx| is_there(at + ivec2(dx, dz))));
        let there = (0..footprint.is_there.len() as u32).filter(|at| footprint.is_there[*at as usize]);
        let squares = there.filter(|at| !is_inside(ivec2(*at as i32 % size.x, *at as i32 / size.x))).collect();
        Self { footprint, squares }
    }

    fn place(&self, square: usize) -> IVec2 {
        let (at, width) = (self.squares[square] as i32, self.footprint.size.x);
        ivec2(at % width, at / width)
    }

    /// The number of the square that stands for those inside.
    fn inside(&self) -> usize {
        self.squares.len()
    }
}

impl Mosaic for Rim<'_> {
    fn count(&self) -> usize {
        self.squares.len() + 1
    }

    fn region(&self, _: usize) -> u32 {
        0
    }

    fn neighbour(&self, square: usize, way: usize) -> Option<usize> {
        if square == self.inside() {
            // It has no edge.
            return Some(square);
        }
        let (dx, dz) = super::cells::WAYS[way];
        let at = self.place(square) + ivec2(dx, dz);
        let number = at.y * self.footprint.size.x + at.x;
        let is_there = self.footprint.has(at) && self.footprint.is_there[number as usize];
        is_there.then(|| self.squares.binary_search(&(number as u32)).unwrap_or(self.inside()))
    }

    fn middle(&self, square: usize) -> Vec3 {
        if square == self.inside() {
            return Vec3::ZERO;
        }
        let at = self.footprint.origin + (self.place(square).as_vec2() + 0.5) * self.footprint.side;
        Vec3::new(at.x, 0.0, at.y)
    }

    fn side(&self) -> f32 {
        self.footprint.side
    }
}
