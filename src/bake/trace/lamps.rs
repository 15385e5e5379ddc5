//! Punctual lights, in the units and with the falloff of `shaders/light.wgsl`, so that a lamp that is baked is as bright as one that is not.

use glam::{Vec2, Vec3};
use hall::{LightKind, NodeId, Pose, Scene};

use super::tree::Line;

/// Radius of a lamp, metres: how soft its shadows are.
const RADIUS_METRES: f32 = 0.03;
/// Tangent of half the angle that the sun fills.
const SUN_RADIUS: f32 = 0.004_65;
/// What is nearer to a lamp than this and turns its back to it casts no shadow: authors put lights into their lamps. Of the size of the scene,
/// and at most, metres, as in the renderer; there fronts cast none either, but a wall near a lamp keeps light from the room behind it.
const NEAR_PART: f32 = 0.02;
const NEAR_METRES: f32 = 0.35;

/// A lamp where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Lamp {
    /// Whether it lights texels; what bounces of its light is counted all the same.
    pub is_direct: bool,
    position: Vec3,
    /// Where it shines.
    direction: Vec3,
    /// Candela; lux of a directional light.
    color: Vec3,
    is_directional: bool,
    inverse_range_squared: f32,
    cone_scale: f32,
    cone_offset: f32,
    near: f32,
}

/// Light of a lamp at a place, if nothing is in the way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    /// Towards the lamp, of unit length.
    pub direction: Vec3,
    /// Irradiance of what faces the lamp.
    pub light: Vec3,
}

impl Lamp {
    /// The lamps of a scene that are shown, with what they are there.
    pub(crate) fn all(scene: &Scene, pose: &Pose, diagonal: f32) -> Vec<(Self, hall::Light)> {
        let shown = |(i, node): (usize, &hall::Node)| {
            let id = node.light.filter(|_| pose.is_shown[i])?;
            let light = pose.lights.get(id.index()).unwrap_or(&scene.lights[id.index()]);
            Some((Self::new(light, pose, NodeId(i as u32), diagonal), light.clone()))
        };
        let lamps = scene.nodes.iter().enumerate().filter_map(shown);
        lamps.filter(|(lamp, _)| lamp.color.max_element() > 0.0 && lamp.position.is_finite()).collect()
    }

    fn new(light: &hall::Light, pose: &Pose, node: NodeId, diagonal: f32) -> Self {
        let world_from_node = &pose.world_from_node[node.index()];
        let (range, cone_scale, cone_offset) = match light.kind {
            LightKind::Directional => (None, 0.0, 1.0),
            LightKind::Point { range } => (range, 0.0, 1.0),
            LightKind::Spot { range, inner_angle, outer_angle } => {
                let scale = 1.0 / (inner_angle.cos() - outer_angle.cos()).max(1e-3);
                (range, scale, -outer_angle.cos() * scale)
            }
        };
        Self {
            is_direct: true,
            position: world_from_node.translation.into(),
            direction: Vec3::from(-world_from_node.matrix3.z_axis).normalize_or(Vec3::NEG_Y),
            color: light.color * light.intensity,
            is_directional: light.kind == LightKind::Directional,
            inverse_range_squared: range.map_or(0.0, |r| 1.0 / (r * r).max(1e-6)),
            cone_scale,
            cone_offset,
            near: (NEAR_PART * diagonal).min(NEAR_METRES),
        }
    }

    pub(crate) fn arrival(&self, position: Vec3) -> Arrival {
        if self.is_directional {
            return Arrival { direction: -self.direction, light: self.color };
        }
        let offset = self.position - position;
        let squared = offset.length_squared();
        let direction = offset / squared.max(1e-8).sqrt();
        let ratio = squared * self.inverse_range_squared;
        let fade = (1.0 - ratio * ratio).clamp(0.0, 1.0);
        let cone = ((-direction).dot(self.direction) * self.cone_scale + self.cone_offset).clamp(0.0, 1.0);
        Arrival { direction, light: self.color * (fade * cone * cone / squared.max(1e-4)) }
    }

    /// Where to look whether something is in the way. `at` is from 0 to 1, and chooses a point of the lamp.
    pub(crate) fn aim(&self, position: Vec3, at: Vec2) -> Line {
        let (sin, cos) = (core::f32::consts::TAU * at.x).sin_cos();
        let on_disc = Vec2::new(cos, sin) * at.y.sqrt();
        let middle = if self.is_directional { -self.direction } else { self.position - position };
        let distance = middle.length();
        let (along, across) = middle.normalize_or(Vec3::Y).any_orthonormal_pair();
        let radius = if self.is_directional { SUN_RADIUS } else { RADIUS_METRES.min(0.5 * distance) };
        let to = middle + (along * on_disc.x + across * on_disc.y) * radius;
        let line = Line { is_to_lamp: true, ..Line::new(position, to.normalize_or(Vec3::Y)) };
        if self.is_directional { line } else { Line { to: to.length(), shell: distance - self.near, ..line } }
    }
}
