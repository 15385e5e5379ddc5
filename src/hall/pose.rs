//! Where the nodes of a scene are at one moment.

use glam::Affine3A;

use crate::{Camera, Light, Material, MaterialId, Node, Scene, Target, Trs};

/// Where the nodes of a scene are at one moment. Start from [`Pose::rest`], change `parent_from_node`, `morph_weights` and `visible`, then [`Pose::update`].
#[derive(Clone, Debug, Default)]
pub struct Pose {
    /// One for each node.
    pub parent_from_node: Vec<Trs>,
    /// One for each node: as many weights as its mesh has morph targets.
    pub morph_weights: Vec<Vec<f32>>,
    /// One for each node: whether the node itself is to be seen.
    pub visible: Vec<bool>,
    /// The materials that some animation changes, by their numbers.
    pub materials: Vec<(MaterialId, Material)>,
    /// All lights, if some animation changes one; else empty.
    pub lights: Vec<Light>,
    /// All cameras, if some animation changes one; else empty.
    pub cameras: Vec<Camera>,
    /// One for each node: whether it and all its parents are to be seen; true at the last [`Pose::update`].
    pub is_shown: Vec<bool>,
    /// One for each node; true at the last [`Pose::update`].
    pub world_from_node: Vec<Affine3A>,
}

impl Pose {
    /// The scene as its file has it, without animation.
    pub fn rest(scene: &Scene) -> Self {
        let mut is_moving = vec![false; scene.materials.len()];
        let (mut has_light, mut has_camera) = (false, false);
        for pointer in scene.animations.iter().flat_map(|a| &a.pointers) {
            match pointer.target {
                Target::Factor(material, _) | Target::Transform { material, .. } => {
                    is_moving[material.index()] = true;
                }
                Target::Light(..) => has_light = true,
                Target::Camera(..) => has_camera = true,
                Target::Visible(_) => {}
            }
        }
        let moving = (0..).zip(&scene.materials).filter(|(i, _)| is_moving[*i as usize]);
        let mut pose = Self {
            materials: moving.map(|(i, material)| (MaterialId(i), material.clone())).collect(),
            lights: if has_light { scene.lights.clone() } else { Vec::new() },
            cameras: if has_camera { scene.cameras.clone() } else { Vec::new() },
            parent_from_node: scene.nodes.iter().map(|n| n.parent_from_node).collect(),
            morph_weights: scene.nodes.iter().map(|n| n.morph_weights.clone()).collect(),
            visible: scene.nodes.iter().map(|n| n.visible).collect(),
            is_shown: vec![true; scene.nodes.len()],
            world_from_node: vec![Affine3A::IDENTITY; scene.nodes.len()],
        };
        pose.update(&scene.nodes);
        pose
    }

    /// A material that some animation changes.
    pub fn material_mut(&mut self, id: MaterialId) -> Option<&mut Material> {
        let at = self.materials.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(&mut self.materials[at].1)
    }

    /// Makes `world_from_node` and `is_shown` true again. `nodes` are those of the scene that this pose was made for.
    pub fn update(&mut self, nodes: &[Node]) {
        for (i, node) in nodes.iter().enumerate() {
            let parent_from_node = self.parent_from_node[i].affine();
            self.is_shown[i] = self.visible[i] && node.parent.is_none_or(|parent| self.is_shown[parent.index()]);
            self.world_from_node[i] = match node.parent {
                Some(parent) => self.world_from_node[parent.index()] * parent_from_node,
                None => parent_from_node,
            };
        }
    }
}
