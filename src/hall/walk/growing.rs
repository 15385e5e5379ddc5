//! A space that is made step by step, for who draws pictures meanwhile.

use super::bvh::{Arranging, Curve, KEY_BIT};
use super::surfaces::surfaces_of;
use super::{Body, Bvh, Space, Triangle};
use crate::order::Sorting;
use crate::{Aabb, Pose, Scene};

/// A step takes up the surfaces of nodes until it has so many triangles; the largest mesh is taken up at once. Others do as much to so many.
const TRIANGLES_A_STEP: usize = 1 << 14;

/// A [`Space`] on its way.
#[derive(Debug)]
pub struct Growing {
    moves: Vec<bool>,
    triangles: Vec<Triangle>,
    /// Around the middles of those.
    middles: Aabb,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// From this node on its surfaces are missing.
    Surfaces(usize),
    Keys(Curve, Vec<u64>),
    Sort(Sorting),
    Arrange(Arranging),
    Tree,
    /// So many boxes are to be found.
    Boxes(Bvh, usize),
}

impl Growing {
    /// `moves` says which nodes an animation moves, as for [`super::surfaces`].
    pub fn new(moves: Vec<bool>) -> Self {
        Self { moves, triangles: Vec::new(), middles: Aabb::EMPTY, stage: Stage::Surfaces(0) }
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
            Stage::Keys(curve, mut keys) if keys.len() < triangles.len() => {
                curve.add_keys(triangles, &mut keys, TRIANGLES_A_STEP);
                Stage::Keys(curve, keys)
            }
            Stage::Keys(_, keys) => Stage::Sort(Sorting::from_bit(keys, KEY_BIT)),
            Stage::Sort(mut sorting) => match sorting.step() {
                true => Stage::Sort(sorting),
                false => Stage::Arrange(Arranging::by(sorting.finish())),
            },
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
        let start = self.triangles.len();
        for node in first..scene.nodes.len() {
            if self.triangles.len() >= start + TRIANGLES_A_STEP {
                self.look_at_new(start);
                return Stage::Surfaces(node);
            }
            surfaces_of(scene, pose, &self.moves, node, &mut self.triangles);
        }
        self.look_at_new(start);
        Stage::Keys(Curve::within(&self.middles), Vec::with_capacity(self.triangles.len()))
    }

    /// Leaves out those that are nowhere, of the triangles from `start` on.
    fn look_at_new(&mut self, start: usize) {
        let mut kept = start;
        for i in start..self.triangles.len() {
            let triangle = self.triangles[i];
            if triangle.is_somewhere() {
                self.middles = self.middles.union(Aabb::around([triangle.middle()]));
                self.triangles[kept] = triangle;
                kept += 1;
            }
        }
        self.triangles.truncate(kept);
    }
}
