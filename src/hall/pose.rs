//! Where the nodes of a scene are at one moment.

use glam::Affine3A;

use crate::{Node, Scene, Trs};

/// Where the nodes of a scene are at one moment. Start from [`Pose::rest`], change `parent_from_node` and `morph_weights`, then [`Pose::update`].
#[derive(Clone, Debug, Default)]
pub struct Pose {
    /// One for each node.
    pub parent_from_node: Vec<Trs>,
    /// One for each node: as many weights as its mesh has morph targets.
    pub morph_weights: Vec<Vec<f32>>,
    /// One for each node; true at the last [`Pose::update`].
    pub world_from_node: Vec<Affine3A>,
}

impl Pose {
    /// The scene as its file has it, without animation.
    pub fn rest(scene: &Scene) -> Self {
        let mut pose = Self {
            parent_from_node: scene.nodes.iter().map(|n| n.parent_from_node).collect(),
            morph_weights: scene.nodes.iter().map(|n| n.morph_weights.clone()).collect(),
            world_from_node: vec![Affine3A::IDENTITY; scene.nodes.len()],
        };
        pose.update(&scene.nodes);
        pose
    }

    /// Makes `world_from_node` true again. `nodes` are those of the scene that this pose was made for.
    pub fn update(&mut self, nodes: &[Node]) {
        for (i, node) in nodes.iter().enumerate() {
            let parent_from_node = self.parent_from_node[i].affine();
            self.world_from_node[i] = match node.parent {
                Some(parent) => self.world_from_node[parent.index()] * parent_from_node,
                None => parent_from_node,
            };
        }
    }
}
