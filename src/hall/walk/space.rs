//! Where a visitor fits: walls, floors and the body that meets them.

use super::bvh::{Bvh, Sees, Triangle};
use crate::Aabb;
use glam::{Vec2, Vec3, vec2};

/// The capsule that a visitor is. Its round lower end is what [`Body::step`] leaves out: lower things are walked onto.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Body {
    /// Metres.
    pub radius: f32,
    /// From the feet to the top of the head, metres.
    pub height: f32,
    /// From the feet to the eyes, metres.
    pub eye: f32,
    /// The highest step it climbs, metres.
    pub step: f32,
    /// The deepest step it takes down of its own will, metres.
    pub drop: f32,
}

impl Default for Body {
    fn default() -> Self {
        Self { radius: 0.3, height: 1.7, eye: 1.6, step: 0.35, drop: 1.1 }
    }
}

impl Body {
    /// A body `factor` times as large, to look at things of another scale.
    pub fn scaled(self, factor: f32) -> Self {
        Self {
            radius: self.radius * factor,
            height: self.height * factor,
            eye: self.eye * factor,
            step: self.step * factor,
            drop: self.drop * factor,
        }
    }
}

/// How deep a resting body may be inside a wall, as a part of its radius.
const TOLERANCE: f32 = 0.01;

/// The hall as a body meets it.
#[derive(Debug, Default)]
pub struct Space {
    /// Everything that can be met or seen.
    pub bvh: Bvh,
    /// Nobody gets out of it, metres.
    pub bounds: Aabb,
    /// Who walks here.
    pub body: Body,
}

impl Space {
    /// The space inside these triangles, for this body.
    pub fn new(triangles: Vec<Triangle>, body: Body) -> Self {
        let bvh = Bvh::new(triangles);
        let bounds = bvh.bounds();
        Self { bvh, bounds, body }
    }

    /// The floor that carries a body at `feet`: not higher than it can step, at most `below` metres under it. Its height in metres.
    ///
    /// A slot narrower than the feet is no hole: when there is nothing near under the middle, the rim of the feet counts.
    pub fn floor_under(&self, feet: Vec3, below: f32) -> Option<f32> {
        let near = self.floor_at(feet, below).filter(|y| feet.y - y <= self.body.step);
        if near.is_some() {
            return near;
        }
        let reach = self.body.radius * 0.5;
        let rim = [vec2(reach, 0.0), vec2(-reach, 0.0), vec2(0.0, reach), vec2(0.0, -reach)];
        let on_rim = rim.iter().filter_map(|r| self.floor_at(feet + Vec3::new(r.x, 0.0, r.y), self.body.step));
        on_rim.reduce(f32::max).or_else(|| self.floor_at(feet, below))
    }

    fn floor_at(&self, feet: Vec3, below: f32) -> Option<f32> {
        let from = feet + Vec3::Y * self.body.step;
        let hit = self.bvh.ray(from, Vec3::NEG_Y, self.body.step + below, Sees::Solid)?;
        Some(from.y - hit.distance)
    }

    /// Whether something of this size stands on a floor, not on nothing: there is floor beside it at its own height.
    pub fn carries(&self, bounds: &Aabb) -> bool {
        const SLACK: f32 = 0.04;
        let (low, middle, half) = (bounds.min.y, bounds.center(), bounds.size() * 0.5 + 0.05);
        let beside = [vec2(half.x, 0.0), vec2(-half.x, 0.0), vec2(0.0, half.z), vec2(0.0, -half.z)];
        beside.iter().any(|to| {
            let from = Vec3::new(middle.x + to.x, low + SLACK, middle.z + to.y);
            self.bvh.ray(from, Vec3::NEG_Y, 2.0 * SLACK, Sees::Solid).is_some()
        })
    }

    /// Moves a body standing at `feet` sideways out of all walls; `None` when it does not fit there.
    pub fn push_out(&self, feet: Vec3) -> Option<Vec3> {
        let outlines = self.outlines_near(feet);
        let mut center = vec2(feet.x, feet.z);
        for _ in 0..16 {
            let Some((normal, depth)) = deepest(&outlines, center, self.body.radius) else {
                return Some(Vec3::new(center.x, feet.y, center.y));
            };
            if depth <= self.body.radius * TOLERANCE * 0.5 {
                return Some(Vec3::new(center.x, feet.y, center.y));
            }
            center += normal * depth;
        }
        None
    }

    /// Whether a body fits at `feet` as it is.
    pub fn is_free(&self, feet: Vec3) -> bool {
        let center = vec2(feet.x, feet.z);
        deepest(&self.outlines_near(feet), center, self.body.radius)
            .is_none_or(|(_, depth)| depth <= self.body.radius * TOLERANCE)
    }

    /// Whether a body can stand at `feet`, give or take a step; where exactly.
    pub fn stand_at(&self, feet: Vec3) -> Option<Vec3> {
        let y = self.floor_under(feet, self.body.step)?;
        let feet = Vec3::new(feet.x, y, feet.z);
        (self.is_inside(feet) && self.is_free(feet)).then_some(feet)
    }

    /// Whether a body at `feet` is inside the bounds.
    pub fn is_inside(&self, feet: Vec3) -> bool {
        self.clamped(feet) == feet
    }

    /// The nearest place inside the bounds.
    pub fn clamped(&self, feet: Vec3) -> Vec3 {
        let (lo, hi) = (self.bounds.min + self.body.radius, self.bounds.max - self.body.radius);
        let clamp = |v: f32, lo: f32, hi: f32| if lo < hi { v.clamp(lo, hi) } else { (lo + hi) * 0.5 };
        Vec3::new(clamp(feet.x, lo.x, hi.x), feet.y, clamp(feet.z, lo.z, hi.z))
    }

    /// The nearest place to `near` where a body can stand, at most `reach` metres away; its floor may be up to `below` metres lower.
    pub fn place_near(&self, near: Vec3, reach: f32, below: f32) -> Option<Vec3> {
        let spacing = self.body.radius * 0.6;
        let rings = (reach / spacing) as u32;
        for ring in 0..=rings {
            let around = (ring * 6).max(1);
            for i in 0..around {
                let (sin, cos) = (std::f32::consts::TAU * i as f32 / around as f32).sin_cos();
                let offset = Vec3::new(sin, 0.0, cos) * ring as f32 * spacing;
                let at = near + offset;
                let Some(y) = self.floor_under(at, below) else { continue };
                if let Some(feet) = self.stand_at(Vec3::new(at.x, y, at.z)) {
                    return Some(feet);
                }
            }
        }
        None
    }

    /// Everything between knee and head around `feet`, seen from above.
    fn outlines_near(&self, feet: Vec3) -> Vec<Outline> {
        let (low, high) = (feet.y + self.body.step, feet.y + self.body.height);
        // Pushing moves the body by less than its radius.
        let reach = self.body.radius * 2.0;
        let near = Aabb {
            min: Vec3::new(feet.x - reach, low, feet.z - reach),
            max: Vec3::new(feet.x + reach, high, feet.z + reach),
        };
        let mut outlines = Vec::new();
        self.bvh.each_near(&near, &mut |triangle| {
            if triangle.blocks {
                outlines.extend(Outline::of(&triangle.corners, low, high));
            }
        });
        outlines
    }
}

/// The part of a triangle between two heights, seen from above: a convex polygon, or a segment for a wall.
struct Outline {
    points: [Vec2; 6],
    count: usize,
}

impl Outline {
    fn of(corners: &[Vec3; 3], low: f32, high: f32) -> Option<Self> {
        let mut kept = [Vec3::ZERO; 6];
        kept[..3].copy_from_slice(corners);
        let count = clip(&mut kept, 3, |p| p.y - low);
        let count = clip(&mut kept, count, |p| high - p.y);
        let mut points = [Vec2::ZERO; 6];
        for (point, corner) in points.iter_mut().zip(&kept[..count]) {
            *point = vec2(corner.x, corner.z);
        }
        (count > 0).then_some(Self { points, count })
    }

    /// How a circle overlaps: the direction out, and how far.
    fn overlap(&self, center: Vec2, radius: f32) -> Option<(Vec2, f32)> {
        let mut nearest = (f32::INFINITY, Vec2::ZERO);
        let (mut left, mut right) = (false, false);
        for i in 0..self.count {
            let (a, b) = (self.points[i], self.points[(i + 1) % self.count]);
            let along = b - a;
            let from_a = center - a;
            let t = (from_a.dot(along) / along.length_squared().max(1e-12)).clamp(0.0, 1.0);
            let away = from_a - along * t;
            if away.length_squared() < nearest.0 {
                nearest = (away.length_squared(), away);
            }
            // An edge of almost no length has no side.
            let side = along.perp_dot(from_a);
            left |= side > 1e-7;
            right |= side < -1e-7;
        }
        let distance = nearest.0.sqrt();
        let inside = self.count >= 3 && left != right && self.area() > 1e-6;
        if inside {
            return Some((-nearest.1.normalize_or(Vec2::X), radius + distance));
        }
        (distance < radius).then(|| (nearest.1.normalize_or(Vec2::X), radius - distance))
    }

    fn area(&self) -> f32 {
        let a = self.points[0];
        (1..self.count - 1).map(|i| (self.points[i] - a).perp_dot(self.points[i + 1] - a)).sum::<f32>().abs() * 0.5
    }
}

/// Sutherland and Hodgman: keeps the part where `height` is positive; the new number of points.
fn clip(points: &mut [Vec3; 6], count: usize, height: impl Fn(Vec3) -> f32) -> usize {
    let before = *points;
    let mut kept = 0;
    for i in 0..count {
        let (a, b) = (before[i], before[(i + 1) % count]);
        let (height_a, height_b) = (height(a), height(b));
        if height_a > 0.0 {
            points[kept] = a;
            kept += 1;
        }
        if (height_a > 0.0) != (height_b > 0.0) {
            points[kept] = a.lerp(b, height_a / (height_a - height_b));
            kept += 1;
        }
    }
    kept
}

fn deepest(outlines: &[Outline], center: Vec2, radius: f32) -> Option<(Vec2, f32)> {
    outlines.iter().filter_map(|o| o.overlap(center, radius)).max_by(|a, b| a.1.total_cmp(&b.1))
}
