//! A space that is made step by step, for who draws pictures meanwhile.

use super::bvh::{Arranging, Curve, KEY_BIT};
use super::surfaces::surfaces_of;
use super::{Body, Bvh, Space, Triangle};
use crate::{Pose, Scene, sorted_from_bit};

/// A step takes up the surfaces of nodes until it has so many triangles; the largest mesh is taken up at once. Others do as much to so many.
const TRIANGLES_A_STEP: usize = 1 << 16;

/// A [`Space`] on its way.
#[derive(Debug)]
pub struct Growing {
    moves: Vec<bool>,
    triangles: Vec<Triangle>,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// From this node on its surfaces are missing.
    Surfaces(usize),
    Curve,
    Keys(Curve, Vec<u64>),
    Arrange(Arranging),
    Tree,
    /// So many boxes are to be found.
    Boxes(Bvh, usize),
}

impl Growing {
    /// `moves` says which nodes an animation moves, as for [`super::surfaces`].
    pub fn new(moves: Vec<bool>) -> Self {
        Self { moves, triangles: Vec::new(), stage: Stage::Surfaces(0) }
    }

    /// Whether the vertices of the scene are still needed.
    pub fn needs_vertices(&self) -> bool {
        matches!(self.stage, Stage::Surfaces(_))
    }

    /// Goes one step on; the space after the last one, and then never again.
    pub fn step(&mut self, scene: &Scene, pose: &Pose) -> Option<Space> {
        let triangles = &mut self.triangles;
        self.stage = match std::mem::replace(&mut self.stage, Stage::Tree) {
            Stage::Surfaces(node) => self.take_up(scene, pose, node),
            Stage::Curve => Stage::Keys(Curve::through(triangles), Vec::with_capacity(triangles.len())),
            Stage::Keys(curve, mut keys) if keys.len() < triangles.len() => {
                curve.add_keys(triangles, &mut keys, TRIANGLES_A_STEP);
                Stage::Keys(curve, keys)
            }
            Stage::Keys(_, keys) => Stage::Arrange(Arranging::by(sorted_from_bit(keys, KEY_BIT))),
            Stage::Arrange(mut arranging) => match arranging.go_on(triangles, TRIANGLES_A_STEP) {
                true => Stage::Tree,
                false => Stage::Arrange(arranging),
            },
            Stage::Tree => {
                let tree = Bvh::over(std::mem::take(triangles));
                let count = tree.box_count();
                Stage::Boxes(tree, count)
            }
            Stage::Boxes(bvh, 0) => return Some(Space { bounds: bvh.bounds(), bvh, body: Body::default() }),
            Stage::Boxes(mut tree, count) => {
                let rest = count.saturating_sub(TRIANGLES_A_STEP);
                tree.bound(rest..count);
                Stage::Boxes(tree, rest)
            }
        };
        None
    }

    fn take_up(&mut self, scene: &Scene, pose: &Pose, first: usize) -> Stage {
        if first == 0 {
            let meshes = scene.nodes.iter().filter_map(|n| n.mesh).flat_map(|m| &scene.meshes[m.index()].primitives);
            // Growing step by step would copy them again and again.
            self.triangles.reserve_exact(meshes.map(|p| p.indices.len() / 3).sum());
        }
        let enough = self.triangles.len() + TRIANGLES_A_STEP;
        for node in first..scene.nodes.len() {
            if self.triangles.len() >= enough {
                return Stage::Surfaces(node);
            }
            surfaces_of(scene, pose, &self.moves, node, &mut self.triangles);
        }
        Stage::Curve
    }
}
