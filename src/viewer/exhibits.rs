//! Exhibits in space: which nodes are theirs, where they are on the picture, who is near.

use glam::{Affine3A, Vec2, Vec3, vec2};
use hall::manifest::Anchor;
use hall::{Aabb, NodeId, Pose, Scene};

use crate::setting::Exhibit;
use crate::stand::{Subject, sees};
use crate::walk::Space;

/// How near one must be to be at an exhibit, from its bounds, metres; and how far to be away again.
const NEAR: (f32, f32) = (2.2, 2.8);
/// How far from a point anchor something still belongs to it, metres.
const POINT_REACH: f32 = 1.0;

/// Where an exhibit is on the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mark {
    /// CSS pixels from the upper left corner.
    pub at_px: Vec2,
    /// 0 when it is behind something or outside the picture.
    pub visible: f32,
}

/// An exhibit in space.
#[derive(Clone, Debug)]
pub struct Place {
    /// Everything that belongs to it, metres; empty when the hall does not say where it is.
    pub bounds: Aabb,
    /// Where its front looks, of unit length, level.
    pub front: Vec3,
    /// The node it is anchored to.
    pub node: Option<NodeId>,
}

/// All exhibits of a hall in space, in hall order.
#[derive(Clone, Debug, Default)]
pub struct Exhibits {
    /// One for each exhibit.
    pub places: Vec<Place>,
    /// One for each exhibit, true at the last [`Exhibits::update_marks`].
    pub marks: Vec<Mark>,
    /// For each node, which exhibit it is a part of.
    owner: Vec<Option<usize>>,
}

impl Exhibits {
    /// Finds the anchors in the scene; the second value names those that are not there.
    pub fn find(exhibits: &[Exhibit], scene: &Scene, pose: &Pose) -> (Self, Vec<String>) {
        let mut owner = vec![None; scene.nodes.len()];
        let mut lost = Vec::new();
        let mut places = Vec::new();
        for (i, exhibit) in exhibits.iter().enumerate() {
            let mut place = Place { bounds: Aabb::EMPTY, front: Vec3::Z, node: None };
            match &exhibit.anchor {
                Anchor::Position(at) => {
                    let half = Vec3::splat(0.3);
                    place.bounds = Aabb { min: *at - half, max: *at + half };
                }
                Anchor::Node(name) => match scene.nodes.iter().position(|n| n.name == *name) {
                    Some(node) => {
                        owner[node] = Some(i);
                        place.node = Some(NodeId(node as u32));
                        place.front = front(&pose.world_from_node[node]);
                    }
                    None => lost.push(name.clone()),
                },
            }
            places.push(place);
        }
        for (i, node) in scene.nodes.iter().enumerate() {
            if owner[i].is_none() {
                owner[i] = node.parent.and_then(|p| owner[p.index()]);
            }
            let (Some(exhibit), Some(mesh)) = (owner[i], node.mesh) else { continue };
            for primitive in &scene.meshes[mesh.index()].primitives {
                let bounds = primitive.bounds.transformed(&pose.world_from_node[i]);
                places[exhibit].bounds = places[exhibit].bounds.union(bounds);
            }
        }
        for place in &mut places {
            // An empty node is a point, too.
            if let (true, Some(node)) = (place.bounds.is_empty(), place.node) {
                let at = Vec3::from(pose.world_from_node[node.index()].translation);
                place.bounds = Aabb { min: at - 0.3, max: at + 0.3 };
            }
        }
        let marks = vec![Mark::default(); places.len()];
        (Self { places, marks, owner }, lost)
    }

    /// The exhibit that a node is a part of.
    pub fn of_node(&self, node: NodeId) -> Option<usize> {
        self.owner.get(node.index()).copied().flatten()
    }

    /// The exhibit that something at `at` (metres) on `node` belongs to.
    pub fn at(&self, node: Option<NodeId>, at: Vec3) -> Option<usize> {
        node.and_then(|n| self.of_node(n)).or_else(|| {
            let points = self.places.iter().enumerate().filter(|(_, p)| p.node.is_none() && !p.bounds.is_empty());
            let near = points.map(|(i, p)| (p.bounds.center().distance(at), i)).filter(|(d, _)| *d <= POINT_REACH);
            near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, i)| i)
        })
    }

    /// What it means to look at an exhibit; `None` when the hall does not say where it is.
    pub fn with_subject<T>(
        &self,
        exhibit: usize,
        seen_from: Option<Vec3>,
        then: impl FnOnce(&Subject<'_>) -> T,
    ) -> Option<T> {
        let place = self.places.get(exhibit).filter(|p| !p.bounds.is_empty())?;
        let node_is_own = |node: NodeId| self.of_node(node) == Some(exhibit);
        Some(then(&Subject { bounds: place.bounds, front: place.front, node_is_own: &node_is_own, seen_from }))
    }

    /// The exhibit that somebody at `eye` who looks along `ahead` stands at; `current` is kept a little longer.
    pub fn near(&self, eye: Vec3, ahead: Vec3, current: Option<usize>) -> Option<usize> {
        let distance_to = |place: &Place| {
            let nearest = eye.clamp(place.bounds.min, place.bounds.max);
            vec2(nearest.x - eye.x, nearest.z - eye.z).length()
        };
        let is_ahead = |place: &Place| {
            let to = place.bounds.center() - eye;
            vec2(to.x, to.z).dot(vec2(ahead.x, ahead.z)) > 0.0
        };
        let all = self.places.iter().enumerate().filter(|(_, p)| !p.bounds.is_empty() && is_ahead(p));
        let candidates = all.map(|(i, p)| (distance_to(p), i));
        let in_reach = candidates.filter(|(d, i)| *d < if current == Some(*i) { NEAR.1 } else { NEAR.0 });
        in_reach
            .map(|(d, i)| (if current == Some(i) { d - 0.3 } else { d }, i))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, i)| i)
    }

    /// Makes the marks true for a view.
    pub fn update_marks(&mut self, space: &Space, world_from_view: &Affine3A, picture_from_view: Vec2, size_px: Vec2) {
        let view_from_world = world_from_view.inverse();
        let eye = Vec3::from(world_from_view.translation);
        for i in 0..self.places.len() {
            let center = self.places[i].bounds.center();
            let in_view = view_from_world.transform_point3(center);
            let on_picture = in_view.truncate() * picture_from_view / (-in_view.z).max(1e-6);
            let at_px = (vec2(on_picture.x, -on_picture.y) * 0.5 + 0.5) * size_px;
            let is_inside = in_view.z < 0.0 && on_picture.abs().max_element() <= 1.0;
            let visible = is_inside && self.with_subject(i, None, |subject| sees(space, subject, eye)) == Some(true);
            self.marks[i] = Mark { at_px, visible: if visible { 1.0 } else { 0.0 } };
        }
    }
}

/// glTF models look along +Z (glTF 2.0 §3.4).
fn front(world_from_node: &Affine3A) -> Vec3 {
    let z = world_from_node.transform_vector3(Vec3::Z);
    Vec3::new(z.x, 0.0, z.z).normalize_or(Vec3::Z)
}
