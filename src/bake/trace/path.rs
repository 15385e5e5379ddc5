//! Paths: from a place towards where light comes from.

use core::f32::consts::{FRAC_1_PI, PI};

use glam::{Vec2, Vec3};

use super::emitters::point_in;
use super::luminance;
use super::sampler::{Sampler, cosine_direction, sphere_direction};
use super::tree::Line;
use super::world::{Hit, World};

/// Points on what shines that are weighed against each other before one is looked at.
const SHINING: u32 = 2;
/// So many panes a ray goes through.
const PANES_MAX: u32 = 24;
/// From here on paths end by chance.
const SURE_BOUNCES: u32 = 2;
/// No path is longer; chance ends nearly all before.
pub(crate) const BOUNCES_MAX: u32 = 64;
/// Pairs of dimensions for each bounce.
const PAIRS: u32 = 6;

/// A place that scatters light.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// A little off the surface.
    pub origin: Vec3,
    pub normal: Vec3,
    /// Of the triangle, on the same side.
    pub face: Vec3,
}

/// What a path found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    /// Radiance of what the first ray met.
    pub near: Vec3,
    /// Radiance that came from farther.
    pub far: Vec3,
    /// The first ray met the back of something that has only a front.
    pub is_back: bool,
    /// To the first surface, metres; infinite where there is none.
    pub distance: f32,
}

/// Where a ray ends, and what of the light gets through the glass before.
enum End {
    Sky(Vec3),
    Back,
    Surface(Hit, Vec3, super::surface::Meeting),
}

impl World {
    pub(crate) fn place(&self, position: Vec3, normal: Vec3, face: Vec3) -> Place {
        Place { origin: position + face * self.lift, normal, face }
    }

    /// Irradiance divided by π from lamps, what shines and the sky, by one ray to one of them, chosen by how much each would give if nothing
    /// were in the way (resampled importance sampling: Talbot et al., EGSR 2005). What the next ray of the path may meet as well is weighed
    /// (balance heuristic: Veach & Guibas, SIGGRAPH 1995). The first pair of dimensions is `pair`.
    pub(crate) fn direct(&self, place: &Place, sampler: &Sampler, pair: u32, is_texel: bool) -> Vec3 {
        let mut chosen = Reservoir::new(sampler.pair(pair).x);
        let on_lamp = sampler.pair(pair + 1);
        for lamp in self.lamps.iter().filter(|lamp| lamp.is_direct || !is_texel) {
            let arrival = lamp.arrival(place.origin);
            let light = arrival.light * (place.normal.dot(arrival.direction).max(0.0) * FRAC_1_PI);
            if light.max_element() > 0.0 {
                chosen.offer(light, 1.0, || lamp.aim(place.origin, on_lamp));
            }
        }
        for i in 0..if self.emitters.is_empty() { 0 } else { SHINING } {
            if let Some((light, line)) = self.shining(place, sampler.pair(pair + 2 + i)) {
                chosen.offer(light, 1.0, || line);
            }
        }
        if self.sky_part > 0.0 {
            let (direction, density) = self.sky.sample(sampler.pair(pair + 4));
            let cosine = place.normal.dot(direction).max(0.0) * FRAC_1_PI;
            if cosine > 0.0 {
                let light = self.sky.sky.radiance(direction) * (cosine / (density + cosine));
                chosen.offer(light, self.sky_part, || Line::new(place.origin, direction));
            }
        }
        let Some((light, line)) = chosen.taken() else { return Vec3::ZERO };
        // Below the triangle, although the normal is bent towards it.
        if line.direction.dot(place.face) <= 0.0 {
            return Vec3::ZERO;
        }
        self.passing(&line).map_or(Vec3::ZERO, |passing| light * passing)
    }

    /// A point of what shines: its part of the irradiance divided by π, and what must be open for it.
    fn shining(&self, place: &Place, at: Vec2) -> Option<(Vec3, Line)> {
        let (light, density, line) = self.shining_from(place.origin, at)?;
        let cosine = place.normal.dot(line.direction) * FRAC_1_PI;
        (cosine > 0.0).then(|| (light * (cosine / (density + cosine)), line))
    }

    /// The same from any point: its radiance, how densely [`SHINING`] of them are drawn per steradian, and what must be open.
    fn shining_from(&self, origin: Vec3, at: Vec2) -> Option<(Vec3, f32, Line)> {
        let (slot, x) = self.emitters.sample(at.x)?;
        let point = point_in(self.tree.corners(slot), Vec2::new(x, at.y));
        let offset = point - origin;
        let squared = offset.length_squared();
        let distance = squared.sqrt();
        let direction = offset / distance.max(1e-6);
        let mut facing = -self.tree.area_normal(slot).normalize().dot(direction);
        if self.finish(slot).is_double_sided {
            facing = facing.abs();
        }
        if facing <= 1e-4 || squared <= 1e-8 {
            return None;
        }
        let density = SHINING as f32 * self.emitters.density(slot) * squared / facing;
        let line = Line { to: distance - 2.0 * self.lift, ..Line::new(origin, direction) };
        Some((self.emitted(slot, point), density, line))
    }

    /// What arrives at a point from what shines and from the sky by looking for them: directions, and radiance times steradians. What [`World::along`]
    /// finds by chance is to be weighed with `density`, that of directions there.
    pub(crate) fn looked_for(&self, origin: Vec3, density: f32, sampler: &Sampler, add: &mut dyn FnMut(Vec3, Vec3)) {
        let mut add_open = |line: &Line, light: Vec3| {
            if let Some(passing) = self.passing(line) {
                add(line.direction, light * passing);
            }
        };
        for i in 0..if self.emitters.is_empty() { 0 } else { SHINING } {
            if let Some((light, drawn, line)) = self.shining_from(origin, sampler.pair(2 + i)) {
                add_open(&line, light / (drawn + density));
            }
        }
        if self.sky_part > 0.0 {
            let (direction, drawn) = self.sky.sample(sampler.pair(4));
            add_open(&Line::new(origin, direction), self.sky.sky.radiance(direction) / (drawn + density));
        }
    }

    /// The light that a place scatters, as irradiance divided by π, but for the one direct ray of [`World::direct`].
    pub(crate) fn gathered(&self, place: &Place, sampler: &mut Sampler) -> Found {
        let mut direction = cosine_direction(place.normal, sampler.pair(PAIRS - 1));
        let below = direction.dot(place.face);
        // A bent normal looks below its triangle: nothing comes from there.
        if below <= 0.0 {
            direction -= place.face * (2.0 * below);
        }
        let density = place.normal.dot(direction).max(0.0) * FRAC_1_PI;
        self.along(place.origin, direction, Some(density), sampler)
    }

    /// The light that comes from a direction. `density` is how densely such directions are drawn, per steradian, where lights are looked for
    /// from the origin as well; what a ray meets by chance then counts less.
    pub(crate) fn along(&self, origin: Vec3, direction: Vec3, density: Option<f32>, sampler: &mut Sampler) -> Found {
        let mut found = Found { near: Vec3::ZERO, far: Vec3::ZERO, is_back: false, distance: f32::INFINITY };
        let (mut origin, mut direction, mut density) = (origin, direction, density);
        let mut throughput = Vec3::ONE;
        for bounce in 1..=BOUNCES_MAX {
            let into = |found: &mut Found, light: Vec3| {
                *(if bounce == 1 { &mut found.near } else { &mut found.far }) += light;
            };
            match self.end(origin, direction, sampler) {
                End::Sky(clear) => {
                    let sky = self.sky.sky.radiance(direction);
                    into(&mut found, throughput * clear * sky * self.sky_weight(density, direction));
                    break;
                }
                End::Back => {
                    found.is_back = bounce == 1;
                    break;
                }
                End::Surface(hit, clear, meeting) => {
                    if bounce == 1 {
                        found.distance = hit.position.distance(origin);
                    }
                    throughput *= clear;
                    if meeting.emitted != Vec3::ZERO {
                        let weight = self.shine_weight(density, &hit, origin, direction);
                        into(&mut found, throughput * meeting.emitted * weight);
                    }
                    let (back, on) = (meeting.albedo.max_element(), meeting.through.max_element());
                    let mut keep = back + on;
                    if keep <= 0.0 {
                        break;
                    }
                    let goes_through = on > 0.0 && sampler.loose() * keep < on;
                    throughput *=
                        if goes_through { meeting.through * (keep / on) } else { meeting.albedo * (keep / back) };
                    if bounce > SURE_BOUNCES {
                        keep = throughput.max_element().clamp(0.05, 0.95);
                        if sampler.loose() >= keep {
                            break;
                        }
                        throughput /= keep;
                    }
                    let face = if goes_through { -hit.face } else { hit.face };
                    let place = self.place(hit.position, face, face);
                    found.far += throughput * self.direct(&place, sampler, PAIRS * bounce, false);
                    origin = place.origin;
                    direction = cosine_direction(face, sampler.pair(PAIRS * bounce + PAIRS - 1));
                    density = Some(face.dot(direction).max(0.0) * FRAC_1_PI);
                }
            }
        }
        found
    }

    /// Follows a ray through glass and what is mixed with what is behind: each pane is passed, or not, by chance.
    fn end(&self, origin: Vec3, direction: Vec3, sampler: &mut Sampler) -> End {
        let mut line = Line::new(origin, direction);
        let mut clear = Vec3::ONE;
        for _ in 0..PANES_MAX {
            let Some(hit) = self.hit(&line) else { return End::Sky(clear) };
            line.from = hit.distance + self.lift;
            let is_clear = self.finish(hit.slot).kind == super::surface::Kind::Clear;
            if hit.is_back {
                if is_clear {
                    continue;
                }
                return End::Back;
            }
            let meeting = self.meet(&hit, direction);
            if !is_clear {
                return End::Surface(hit, clear, meeting);
            }
            let pass = meeting.clear.max_element();
            let all =
                pass + meeting.albedo.max_element() + meeting.through.max_element() + meeting.emitted.max_element();
            if all <= 0.0 {
                return End::Back;
            }
            let chance = pass / all;
            if sampler.loose() >= chance {
                return End::Surface(hit, clear / (1.0 - chance), meeting);
            }
            clear *= meeting.clear / chance;
        }
        End::Back
    }

    fn sky_weight(&self, density: Option<f32>, direction: Vec3) -> f32 {
        match density {
            Some(density) if self.sky_part > 0.0 => density / (density + self.sky.density(direction)).max(1e-12),
            _ => 1.0,
        }
    }

    fn shine_weight(&self, density: Option<f32>, hit: &Hit, origin: Vec3, direction: Vec3) -> f32 {
        let Some(density) = density else { return 1.0 };
        let per_area = SHINING as f32 * self.emitters.density(hit.slot);
        let facing = hit.face.dot(direction).abs().max(1e-4);
        let drawn = per_area * origin.distance_squared(hit.position) / facing;
        density / (density + drawn).max(1e-12)
    }
}

/// Takes one of many candidates, each as often as its part of the sum.
struct Reservoir {
    at: f32,
    sum: f32,
    taken: Option<(Vec3, f32, Line)>,
}

impl Reservoir {
    /// `at` is from 0 to less than 1.
    fn new(at: f32) -> Self {
        Self { at, sum: 0.0, taken: None }
    }

    /// `part` is how much of it is expected to arrive.
    fn offer(&mut self, light: Vec3, part: f32, line: impl FnOnce() -> Line) {
        let weight = luminance(light) * part;
        if weight <= 0.0 || !weight.is_finite() {
            return;
        }
        self.sum += weight;
        let chance = weight / self.sum;
        if self.at < chance {
            self.taken = Some((light, weight, line()));
            self.at /= chance;
        } else {
            self.at = ((self.at - chance) / (1.0 - chance)).clamp(0.0, 1.0);
        }
    }

    /// The light, as if it stood for all, and what must be open for it.
    fn taken(self) -> Option<(Vec3, Line)> {
        self.taken.map(|(light, weight, line)| (light * (self.sum / weight), line))
    }
}

/// The part of the sky's light that gets to surfaces, by some thousands of rays from all over them; 0 where it is not worth looking for.
pub(crate) fn sky_part(world: &World) -> f32 {
    const RAYS: u32 = 4096;
    const LEAST: f32 = 0.005;
    let count = world.triangle_count();
    if world.sky.is_dark() || count == 0 {
        return 0.0;
    }
    let (mut all, mut open) = (0.0_f32, 0.0_f32);
    // Large triangles count more; each is looked at in turn.
    let areas: Vec<f32> = (0..count).map(|slot| world.tree.area_normal(slot).length()).collect();
    let step = areas.iter().map(|area| f64::from(*area)).sum::<f64>() / f64::from(RAYS);
    let (mut sum, mut ray) = (0.0_f64, 0);
    for (slot, area) in areas.into_iter().enumerate() {
        sum += f64::from(area);
        while f64::from(ray) * step < sum && ray < RAYS {
            let sampler = Sampler::new(7, ray);
            ray += 1;
            let face = world.tree.area_normal(slot).normalize();
            let place = world.place(point_in(world.tree.corners(slot), sampler.pair(0)), face, face);
            let (direction, density) = world.sky.sample(sampler.pair(1));
            let light = luminance(world.sky.sky.radiance(direction)) * face.dot(direction).max(0.0) / density;
            if light > 0.0 {
                all += light;
                let line = Line::new(place.origin, direction);
                open += world.passing(&line).map_or(0.0, |passing| light * luminance(passing));
            }
        }
    }
    let part = open / all.max(f32::MIN_POSITIVE);
    if part < LEAST { 0.0 } else { part }
}

/// A direction to anywhere, for probes: 4π of them fill the sphere.
pub(crate) fn anywhere(sampler: &Sampler) -> (Vec3, f32) {
    (sphere_direction(sampler.pair(PAIRS - 1)), 4.0 * PI)
}
