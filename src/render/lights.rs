//! The lights of a scene as shaders read them.

use core::f32::consts::FRAC_PI_2;

use glam::Vec3;
use hall::{Aabb, LightId, LightKind, NodeId, Pose, Scene};

use crate::grid::{Grid, Reach};
use crate::uniforms::{Cells, Light, MAX_CELLS, MAX_LIGHTS, SHADOWED_LAMPS};

/// Radiance that is not seen any more, where white is 1: a light without a range reaches until there.
const UNSEEN: f32 = 1.0 / 512.0;
/// So few lights may reach endlessly without costing much.
const FEW: usize = 12;
/// How much more another lamp must matter to take over a shadow.
const STEADINESS: f32 = 3.0;

/// A lamp that casts shadows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Caster {
    pub position: Vec3,
    pub direction: Vec3,
    /// Half of a spot's cone, radians; `None` shines to all sides.
    pub cone: Option<f32>,
}

/// The lights of a scene, and which of them shine now.
pub(crate) struct Lights {
    sources: Vec<(NodeId, LightId, hall::Light)>,
    /// Which of the sources is the sun: the first directional light.
    sun: Option<usize>,
    /// How much reaches the eye, and which source: those that matter most come first.
    lit: Vec<(f32, usize)>,
    reaches: Vec<Reach>,
    /// How much each lamp that could cast shadows matters, and which source it is.
    candidates: Vec<(f32, usize)>,
    /// Which source has each of the shadows.
    shadowed: [Option<usize>; SHADOWED_LAMPS],
    /// Towards the sun, and its light in lux.
    pub sun_light: Option<(Vec3, Vec3)>,
    pub uniforms: Box<[Light; MAX_LIGHTS]>,
    /// A bit for each of them that has shadows.
    pub casting: [u32; MAX_LIGHTS / 32],
    /// A bit for each that shines on what has light maps.
    pub live: [u32; MAX_LIGHTS / 32],
    pub casters: [Option<Caster>; SHADOWED_LAMPS],
    pub grid: Grid,
    pub cells: Box<Cells>,
}

impl Lights {
    /// `bounds` is what is lit.
    pub(crate) fn new(scene: &Scene, bounds: &Aabb) -> Self {
        let source = |(i, node): (usize, &hall::Node)| {
            let light = node.light?;
            Some((NodeId(i as u32), light, scene.lights[light.index()].clone()))
        };
        let sources: Vec<_> = scene.nodes.iter().enumerate().filter_map(source).collect();
        let sun = sources.iter().position(|(_, _, l)| l.kind == LightKind::Directional);
        Self {
            lit: Vec::with_capacity(sources.len()),
            reaches: Vec::with_capacity(sources.len()),
            candidates: Vec::with_capacity(sources.len()),
            sources,
            sun,
            shadowed: [None; SHADOWED_LAMPS],
            sun_light: None,
            uniforms: Box::new([bytemuck::Zeroable::zeroed(); MAX_LIGHTS]),
            casting: [0; MAX_LIGHTS / 32],
            live: [0; MAX_LIGHTS / 32],
            casters: [None; SHADOWED_LAMPS],
            grid: Grid::around(bounds),
            cells: Box::new([[0; 4]; MAX_CELLS]),
        }
    }

    /// Whether there is a sun, shown or not.
    pub(crate) fn has_sun(&self) -> bool {
        self.sun.is_some()
    }

    /// Whether there is any light but the sun.
    pub(crate) fn has_others(&self) -> bool {
        self.sources.len() > usize::from(self.has_sun())
    }

    /// Whether any of them shines on what has light maps.
    pub(crate) fn has_live(&self) -> bool {
        self.sources.iter().any(|(_, _, light)| !light.is_baked)
    }

    /// Whether light maps hold the light of the sun.
    pub(crate) fn is_sun_baked(&self) -> bool {
        self.sun.is_some_and(|i| self.sources[i].2.is_baked)
    }

    /// Around the lamps, metres.
    pub(crate) fn bounds(&self, pose: &Pose) -> Aabb {
        let lamps = self.sources.iter().filter(|(_, _, l)| l.kind != LightKind::Directional);
        Aabb::around(lamps.map(|(node, _, _)| pose.world_from_node[node.index()].translation.into()))
    }

    /// Whether there is any lamp that could cast shadows.
    pub(crate) fn has_lamps(&self) -> bool {
        self.sources.iter().any(|(_, _, l)| l.kind != LightKind::Directional)
    }

    /// Places the lights. When there are more than fit, those that reach `eye` most are lit. Whether anything has changed.
    pub(crate) fn update(&mut self, pose: &Pose, eye: Vec3, exposure: f32) -> bool {
        self.lit.clear();
        for (_, id, light) in &mut self.sources {
            // Only there when some animation changes them.
            if let Some(now) = pose.lights.get(id.index()) {
                light.clone_from(now);
            }
        }
        for (i, (node, _, light)) in self.sources.iter().enumerate() {
            if self.sun != Some(i) && pose.is_shown[node.index()] {
                let position = Vec3::from(pose.world_from_node[node.index()].translation);
                let strength = light.color.max_element() * light.intensity;
                let squared = if light.kind == LightKind::Directional { 0.0 } else { position.distance_squared(eye) };
                self.lit.push((strength / (1.0 + squared), i));
            }
        }
        let sun = self.sun.and_then(|i| {
            let (node, _, light) = &self.sources[i];
            pose.is_shown[node.index()].then(|| (-shine(pose, *node), light.color * light.intensity))
        });
        let had_sun = core::mem::replace(&mut self.sun_light, sun);
        self.choose_shadows();
        if self.lit.len() > MAX_LIGHTS {
            self.lit.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
            self.lit.truncate(MAX_LIGHTS);
        }
        let mut has_changed = had_sun != self.sun_light || self.reaches.len() != self.lit.len();
        self.reaches.clear();
        for (slot, (_, i)) in self.lit.iter().enumerate() {
            let (node, _, light) = &self.sources[*i];
            let position = Vec3::from(pose.world_from_node[node.index()].translation);
            let direction = shine(pose, *node);
            let shadow = self.shadowed.iter().position(|s| *s == Some(*i));
            let uniform = uniform(light, position, direction, shadow);
            let cone = match light.kind {
                LightKind::Spot { outer_angle, .. } => Some(outer_angle),
                _ => None,
            };
            if let Some(shadow) = shadow {
                self.casting[slot / 32] |= 1 << (slot % 32);
                self.casters[shadow] = Some(Caster { position, direction, cone });
            }
            self.live[slot / 32] |= u32::from(!light.is_baked) << (slot % 32);
            let radius = match light.kind {
                LightKind::Directional => f32::INFINITY,
                LightKind::Point { range: Some(range) } | LightKind::Spot { range: Some(range), .. } => range,
                _ if self.sources.len() <= FEW => f32::INFINITY,
                _ => (uniform.color.max_element() * exposure / UNSEEN).sqrt(),
            };
            // Beyond a right angle a cone is no cone any more.
            let cone = cone.filter(|angle| *angle < FRAC_PI_2).map(|angle| (direction, angle.cos(), angle.sin()));
            self.reaches.push(Reach { position, radius, cone });
            has_changed |= bytemuck::bytes_of(&self.uniforms[slot]) != bytemuck::bytes_of(&uniform);
            self.uniforms[slot] = uniform;
        }
        if has_changed {
            self.grid.fill(&self.reaches, &mut self.cells);
        }
        has_changed
    }

    /// Gives the shadows to the lamps that reach the eye most. Whoever has one keeps it for a while, so that shadows don't come and go.
    fn choose_shadows(&mut self) {
        (self.casting, self.live) = Default::default();
        let order = &mut self.candidates;
        order.clear();
        for &(weight, i) in &self.lit {
            if self.sources[i].2.kind != LightKind::Directional && weight > 0.0 {
                let keeps = self.shadowed.contains(&Some(i));
                order.push((if keeps { STEADINESS * weight } else { weight }, i));
            }
        }
        order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        order.truncate(SHADOWED_LAMPS);
        for slot in 0..SHADOWED_LAMPS {
            if self.shadowed[slot].is_some_and(|i| !order.iter().any(|(_, o)| *o == i)) {
                self.shadowed[slot] = None;
                self.casters[slot] = None;
            }
        }
        for &mut (_, i) in order {
            if !self.shadowed.contains(&Some(i)) {
                let free = self.shadowed.iter().position(Option::is_none);
                if let Some(free) = free {
                    self.shadowed[free] = Some(i);
                }
            }
        }
    }
}

fn shine(pose: &Pose, node: NodeId) -> Vec3 {
    Vec3::from(-pose.world_from_node[node.index()].matrix3.z_axis).normalize_or(Vec3::NEG_Y)
}

/// `shadow` is which of the lamps with shadows it is.
fn uniform(light: &hall::Light, position: Vec3, direction: Vec3, shadow: Option<usize>) -> Light {
    let (range, cone_scale, cone_offset) = match light.kind {
        LightKind::Directional => (None, 0.0, 1.0),
        LightKind::Point { range } => (range, 0.0, 1.0),
        LightKind::Spot { range, inner_angle, outer_angle } => {
            // As KHR_lights_punctual recommends.
            let scale = 1.0 / (inner_angle.cos() - outer_angle.cos()).max(1e-3);
            (range, scale, -outer_angle.cos() * scale)
        }
    };
    let is = |yes: bool| if yes { 1.0 } else { 0.0 };
    Light {
        position,
        inverse_range_squared: range.map_or(0.0, |r| 1.0 / (r * r).max(1e-6)),
        color: light.color * light.intensity,
        directional: is(light.kind == LightKind::Directional),
        direction,
        cone_scale,
        cone_offset,
        shadow: shadow.map_or(-1.0, |i| i as f32),
        shadow_cube: is(matches!(light.kind, LightKind::Point { .. })),
        spare: 0.0,
    }
}
