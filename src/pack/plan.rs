//! Which pictures matter first: those that fill most of what a visitor sees at the beginning, then those that are near.

use std::collections::BTreeMap;

use bytes::Bytes;
use glam::{Vec3, vec3};
use hall::manifest::Spawn;
use hall::{Aabb, ImageSource, Pose, Scene, Topology};

use crate::listing::{Bounds, Counts, PictureSeen};
use crate::store::sha256;

/// A visitor's eye above the floor, metres.
const EYE: f32 = 1.6;
/// Half of the angle that is seen, radians.
const HALF_VIEW: f32 = 0.8;

/// What a scene is, as far as a listing tells.
pub struct Outline {
    /// Around everything at rest.
    pub bounds: Option<Bounds>,
    /// How much there is.
    pub counts: Counts,
    /// By the SHA-256 of a picture's source: how much of it is seen.
    pub seen: BTreeMap<String, PictureSeen>,
}

/// Looks at a scene from where a visitor begins; from its middle when nobody says where that is.
pub fn outline(scene: &Scene, spawn: Option<Spawn>, file: &dyn Fn(&str) -> Option<Bytes>) -> Outline {
    let pose = Pose::rest(scene);
    let mut around = Aabb::EMPTY;
    let mut triangles = 0;
    let mut boxes = Vec::new();
    for (node, world_from_node) in scene.nodes.iter().zip(&pose.world_from_node) {
        let Some(mesh) = node.mesh else { continue };
        for primitive in &scene.meshes[mesh.index()].primitives {
            if primitive.bounds.is_empty() {
                continue;
            }
            let bounds = primitive.bounds.transformed(world_from_node);
            around = around.union(bounds);
            boxes.push((bounds, primitive));
            if primitive.topology == Topology::Triangles {
                triangles += primitive.indices.len() as u64 / 3;
            }
        }
    }
    let eye = Eye::of(spawn, around);
    let mut of_image: BTreeMap<usize, PictureSeen> = BTreeMap::new();
    for (bounds, primitive) in boxes {
        let seen = eye.sees(bounds);
        for id in primitive.material.into_iter().chain(primitive.variants.iter().map(|(_, id)| *id)) {
            for texture in scene.materials[id.index()].textures().into_iter().flatten() {
                let texture = &scene.textures[texture.texture.index()];
                for image in std::iter::once(texture.image).chain(texture.fallback) {
                    let known = of_image.entry(image.index()).or_insert(seen);
                    known.angle = known.angle.max(seen.angle);
                    known.distance = known.distance.min(seen.distance);
                    known.bounds = known.bounds.zip(seen.bounds).map(|(a, b)| a.union(b));
                }
            }
        }
    }
    let hash = |at: usize| match &scene.images[at].source {
        ImageSource::Bytes(_, bytes) => Some(sha256(bytes)),
        ImageSource::File(path) => file(path).map(|bytes| sha256(&bytes)),
        ImageSource::Missing => None,
    };
    let seen = of_image.into_iter().filter_map(|(image, seen)| Some((hash(image)?, seen))).collect();
    let counts = Counts {
        nodes: scene.nodes.len() as u64,
        triangles,
        materials: scene.materials.len() as u64,
        animations: scene.animations.len() as u64,
    };
    let bounds = Bounds { min: around.min.to_array(), max: around.max.to_array() };
    Outline { bounds: (!around.is_empty()).then_some(bounds), counts, seen }
}

struct Eye {
    at: Vec3,
    /// `None` looks everywhere.
    ahead: Option<Vec3>,
}

impl Eye {
    fn of(spawn: Option<Spawn>, around: Aabb) -> Self {
        match spawn {
            Some(spawn) => {
                let heading = spawn.heading_deg.to_radians();
                Self { at: spawn.position + Vec3::Y * EYE, ahead: Some(vec3(-heading.sin(), 0.0, -heading.cos())) }
            }
            None if around.is_empty() => Self { at: Vec3::ZERO, ahead: None },
            None => Self { at: around.center().with_y(around.min.y + EYE), ahead: None },
        }
    }

    fn sees(&self, bounds: Aabb) -> PictureSeen {
        let distance = self.at.distance(self.at.clamp(bounds.min, bounds.max));
        let (to, radius) = (bounds.center() - self.at, bounds.size().length() / 2.0);
        let half = (radius / to.length().max(radius).max(f32::MIN_POSITIVE)).asin();
        let is_in_view = self.ahead.is_none_or(|ahead| to.angle_between(ahead) < HALF_VIEW + half);
        // A room around the eye fills all of it.
        let is_around = distance == 0.0;
        let angle = if is_around || is_in_view { half * 2.0 } else { 0.0 };
        let decimetres = |corner: Vec3| (corner * 10.0).round().to_array().map(|at| at / 10.0);
        let bounds = Some(Bounds { min: decimetres(bounds.min), max: decimetres(bounds.max) });
        PictureSeen { angle, distance, bounds, is_light: false }
    }
}
