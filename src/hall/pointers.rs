//! What moves and is not the place of a node: materials, lights, cameras, and whether something is seen (`KHR_animation_pointer`).

use std::f32::consts::{FRAC_PI_2, PI};

use glam::Vec3;

use crate::{
    Camera, CameraId, Factor, Interpolation, Light, LightId, LightKind, Map, MaterialId, NodeId, Pose, Projection,
    UvTransform,
};

/// A property over time that is not the place of a node.
#[derive(Clone, Debug)]
pub struct Pointer {
    /// Which property.
    pub target: Target,
    /// Between keys.
    pub interpolation: Interpolation,
    /// Key times, strictly increasing, never empty.
    pub times_secs: Vec<f32>,
    /// [`Target::width`] numbers a value; see [`Interpolation`] for how many values a key has.
    pub values: Vec<f32>,
}

/// What a [`Pointer`] changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// A node is to be seen where this is above 0.
    Visible(NodeId),
    /// A number or colour of a material.
    Factor(MaterialId, Factor),
    /// How a texture lies on a surface.
    Transform {
        /// Of which material.
        material: MaterialId,
        /// Which of its textures.
        map: Map,
        /// What of it moves.
        part: TransformPart,
        /// At rest.
        rest: UvTransform,
    },
    /// A number or colour of a light.
    Light(LightId, LightFactor),
    /// A number of a camera.
    Camera(CameraId, CameraFactor),
}

/// What of a [`UvTransform`] moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after its field")]
pub enum TransformPart {
    Offset,
    Rotation,
    Scale,
}

/// What of a [`Light`] moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after its field")]
pub enum LightFactor {
    Color,
    Intensity,
    Range,
    InnerAngle,
    OuterAngle,
}

/// What of a [`Camera`] moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after its field")]
pub enum CameraFactor {
    FovY,
    HalfWidth,
    HalfHeight,
    Near,
    Far,
}

impl Target {
    /// How many numbers a value has, at most four.
    pub fn width(&self) -> usize {
        match self {
            Self::Factor(_, factor) => factor.width(),
            Self::Transform { part: TransformPart::Offset | TransformPart::Scale, .. } => 2,
            Self::Light(_, LightFactor::Color) => 3,
            _ => 1,
        }
    }
}

/// Transforms that one animation has changed so far: their parts come one after the other.
pub(crate) type Transforms = Vec<(MaterialId, Map, UvTransform)>;

impl Pose {
    /// Gives a property a value of as many numbers as it has.
    pub(crate) fn put(&mut self, target: Target, value: &[f32], transforms: &mut Transforms) {
        match target {
            Target::Visible(node) => self.visible[node.index()] = value[0] > 0.0,
            Target::Factor(material, factor) => {
                let Some(material) = self.material_mut(material) else { return };
                for (number, value) in material.factor_mut(factor).iter_mut().zip(value) {
                    *number = factor.clamp(*value);
                }
            }
            Target::Transform { material, map, part, rest } => {
                let is_known = |known: &(MaterialId, Map, UvTransform)| known.0 == material && known.1 == map;
                let at = transforms.iter().position(is_known).unwrap_or_else(|| {
                    transforms.push((material, map, rest));
                    transforms.len() - 1
                });
                let transform = &mut transforms[at].2;
                match part {
                    TransformPart::Offset => transform.offset = [value[0], value[1]].into(),
                    TransformPart::Rotation => transform.rotation = value[0],
                    TransformPart::Scale => transform.scale = [value[0], value[1]].into(),
                }
                let image_from_uv = transform.image_from_uv();
                let Some(material) = self.material_mut(material) else { return };
                if let Some(texture) = &mut material.textures_mut()[map as usize] {
                    texture.image_from_uv = image_from_uv;
                }
            }
            Target::Light(id, factor) => {
                if let Some(light) = self.lights.get_mut(id.index()) {
                    put_light(light, factor, value);
                }
            }
            Target::Camera(id, factor) => {
                if let Some(camera) = self.cameras.get_mut(id.index()) {
                    put_camera(camera, factor, value[0]);
                }
            }
        }
    }
}

fn put_light(light: &mut Light, factor: LightFactor, value: &[f32]) {
    match (factor, &mut light.kind) {
        (LightFactor::Color, _) => light.color = Vec3::from_slice(value).max(Vec3::ZERO),
        (LightFactor::Intensity, _) => light.intensity = value[0].max(0.0),
        (LightFactor::Range, LightKind::Point { range } | LightKind::Spot { range, .. }) => {
            *range = Some(value[0]).filter(|range| *range > 0.0);
        }
        (LightFactor::InnerAngle, LightKind::Spot { inner_angle, outer_angle, .. }) => {
            *inner_angle = value[0].clamp(0.0, *outer_angle);
        }
        (LightFactor::OuterAngle, LightKind::Spot { inner_angle, outer_angle, .. }) => {
            *outer_angle = value[0].clamp(1e-3, FRAC_PI_2);
            *inner_angle = inner_angle.min(*outer_angle);
        }
        _ => {}
    }
}

fn put_camera(camera: &mut Camera, factor: CameraFactor, value: f32) {
    const LEAST: f32 = 1e-3;
    match (factor, &mut camera.projection) {
        (CameraFactor::FovY, Projection::Perspective { fov_y, .. }) => *fov_y = value.clamp(LEAST, PI - LEAST),
        (CameraFactor::Near, Projection::Perspective { near, .. }) => *near = value.max(LEAST),
        (CameraFactor::Far, Projection::Perspective { near, far, .. }) => *far = Some(value).filter(|far| far > near),
        (CameraFactor::HalfWidth, Projection::Orthographic { half_size, .. }) => half_size.x = value.abs().max(LEAST),
        (CameraFactor::HalfHeight, Projection::Orthographic { half_size, .. }) => half_size.y = value.abs().max(LEAST),
        (CameraFactor::Near, Projection::Orthographic { near, far, .. }) => *near = value.min(*far - LEAST),
        (CameraFactor::Far, Projection::Orthographic { near, far, .. }) => *far = value.max(*near + LEAST),
        _ => {}
    }
}
