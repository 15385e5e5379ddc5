//! The hall as it stands, put together from the scenes of its pack.

use bytes::Bytes;
use glam::Vec3;
use hall::gltf::Document;
use hall::manifest::Anchor;
use hall::walk::{Triangle, surfaces};
use hall::{Aabb, Limits, MaterialId, NodeId, Pose, Primitive, Scene, Topology};

/// More triangles than this nobody's device shows, and derived data would take more memory and time than they are worth.
const TRIANGLES_MAX: usize = 5_000_000;

/// What one material of one node shows.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Which of [`World::scenes`].
    pub scene: usize,
    /// Which of its nodes.
    pub node: NodeId,
    /// Which primitive of the node's mesh.
    pub primitive: usize,
    /// As it rests, metres; empty for what is not triangles.
    pub bounds: Aabb,
    /// The first of [`World::triangles`].
    pub first: usize,
    /// How many.
    pub count: usize,
}

/// A scene of the hall.
pub struct Room {
    /// What the file says.
    pub scene: Scene,
    /// Its nodes at rest.
    pub pose: Pose,
    /// The number in the file of each node.
    pub numbers: Vec<usize>,
}

/// All scenes of a hall in one space.
#[derive(Default)]
pub struct World {
    /// In the order of the manifest.
    pub scenes: Vec<Room>,
    /// Everything that is shown, in the order of scenes, nodes and primitives.
    pub pieces: Vec<Piece>,
    /// All triangles of all pieces, in their order. Where they name a node it is the number of a piece.
    pub triangles: Vec<Triangle>,
}

impl World {
    /// Reads the scenes of a hall; `None` where they are too large to look at closely, or one of them cannot be read.
    pub fn read(files: impl IntoIterator<Item = Bytes>, limits: &Limits) -> Option<Self> {
        let mut world = Self::default();
        for bytes in files {
            let document = Document::open(bytes, limits).ok()?;
            let (scene, numbers) = document.import_numbered(&|_| None).ok()?;
            world.add(scene, numbers)?;
        }
        Some(world)
    }

    /// Of scenes whose nodes have no numbers in a file.
    pub fn of(scenes: Vec<Scene>) -> Option<Self> {
        let mut world = Self::default();
        scenes.into_iter().try_for_each(|scene| world.add(scene, Vec::new()))?;
        Some(world)
    }

    fn add(&mut self, scene: Scene, numbers: Vec<usize>) -> Option<()> {
        let (pose, moves) = (Pose::rest(&scene), scene.moving_nodes());
        let (first_piece, number) = (self.pieces.len(), self.scenes.len());
        let mut first = self.triangles.len();
        for (index, node) in scene.nodes.iter().enumerate() {
            let Some(mesh) = node.mesh.filter(|_| pose.is_shown[index]) else { continue };
            for (primitive, shape) in scene.meshes[mesh.index()].primitives.iter().enumerate() {
                if shape.topology != Topology::Triangles {
                    continue;
                }
                let (node_id, count) = (NodeId(index as u32), shape.indices.len() / 3);
                let bounds = Aabb::EMPTY;
                self.pieces.push(Piece { scene: number, node: node_id, primitive, bounds, first, count });
                first += count;
            }
        }
        if first > TRIANGLES_MAX {
            return None;
        }
        let mut triangles = surfaces(&scene, &pose, &moves);
        for piece in first_piece..self.pieces.len() {
            let Piece { first, count, .. } = self.pieces[piece];
            let own = triangles.get_mut(first - self.triangles.len()..)?.get_mut(..count)?;
            own.iter_mut().for_each(|triangle| triangle.node = Some(NodeId(piece as u32)));
            self.pieces[piece].bounds = Aabb::around(own.iter().flat_map(|triangle| triangle.corners));
        }
        self.triangles.append(&mut triangles);
        self.scenes.push(Room { scene, pose, numbers });
        Some(())
    }

    /// Around everything at rest, metres.
    pub fn bounds(&self) -> Aabb {
        self.pieces.iter().fold(Aabb::EMPTY, |all, piece| all.union(piece.bounds))
    }

    /// The geometry of a piece.
    pub fn primitive(&self, piece: &Piece) -> Option<&Primitive> {
        let scene = &self.scenes[piece.scene].scene;
        scene.nodes[piece.node.index()].mesh.map(|mesh| &scene.meshes[mesh.index()].primitives[piece.primitive])
    }

    /// Every material that a piece may wear.
    pub fn materials(&self, piece: &Piece) -> Vec<MaterialId> {
        let Some(primitive) = self.primitive(piece) else { return Vec::new() };
        primitive.material.into_iter().chain(primitive.variants.iter().map(|(_, id)| *id)).collect()
    }

    /// What belongs to an anchor: for each piece, whether it does, and the bounds and the front of all that does. `None` for a node that is not there.
    pub fn at_anchor(&self, anchor: &Anchor) -> Option<(Vec<bool>, Aabb, Vec3)> {
        /// Half of what a point takes up, metres.
        const HALF: f32 = 0.3;
        let nobody = vec![false; self.pieces.len()];
        let around = |at: Vec3| Aabb { min: at - HALF, max: at + HALF };
        let name = match anchor {
            Anchor::Position(at) => return at.is_finite().then(|| (nobody, around(*at), Vec3::Z)),
            Anchor::Node(name) => name,
        };
        let has_name = |room: &Room| room.scene.nodes.iter().position(|node| node.name == *name);
        let (number, root) = self.scenes.iter().enumerate().find_map(|(i, room)| Some((i, has_name(room)?)))?;
        let room = &self.scenes[number];
        let below = room.scene.below(name);
        let is_own: Vec<bool> =
            self.pieces.iter().map(|piece| piece.scene == number && below[piece.node.index()]).collect();
        let own = self.pieces.iter().zip(&is_own).filter(|(_, is_own)| **is_own);
        let bounds = own.fold(Aabb::EMPTY, |all, (piece, _)| all.union(piece.bounds));
        let world_from_node = room.pose.world_from_node[root];
        let bounds = if bounds.is_empty() { around(world_from_node.translation.into()) } else { bounds };
        // glTF models look along +Z (glTF 2.0 §3.4).
        let front = world_from_node.transform_vector3(Vec3::Z).with_y(0.0).normalize_or(Vec3::Z);
        Some((is_own, bounds, front))
    }
}
