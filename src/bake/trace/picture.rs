//! A picture by nothing but chance: no resampling, no weights, no order in its numbers, nothing cut. Slow, and what the rest is measured by.

use core::f32::consts::FRAC_1_PI;
use core::ops::ControlFlow;

use glam::{Affine3A, Vec2, Vec3};

use super::light::in_parallel;
use super::path::BOUNCES_MAX;
use super::sampler::{Sampler, cosine_direction, mixed};
use super::surface::Kind;
use super::tree::Line;
use super::world::World;

/// From where and how a picture is taken.
#[derive(Clone, Copy, Debug)]
pub struct Camera {
    /// It looks along its -Z, +Y is up.
    pub world_from_camera: Affine3A,
    /// Vertical angle, radians.
    pub fov_y: f32,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

impl Camera {
    /// From where, and to where, of unit length, a point of a pixel looks; `within` is from 0 to 1 from its upper left corner.
    pub fn ray(&self, pixel: u32, within: Vec2) -> (Vec3, Vec3) {
        let (width, height) = (self.width.max(1) as f32, self.height.max(1) as f32);
        let at = Vec2::new((pixel % self.width.max(1)) as f32, (pixel / self.width.max(1)) as f32) + within;
        let tangent = (0.5 * self.fov_y).tan();
        let x = (2.0 * at.x / width - 1.0) * tangent * width / height;
        let y = (1.0 - 2.0 * at.y / height) * tangent;
        let direction = self.world_from_camera.transform_vector3(Vec3::new(x, y, -1.0)).normalize();
        (self.world_from_camera.translation.into(), direction)
    }
}

/// Radiance that a camera sees, rows from the top, `samples` paths a pixel. Backs of what has only a front are not drawn.
pub fn picture(world: &World, camera: &Camera, samples: u32, threads: usize) -> Vec<Vec3> {
    let mut pixels = vec![Vec3::ZERO; camera.width as usize * camera.height as usize];
    in_parallel(threads.max(1), 16, &mut pixels, &|_| ControlFlow::Continue(()), &|start, pixels| {
        for (pixel, number) in pixels.iter_mut().zip(start as u32..) {
            for sample in 0..samples.max(1) {
                let mut chance = Sampler::new(mixed(number, 0x51ed), sample);
                let within = Vec2::new(chance.loose(), chance.loose());
                let (origin, direction) = camera.ray(number, within);
                *pixel += seen(world, origin, direction, &mut chance) / samples.max(1) as f32;
            }
        }
    });
    pixels
}

fn seen(world: &World, origin: Vec3, direction: Vec3, chance: &mut Sampler) -> Vec3 {
    let mut line = Line::new(origin, direction);
    let (mut light, mut throughput) = (Vec3::ZERO, Vec3::ONE);
    let (mut bounces, mut panes) = (0, 0);
    while bounces < BOUNCES_MAX && panes < BOUNCES_MAX {
        let Some(hit) = world.hit(&line) else { return light + throughput * world.sky.sky.radiance(line.direction) };
        let is_clear = world.finish(hit.slot).kind == Kind::Clear;
        line.from = hit.distance + world.lift;
        if hit.is_back {
            if !is_clear && bounces > 0 {
                return light;
            }
            panes += 1;
            continue;
        }
        let meeting = world.meet(&hit, line.direction);
        light += throughput * meeting.emitted;
        let parts = [meeting.clear, meeting.albedo, meeting.through].map(|part| (part, part.max_element()));
        let all: f32 = parts.iter().map(|(_, weight)| weight).sum();
        // Of what does not absorb all, a path ends as often as it absorbs.
        let end = all.max(1.0);
        let mut at = chance.loose() * end;
        let Some(way) = parts.iter().position(|(_, weight)| {
            at -= weight;
            at < 0.0
        }) else {
            return light;
        };
        throughput *= parts[way].0 * (end / parts[way].1);
        if way == 0 {
            panes += 1;
            continue;
        }
        let face = if way == 2 { -hit.face } else { hit.face };
        let place = world.place(hit.position, face, face);
        for lamp in &world.lamps {
            let arrival = lamp.arrival(place.origin);
            let line = lamp.aim(place.origin, Vec2::new(chance.loose(), chance.loose()));
            let passing = world.passing(&line).unwrap_or(Vec3::ZERO);
            let cosine = face.dot(arrival.direction).max(0.0);
            light += throughput * arrival.light * passing * (cosine * FRAC_1_PI);
        }
        let direction = cosine_direction(face, Vec2::new(chance.loose(), chance.loose()));
        line = Line::new(place.origin, direction);
        bounces += 1;
    }
    light
}
