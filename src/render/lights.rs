//! The lights of a scene as shaders read them.

use glam::Vec3;
use hall::{LightId, LightKind, NodeId, Pose, Scene};

use crate::uniforms::{Light, MAX_LIGHTS};

/// The lights of a scene, and which of them shine now.
pub(crate) struct Lights {
    sources: Vec<(NodeId, hall::Light)>,
    /// Which of the sources is the sun: the first directional light.
    sun: Option<usize>,
    /// With how much light reaches the eye: those that matter most come first.
    lit: Vec<(f32, Light)>,
    /// Towards the sun, and its light in lux.
    pub sun_light: Option<(Vec3, Vec3)>,
    pub uniforms: [Light; MAX_LIGHTS],
}

impl Lights {
    pub(crate) fn new(scene: &Scene) -> Self {
        let source = |(i, node): (usize, &hall::Node)| {
            let LightId(light) = node.light?;
            Some((NodeId(i as u32), scene.lights[light as usize].clone()))
        };
        let sources: Vec<_> = scene.nodes.iter().enumerate().filter_map(source).collect();
        let sun = sources.iter().position(|(_, l)| l.kind == LightKind::Directional);
        let lit = Vec::with_capacity(sources.len());
        Self { sources, sun, lit, sun_light: None, uniforms: [bytemuck::Zeroable::zeroed(); MAX_LIGHTS] }
    }

    /// Places the lights; the number that are lit. When there are more than fit, those that reach `eye` most are.
    pub(crate) fn update(&mut self, pose: &Pose, eye: Vec3) -> u32 {
        self.lit.clear();
        self.sun_light = None;
        for (i, (node, light)) in self.sources.iter().enumerate() {
            let world_from_node = &pose.world_from_node[node.index()];
            let shine = Vec3::from(-world_from_node.matrix3.z_axis).normalize_or(Vec3::NEG_Y);
            let color = light.color * light.intensity;
            if self.sun == Some(i) {
                self.sun_light = Some((-shine, color));
                continue;
            }
            let position = Vec3::from(world_from_node.translation);
            let uniform = uniform(light, position, shine, color);
            let distance_squared = match light.kind {
                LightKind::Directional => 0.0,
                _ => position.distance_squared(eye),
            };
            self.lit.push((color.max_element() / (1.0 + distance_squared), uniform));
        }
        if self.lit.len() > MAX_LIGHTS {
            self.lit.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        }
        for (slot, (_, light)) in self.uniforms.iter_mut().zip(&self.lit) {
            *slot = *light;
        }
        self.lit.len().min(MAX_LIGHTS) as u32
    }
}

fn uniform(light: &hall::Light, position: Vec3, direction: Vec3, color: Vec3) -> Light {
    let (range, cone_scale, cone_offset) = match light.kind {
        LightKind::Directional => (None, 0.0, 1.0),
        LightKind::Point { range } => (range, 0.0, 1.0),
        LightKind::Spot { range, inner_angle, outer_angle } => {
            // As KHR_lights_punctual recommends.
            let scale = 1.0 / (inner_angle.cos() - outer_angle.cos()).max(1e-3);
            (range, scale, -outer_angle.cos() * scale)
        }
    };
    Light {
        position,
        inverse_range_squared: range.map_or(0.0, |r| 1.0 / (r * r).max(1e-6)),
        color,
        directional: if light.kind == LightKind::Directional { 1.0 } else { 0.0 },
        direction,
        cone_scale,
        cone_offset,
        spare_0: 0.0,
        spare_1: 0.0,
        spare_2: 0.0,
    }
}
