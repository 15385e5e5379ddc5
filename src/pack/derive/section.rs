//! Walls cut through at one height, as an architect draws them.

use std::collections::HashMap;

use glam::{Vec2, Vec3, dvec2, vec2};
use hall::walk::Triangle;

/// Ends nearer than this are one, metres.
const TOUCH: f32 = 0.001;
/// A line may be straightened by so much, metres.
const SLACK: f32 = 0.008;
/// More pieces are no plan that anybody can read.
const SEGMENTS_MAX: usize = 200_000;
/// What is smaller is a stem or a rod and no wall, metres.
const LEAST: f32 = 0.15;

/// A line of a cut, metres along X and Z.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// In order, each once.
    pub points: Vec<Vec2>,
    /// Whether the last is joined to the first.
    pub is_closed: bool,
}

impl Line {
    /// Of a closed line, square metres; positive when what is solid is inside.
    pub fn area(&self) -> f64 {
        let wide = |p: &Vec2| p.as_dvec2();
        let Some(first) = self.points.first().map(wide) else { return 0.0 };
        let twice = self.points.windows(2).map(|p| (wide(&p[0]) - first).perp_dot(wide(&p[1]) - first));
        if self.is_closed { twice.sum::<f64>() * 0.5 } else { 0.0 }
    }

    /// Whether anything of it is between two corners, metres.
    pub fn touches(&self, min: Vec2, max: Vec2) -> bool {
        let first = self.points.first().copied().unwrap_or(Vec2::INFINITY);
        let (low, high) = self.points.iter().fold((first, first), |(low, high), p| (low.min(*p), high.max(*p)));
        low.cmple(max).all() && high.cmpge(min).all()
    }

    /// Where a closed line crosses a Z, along X; in no order. An even number of places.
    pub fn crossings(&self, z: f32) -> Vec<f32> {
        let count = self.points.len();
        let edges = (0..count).map(|at| (self.points[at], self.points[(at + 1) % count]));
        edges
            .filter(|(a, b)| (a.y > z) != (b.y > z))
            .map(|(a, b)| a.x + (z - a.y) / (b.y - a.y) * (b.x - a.x))
            .collect()
    }

    /// Whether a point is inside of a closed line.
    pub fn contains(&self, point: Vec2) -> bool {
        self.crossings(point.y).into_iter().filter(|x| point.x < *x).count() % 2 == 1
    }
}

/// Which of the lines of a cut are around something solid, or around a hole in it: those that turn around what is solid, and those inside of them that turn the other way.
pub fn solid(lines: &[Line]) -> Vec<bool> {
    let around: Vec<&Line> = lines.iter().filter(|line| line.area() > 0.0).collect();
    let is_hole =
        |line: &Line| line.is_closed && around.iter().any(|a| a.area() > -line.area() && a.contains(line.points[0]));
    lines.iter().map(|line| line.area() > 0.0 || is_hole(line)).collect()
}

/// Cuts triangles at a height (metres) and joins the cuts. A closed line turns so that [`Line::area`] is positive around what is solid, by the fronts of triangles.
pub fn section<'a>(triangles: impl Iterator<Item = &'a Triangle>, y: f32) -> Vec<Line> {
    let mut segments: Vec<[Vec2; 2]> = triangles.filter_map(|triangle| cut(&triangle.corners, y)).collect();
    segments.truncate(SEGMENTS_MAX);
    chains(&segments).into_iter().filter_map(straightened).collect()
}

fn cut(corners: &[Vec3; 3], y: f32) -> Option<[Vec2; 2]> {
    let mut ends = [Vec2::ZERO; 2];
    let mut found = 0;
    for at in 0..3 {
        let (a, b) = (corners[at], corners[(at + 1) % 3]);
        // A corner on the height counts as above it: every cut has two ends.
        if (a.y < y) == (b.y < y) {
            continue;
        }
        // The same from both sides of an edge.
        let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
        let at = low.lerp(high, (y - low.y) / (high.y - low.y));
        *ends.get_mut(found)? = vec2(at.x, at.z);
        found += 1;
    }
    let [a, b] = ends;
    let normal = (corners[1] - corners[0]).cross(corners[2] - corners[0]);
    let along = b - a;
    let is_turned = along.perp_dot(vec2(normal.x, normal.z)) > 0.0;
    (found == 2 && along.length() > TOUCH * 0.1).then_some(if is_turned { [b, a] } else { [a, b] })
}

type End = (i32, i32);

fn end(at: Vec2) -> End {
    ((at.x / TOUCH).round() as i32, (at.y / TOUCH).round() as i32)
}

fn chains(segments: &[[Vec2; 2]]) -> Vec<Line> {
    let mut from: HashMap<End, Vec<usize>> = HashMap::new();
    let mut ends_at: HashMap<End, i32> = HashMap::new();
    for (number, [a, b]) in segments.iter().enumerate().rev() {
        from.entry(end(*a)).or_default().push(number);
        *ends_at.entry(end(*b)).or_default() += 1;
    }
    let is_begin = |segment: &[Vec2; 2]| {
        let begin = end(segment[0]);
        from.get(&begin).map_or(0, Vec::len) as i32 > ends_at.get(&begin).copied().unwrap_or(0)
    };
    // What has a beginning begins there; the rest goes round.
    let (first, rest): (Vec<usize>, Vec<usize>) = (0..segments.len()).partition(|at| is_begin(&segments[*at]));
    let mut is_used = vec![false; segments.len()];
    let mut lines = Vec::new();
    for start in first.into_iter().chain(rest) {
        let mut line = Line { points: Vec::new(), is_closed: false };
        let mut next = Some(start).filter(|at| !is_used[*at]);
        while let Some(at) = next {
            is_used[at] = true;
            line.points.push(segments[at][0]);
            let here = end(segments[at][1]);
            let after = from.get_mut(&here);
            let after = after.and_then(|all| std::iter::from_fn(|| all.pop()).find(|at| !is_used[*at]));
            line.is_closed = here == end(segments[start][0]);
            next = after.filter(|_| !line.is_closed);
            if next.is_none() && !line.is_closed {
                line.points.push(segments[at][1]);
            } else if let (true, Some(after)) = (line.is_closed, after) {
                // It belongs to another line that passes here.
                from.entry(here).or_default().push(after);
            }
        }
        if line.points.len() > 1 {
            lines.push(line);
        }
    }
    lines
}

/// The same with fewer points; `None` for what is next to nothing.
fn straightened(line: Line) -> Option<Line> {
    let mut points = line.points;
    if line.is_closed {
        // Begun at a corner, no point stays that is on a straight line.
        let corner = farthest(&points, points[0]);
        points.rotate_left(corner);
        points.push(points[0]);
    }
    let mut is_kept = vec![false; points.len()];
    let last = points.len() - 1;
    let middle = if line.is_closed { farthest(&points, points[0]) } else { last };
    [0, middle, last].into_iter().for_each(|at| is_kept[at] = true);
    let mut open = vec![(0, middle), (middle, last)];
    while let Some((from, to)) = open.pop() {
        let away = |at: &usize| from_line(points[*at], points[from], points[to]);
        let stray = (from + 1..to.max(from + 1)).max_by(|a, b| away(a).total_cmp(&away(b)));
        if let Some(at) = stray.filter(|at| away(at) > SLACK) {
            is_kept[at] = true;
            open.extend([(from, at), (at, to)]);
        }
    }
    let mut kept: Vec<Vec2> = points.iter().zip(is_kept).filter(|(_, kept)| *kept).map(|(p, _)| *p).collect();
    if line.is_closed {
        kept.pop();
    }
    let (min, max) = kept.iter().fold((kept[0], kept[0]), |(min, max), p| (min.min(*p), max.max(*p)));
    let is_something = kept.len() > 1 && (max - min).max_element() >= LEAST;
    is_something.then_some(Line { is_closed: line.is_closed && kept.len() > 2, points: kept })
}

fn farthest(points: &[Vec2], from: Vec2) -> usize {
    (0..points.len()).max_by(|a, b| points[*a].distance(from).total_cmp(&points[*b].distance(from))).unwrap_or(0)
}

fn from_line(point: Vec2, a: Vec2, b: Vec2) -> f32 {
    let (wide, start) = ((b - a).as_dvec2(), (point - a).as_dvec2());
    let part = (start.dot(wide) / wide.length_squared().max(1e-18)).clamp(0.0, 1.0);
    (start - dvec2(wide.x * part, wide.y * part)).length() as f32
}
