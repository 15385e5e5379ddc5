//! From squares to their outlines: straight where the edge of the floor is, and the same for both of two regions that meet.

use glam::{Vec2, Vec3, vec2};

/// Squares in a plane, each with its neighbours.
pub trait Mosaic {
    /// How many squares.
    fn count(&self) -> usize;
    /// The number of the region that a square is in.
    fn region(&self, square: usize) -> u32;
    /// The neighbour towards -Z, +X, +Z, -X, whatever its region.
    fn neighbour(&self, square: usize, way: usize) -> Option<usize>;
    /// Its middle; only for squares that are asked about by their neighbours.
    fn middle(&self, square: usize) -> Vec3;
    /// The side of a square, metres.
    fn side(&self) -> f32;
}

/// Outside of all regions.
const OUTSIDE: u32 = u32::MAX;
/// A corner that no edge ends at.
const UNUSED: u32 = u32::MAX;
/// Corners of a square, as parts of its side from its middle: the edge towards way `i` goes from corner `i` to the next.
const CORNERS: [Vec2; 4] = [vec2(-0.5, -0.5), vec2(0.5, -0.5), vec2(0.5, 0.5), vec2(-0.5, 0.5)];

/// The outlines of one region.
#[derive(Clone, Debug, Default)]
pub struct Region {
    /// Numbers of corners; the first ring goes around it, the others around its holes.
    pub rings: Vec<Vec<u32>>,
}

/// The outlines of all regions.
#[derive(Debug, Default)]
pub struct Outlines {
    /// Where corners are, metres; as high as the squares around them in the mean.
    pub corners: Vec<Vec3>,
    /// By the number of the region.
    pub regions: Vec<Region>,
}

/// What is known of a corner.
#[derive(Clone, Copy)]
struct Corner {
    sum: Vec3,
    squares: f32,
    /// Edges that end here; those of two regions count half from each side.
    edges: u32,
    /// The regions on both sides of the first edge.
    sides: (u32, u32),
    /// Whether other regions meet here as well.
    is_fixed: bool,
}

struct Tracer<'a, M> {
    mosaic: &'a M,
    /// For each corner of each square, the first corner that is the same; after [`Tracer::number`], the number of that one.
    same: Vec<u32>,
    corners: Vec<Corner>,
}

/// Traces `regions` regions; an outline strays up to `slack` metres from the edges of squares, and up to `slack_y` from their heights.
pub fn outlines<M: Mosaic>(mosaic: &M, regions: usize, slack: f32, slack_y: f32) -> Outlines {
    let mut tracer = Tracer { mosaic, same: (0..4 * mosaic.count() as u32).collect(), corners: Vec::new() };
    tracer.join();
    let count = tracer.number();
    tracer.measure(count);
    let corners: Vec<Vec3> = tracer.corners.iter().map(|corner| corner.sum / corner.squares.max(1.0)).collect();
    let mut outlines = Outlines { corners, regions: vec![Region::default(); regions] };
    let mut is_traced = vec![false; 4 * mosaic.count()];
    for square in 0..mosaic.count() {
        for way in 0..4 {
            if is_traced[4 * square + way] || !tracer.is_edge(square, way) {
                continue;
            }
            let ring = tracer.ring(square, way, &mut is_traced);
            let ring = simplified(&ring, &tracer.corners, &outlines.corners, vec2(slack, slack_y));
            if let (Some(region), true) = (outlines.regions.get_mut(mosaic.region(square) as usize), ring.len() >= 3) {
                region.rings.push(ring);
            }
        }
    }
    for region in &mut outlines.regions {
        let flat = |at: &u32| outlines.corners[*at as usize];
        // The one around everything is the largest.
        region.rings.sort_by(|a, b| area(b.iter().map(flat)).abs().total_cmp(&area(a.iter().map(flat)).abs()));
    }
    outlines
}

/// Of a ring seen from above, square metres; positive when it turns from X to Z.
pub fn area(ring: impl Iterator<Item = Vec3>) -> f32 {
    let points: Vec<Vec2> = ring.map(|p| vec2(p.x, p.z)).collect();
    let Some(first) = points.first() else { return 0.0 };
    points.windows(2).map(|pair| (pair[0] - first).perp_dot(pair[1] - first)).sum::<f32>() * 0.5
}

impl<M: Mosaic> Tracer<'_, M> {
    fn find(&mut self, mut of: u32) -> u32 {
        while self.same[of as usize] != of {
            self.same[of as usize] = self.same[self.same[of as usize] as usize];
            of = self.same[of as usize];
        }
        of
    }

    /// Corners of squares that can be gone between are one.
    fn join(&mut self) {
        for square in 0..self.mosaic.count() {
            // The other two ways are those of the neighbours.
            for way in 0..2 {
                let Some(other) = self.mosaic.neighbour(square, way) else { continue };
                for (own, its) in [(way, (way + 3) % 4), ((way + 1) % 4, (way + 2) % 4)] {
                    let (a, b) = (self.find((4 * square + own) as u32), self.find((4 * other + its) as u32));
                    self.same[a.max(b) as usize] = a.min(b);
                }
            }
        }
        for corner in 0..self.same.len() as u32 {
            self.same[corner as usize] = self.find(corner);
        }
    }

    /// Numbers the corners that an edge ends at; how many there are. In the middle of a region there are many more.
    fn number(&mut self) -> usize {
        let mut is_used = vec![false; self.same.len()];
        for square in 0..self.mosaic.count() {
            for way in (0..4).filter(|way| self.is_edge(square, *way)) {
                for at in [way, (way + 1) % 4] {
                    is_used[self.same[4 * square + at] as usize] = true;
                }
            }
        }
        let mut count = 0;
        for corner in 0..self.same.len() {
            let first = self.same[corner] as usize;
            self.same[corner] = match (first == corner, is_used[first]) {
                (_, false) => UNUSED,
                // The first one has its number already.
                (false, true) => self.same[first],
                (true, true) => {
                    count += 1;
                    count - 1
                }
            };
        }
        count as usize
    }

    fn measure(&mut self, count: usize) {
        let nothing = Corner { sum: Vec3::ZERO, squares: 0.0, edges: 0, sides: (OUTSIDE, OUTSIDE), is_fixed: false };
        self.corners = vec![nothing; count];
        for square in 0..self.mosaic.count() {
            let middle = self.mosaic.middle(square);
            for (at, offset) in CORNERS.iter().enumerate() {
                let Some(corner) = self.corners.get_mut(self.same[4 * square + at] as usize) else { continue };
                corner.sum += middle + Vec3::new(offset.x, 0.0, offset.y) * self.mosaic.side();
                corner.squares += 1.0;
            }
            for way in 0..4 {
                if !self.is_edge(square, way) {
                    continue;
                }
                let own = self.mosaic.region(square);
                let other = self.mosaic.neighbour(square, way).map_or(OUTSIDE, |other| self.mosaic.region(other));
                let sides = (own.min(other), own.max(other));
                for at in [way, (way + 1) % 4] {
                    let corner = &mut self.corners[self.same[4 * square + at] as usize];
                    corner.is_fixed |= corner.edges > 0 && corner.sides != sides;
                    corner.sides = sides;
                    corner.edges += if other == OUTSIDE { 2 } else { 1 };
                }
            }
        }
        self.corners.iter_mut().for_each(|corner| corner.is_fixed |= corner.edges != 4);
    }

    fn is_edge(&self, square: usize, way: usize) -> bool {
        let own = self.mosaic.region(square);
        own != OUTSIDE && self.mosaic.neighbour(square, way).is_none_or(|other| self.mosaic.region(other) != own)
    }

    /// The corners of a ring with its region on one side, from an edge on.
    fn ring(&self, square: usize, way: usize, is_traced: &mut [bool]) -> Vec<u32> {
        let mut ring = Vec::new();
        let (mut at, mut towards) = (square, way);
        while !std::mem::replace(&mut is_traced[4 * at + towards], true) {
            ring.push(self.same[4 * at + towards]);
            // Around the end of the edge, from square to square, until there is the next edge.
            towards = (towards + 1) % 4;
            for _ in 0..4 {
                match self.mosaic.neighbour(at, towards) {
                    Some(next) if !self.is_edge(at, towards) => {
                        at = next;
                        towards = (towards + 3) % 4;
                    }
                    _ => break,
                }
            }
        }
        ring
    }
}

/// Leaves out what is within `slack` (metres, across and up) of a straight line. Corners where regions meet stay; between them both sides get the same.
fn simplified(ring: &[u32], known: &[Corner], corners: &[Vec3], slack: Vec2) -> Vec<u32> {
    let count = ring.len();
    let mut stops: Vec<usize> = (0..count).filter(|at| known[ring[*at] as usize].is_fixed).collect();
    if stops.is_empty() {
        // Both sides begin at the same corner.
        stops.extend((0..count).min_by_key(|at| ring[*at]));
    }
    if let [only] = stops[..] {
        let from = corners[ring[only] as usize];
        let away = |at: &usize| corners[ring[*at] as usize].distance_squared(from);
        let farthest = (0..count).max_by(|a, b| away(a).total_cmp(&away(b)).then(ring[*b].cmp(&ring[*a])));
        stops.extend(farthest.filter(|at| *at != only));
        stops.sort_unstable();
    }
    let mut kept = Vec::new();
    for (i, from) in stops.iter().enumerate() {
        let to = stops[(i + 1) % stops.len()];
        let steps = if to > *from { to - from } else { to + count - from };
        let mut chain: Vec<u32> = (0..=steps).map(|step| ring[(from + step) % count]).collect();
        let is_turned = (chain[steps], chain[steps - 1]) < (chain[0], chain[1]);
        if is_turned {
            chain.reverse();
        }
        let mut straight = straightened(&chain, corners, slack);
        if is_turned {
            straight.reverse();
        }
        straight.pop();
        kept.extend(straight);
    }
    kept
}

/// Douglas and Peucker, 1973; without recursion.
fn straightened(chain: &[u32], corners: &[Vec3], slack: Vec2) -> Vec<u32> {
    let mut is_kept = vec![false; chain.len()];
    let last = chain.len() - 1;
    (is_kept[0], is_kept[last]) = (true, true);
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        let ends = [from, to].map(|at| corners[chain[at] as usize]);
        let stray = |at: usize| away_from_line(corners[chain[at] as usize], ends, slack);
        let farthest = (from + 1..to).map(|at| (stray(at), at)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((stray, at)) = farthest
            && stray > 1.0
        {
            is_kept[at] = true;
            open.extend([(from, at), (at, to)]);
        }
    }
    chain.iter().zip(is_kept).filter(|(_, is_kept)| *is_kept).map(|(corner, _)| *corner).collect()
}

/// From a straight line, in parts of what is allowed.
fn away_from_line(point: Vec3, [a, b]: [Vec3; 2], slack: Vec2) -> f32 {
    let flat = |v: Vec3| vec2(v.x, v.z);
    let along = flat(b - a);
    let part = (flat(point - a).dot(along) / along.length_squared().max(1e-12)).clamp(0.0, 1.0);
    let off = point - a.lerp(b, part);
    (flat(off).length() / slack.x).max(off.y.abs() / slack.y)
}
