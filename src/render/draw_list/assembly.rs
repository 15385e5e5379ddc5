//! Geometry of a scene on its way to a list of draws, in steps: whoever shows something else meanwhile never waits for all of it.

use core::f32::consts::PI;
use core::ops::{ControlFlow, Range};

use glam::Affine3A;
use hall::{Aabb, NodeId, Pose, Primitive, Scene, Topology};

use super::variants::{Outfit, Wardrobe, Wearer};
use super::{Draw, DrawList, Place, Shares, has_skin};
use crate::cluster::{Clusters, place};
use crate::geometry::{Store, Upload, Uploaded};
use crate::gpu::Gpu;
use crate::look::{Look, Mode};
use crate::material::first_of_mixed;
use crate::movers::Movers;

/// Copies of a mesh in the world may take this many vertices before it is kept once and placed many times.
const MAX_COPIED_VERTICES: usize = 200_000;
/// A step copies no other primitive after so many vertices.
const VERTICES_A_STEP: u32 = 4096;
/// Nodes that a step looks at.
const NODES_A_STEP: usize = 64;

/// One primitive at one node.
struct Piece {
    node: NodeId,
    mesh: usize,
    primitive: usize,
    outfit: Outfit,
    /// To choose from instead.
    choices: Vec<(u32, Outfit)>,
    bounds: Aabb,
}

impl Piece {
    fn primitive<'a>(&self, scene: &'a Scene) -> &'a Primitive {
        &scene.meshes[self.mesh].primitives[self.primitive]
    }

    /// Whether the shader asks how large it is, as it does of a refracting body; of merged geometry nobody knows.
    fn is_measured(&self) -> bool {
        let is_refracted = |outfit: &Outfit| outfit.look.mode == Mode::Refracted;
        is_refracted(&self.outfit) || self.choices.iter().any(|(_, outfit)| is_refracted(outfit))
    }

    /// What can be drawn together.
    fn kind(&self) -> (Look, u32) {
        let Outfit { look, material } = self.outfit;
        (look, if look.is_mixed { first_of_mixed(material) } else { material })
    }
}

/// Pieces that become one draw in the world.
struct Run {
    start: u32,
    first_cluster: u32,
    nodes: Shares,
    bounds: Aabb,
}

/// What is done next.
enum Next {
    /// From this node on.
    Nodes(usize),
    /// From this piece on of what is merged: those of the run are in it already.
    Merged(usize, Option<(usize, Run)>),
    Upload(Box<[Upload; 2]>),
}

/// See [`DrawList`].
pub(crate) struct Assembly {
    pose: Pose,
    moving: Vec<bool>,
    /// How many nodes show each mesh.
    uses: Vec<usize>,
    rigid: Store,
    bent: Store,
    draws: Vec<(Draw, Shares)>,
    clusters: Clusters,
    wearers: Vec<Wearer>,
    movers: Movers,
    merged: Vec<Piece>,
    obstacles: Vec<Aabb>,
    glow: f32,
    next: Next,
}

impl Assembly {
    pub(crate) fn new(scene: &Scene) -> Self {
        Self {
            pose: Pose::rest(scene),
            moving: scene.moving_nodes(),
            uses: mesh_uses(scene),
            rigid: Store::default(),
            bent: Store::default(),
            draws: Vec::new(),
            clusters: Clusters::default(),
            wearers: Vec::new(),
            movers: Movers::new(),
            merged: Vec::new(),
            obstacles: Vec::new(),
            glow: 0.0,
            next: Next::Nodes(0),
        }
    }

    /// All steps at once.
    pub(crate) fn whole(gpu: &Gpu, scene: &Scene) -> DrawList {
        let mut under_way = Box::new(Self::new(scene));
        loop {
            match under_way.step(gpu, scene) {
                ControlFlow::Continue(rest) => under_way = rest,
                ControlFlow::Break(list) => return list,
            }
        }
    }

    /// Goes a step on with the scene that it was made for, up to the list.
    pub(crate) fn step(mut self: Box<Self>, gpu: &Gpu, scene: &Scene) -> ControlFlow<DrawList, Box<Self>> {
        match std::mem::replace(&mut self.next, Next::Nodes(0)) {
            Next::Nodes(first) if first < scene.nodes.len() => {
                let end = self.add_nodes(scene, first);
                self.next = Next::Nodes(end);
            }
            Next::Nodes(_) => {
                self.sort_merged();
                self.next = Next::Merged(0, None);
            }
            Next::Merged(first, run) if first < self.merged.len() => self.next = self.add_merged(scene, first, run),
            Next::Merged(_, run) => {
                self.end_of_merged(run);
                let stores = [std::mem::take(&mut self.rigid), std::mem::take(&mut self.bent)];
                self.next = Next::Upload(Box::new(stores.map(|store| Upload::new(gpu, store))));
            }
            Next::Upload(mut uploads) => {
                if !uploads.iter_mut().any(|upload| upload.step(gpu)) {
                    return ControlFlow::Break(self.finish(uploads.map(Upload::finish)));
                }
                self.next = Next::Upload(uploads);
            }
        }
        ControlFlow::Continue(self)
    }

    /// Adds pieces of a few nodes, or of one; what node is next.
    fn add_nodes(&mut self, scene: &Scene, first: usize) -> usize {
        let end = scene.nodes.len().min(first + NODES_A_STEP);
        let copied = self.copied();
        for i in first..end {
            self.add_node(scene, i);
            if self.copied() - copied > VERTICES_A_STEP {
                return i + 1;
            }
        }
        end
    }

    fn copied(&self) -> u32 {
        self.rigid.vertex_count() + self.bent.vertex_count()
    }

    fn add_node(&mut self, scene: &Scene, i: usize) {
        let node = &scene.nodes[i];
        let Some(mesh) = node.mesh.filter(|_| self.moving[i] || self.pose.is_shown[i]) else { return };
        let world_from_node = self.pose.world_from_node[i];
        for (p, primitive) in scene.meshes[mesh.index()].primitives.iter().enumerate() {
            if primitive.indices.is_empty() {
                continue;
            }
            let is_bent = has_skin(node, primitive) || !primitive.morph_targets.is_empty();
            let mut piece = Piece {
                node: NodeId(i as u32),
                mesh: mesh.index(),
                primitive: p,
                outfit: Outfit::of(scene, primitive.material, primitive, is_bent),
                choices: Outfit::choices(scene, primitive, is_bent),
                bounds: primitive.bounds.transformed(&world_from_node),
            };
            let copies = self.uses[mesh.index()] * primitive.positions.len();
            let posed = is_bent || self.moving[i] || piece.is_measured();
            if posed || (self.uses[mesh.index()] > 1 && copies > MAX_COPIED_VERTICES) {
                if !is_bent && piece.choices.is_empty() {
                    piece.outfit.mix();
                }
                self.add_posed(scene, piece);
                continue;
            }
            self.note_light(scene, primitive, &piece);
            if piece.outfit.look.mode.is_opaque() && piece.choices.is_empty() {
                self.merged.push(piece);
            } else {
                let mut run = self.begin_run();
                self.add_to(&mut run, scene, &piece, &piece);
                self.end_run(run, &piece);
            }
        }
    }

    /// What is shown as it is, is a backdrop or a sign of light: no wall of the room, and it keeps no light away.
    fn note_light(&mut self, scene: &Scene, primitive: &Primitive, piece: &Piece) {
        let material = primitive.material.map(|m| &scene.materials[m.index()]);
        if material.is_some_and(|m| m.unlit) {
            return;
        }
        self.obstacles.push(piece.bounds);
        let radiance = material.map_or(0.0, |m| m.emissive.max_element());
        // An image of light is dark somewhere.
        let part = if material.is_some_and(|m| m.emissive_texture.is_some()) { 0.4 } else { 1.0 };
        if radiance > 0.0 {
            self.glow += PI * radiance * part * area(primitive, &self.pose.world_from_node[piece.node.index()]);
        }
    }

    fn begin_run(&self) -> Run {
        let first_cluster = self.clusters.count();
        Run { start: self.rigid.index_count(), first_cluster, nodes: Vec::new(), bounds: Aabb::EMPTY }
    }

    /// Adds a piece to a draw that begins with `first`.
    fn add_to(&mut self, run: &mut Run, scene: &Scene, first: &Piece, piece: &Piece) {
        let (from, first_vertex) = (self.rigid.index_count(), self.rigid.vertex_count());
        self.rigid.add(piece.primitive(scene), &self.pose.world_from_node[piece.node.index()]);
        let to = self.rigid.index_count();
        if first.outfit.look.is_mixed {
            self.rigid.name_material(first_vertex, piece.outfit.number());
        }
        run.nodes.push((piece.node, from..to));
        run.bounds = run.bounds.union(piece.bounds);
        if first.outfit.look.mode.is_opaque() && first.outfit.look.topology == Topology::Triangles {
            self.clusters.add(&mut self.rigid, from..to, piece.bounds, run.first_cluster);
        }
    }

    fn end_run(&mut self, run: Run, first: &Piece) {
        let clusters = run.first_cluster..self.clusters.count();
        self.push(first, 0, run.start..self.rigid.index_count(), (run.bounds, clusters), run.nodes);
    }

    /// A piece in its own space, placed anew in every frame.
    fn add_posed(&mut self, scene: &Scene, piece: Piece) {
        let (is_bent, primitive) = (piece.outfit.look.is_bent, piece.primitive(scene));
        let store = if is_bent { &mut self.bent } else { &mut self.rigid };
        let start = store.index_count();
        let first_vertex = store.vertex_count();
        store.add(primitive, &Affine3A::IDENTITY);
        if is_bent {
            store.add_bones(primitive, has_skin(&scene.nodes[piece.node.index()], primitive));
        }
        if piece.outfit.look.is_mixed {
            store.name_material(first_vertex, piece.outfit.number());
        }
        let indices = start..store.index_count();
        let object = self.movers.add(scene, piece.node, primitive, is_bent, first_vertex);
        let nodes = vec![(piece.node, indices.clone())];
        self.push(&piece, object, indices, (piece.bounds, 0..0), nodes);
    }

    fn push(&mut self, piece: &Piece, object: u32, indices: Range<u32>, place: Place, nodes: Shares) {
        if piece.choices.is_empty() {
            self.draws.extend(piece.outfit.draws(object, &indices, &place, &nodes));
        } else {
            let (plain, choices) = (piece.outfit, piece.choices.clone());
            self.wearers.push(Wearer { node: piece.node, object, indices, bounds: place.0, plain, choices });
        }
    }

    /// Opaque static pieces of one look and material, or of several without images, become one draw: neighbours beside each other.
    fn sort_merged(&mut self) {
        let corner = self.merged.iter().fold(Aabb::EMPTY, |all, p| all.union(p.bounds)).min;
        self.merged.iter_mut().for_each(|p| p.outfit.mix());
        self.merged.sort_by_cached_key(|p| (p.kind(), place(p.bounds.center() - corner)));
    }

    /// Adds a few pieces of what is merged.
    fn add_merged(&mut self, scene: &Scene, first: usize, mut run: Option<(usize, Run)>) -> Next {
        let merged = std::mem::take(&mut self.merged);
        let copied = self.copied();
        let mut next = first;
        for piece in &merged[first..] {
            if run.as_ref().is_some_and(|(first, _)| merged[*first].kind() != piece.kind())
                && let Some((first, run)) = run.take()
            {
                self.end_run(run, &merged[first]);
            }
            let (first, under_way) = run.get_or_insert_with(|| (next, self.begin_run()));
            self.add_to(under_way, scene, &merged[*first], piece);
            next += 1;
            if self.copied() - copied > VERTICES_A_STEP {
                break;
            }
        }
        self.merged = merged;
        Next::Merged(next, run)
    }

    fn end_of_merged(&mut self, run: Option<(usize, Run)>) {
        let merged = std::mem::take(&mut self.merged);
        if let Some((first, run)) = run {
            self.end_run(run, &merged[first]);
        }
    }

    fn finish(self, [rigid, bent]: [Uploaded; 2]) -> DrawList {
        let mut list = DrawList {
            opaque_count: 0,
            bounds: self.obstacles.iter().fold(Aabb::EMPTY, |all, b| all.union(*b)),
            draws: Vec::new(),
            clusters: self.clusters,
            parts: Vec::new(),
            rigid,
            bent,
            movers: self.movers,
            obstacles: self.obstacles,
            glow: self.glow,
            wardrobe: Wardrobe::default(),
            dressed: None,
        };
        if self.wearers.is_empty() {
            list.arrange(self.draws);
        } else {
            list.wardrobe = Wardrobe { wearers: self.wearers, fixed: self.draws };
            list.arrange(list.wardrobe.draws(&[]));
        }
        list
    }
}

/// Of triangles in the world, square metres.
fn area(primitive: &Primitive, world_from_mesh: &Affine3A) -> f32 {
    if primitive.topology != Topology::Triangles {
        return 0.0;
    }
    let at = |i: u32| world_from_mesh.transform_point3(primitive.positions[i as usize]);
    let corners = primitive.indices.chunks_exact(3).map(|t| [at(t[0]), at(t[1]), at(t[2])]);
    corners.map(|[a, b, c]| 0.5 * (b - a).cross(c - a).length()).sum()
}

fn mesh_uses(scene: &Scene) -> Vec<usize> {
    let mut uses = vec![0; scene.meshes.len()];
    for mesh in scene.nodes.iter().filter_map(|n| n.mesh) {
        uses[mesh.index()] += 1;
    }
    uses
}
