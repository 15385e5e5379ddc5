//! A scene as a list of draws: static geometry merged by material, what moves or is seen through kept apart.

mod variants;

use core::f32::consts::PI;
use core::ops::Range;

use glam::Affine3A;
use hall::{Aabb, Node, NodeId, Pose, Primitive, Scene, Topology};

use crate::cluster::{Clusters, place};
use crate::geometry::{Store, Uploaded};
use crate::gpu::Gpu;
use crate::look::{Look, Mode};
use crate::material::first_of_mixed;
use crate::movers::Movers;
use crate::view::Frustum;
use variants::{Outfit, Wardrobe, Wearer};

/// One draw call.
#[derive(Clone, Debug)]
pub(crate) struct Draw {
    pub look: Look,
    /// Which of the materials; of several, one of them.
    pub material: u32,
    /// Which of the objects; 0 is the world itself.
    pub object: u32,
    pub indices: Range<u32>,
    /// In the world, metres; of a moving object as it was last posed.
    pub bounds: Aabb,
    /// Which of the clusters its indices are divided into; none when it is drawn as a whole.
    clusters: Range<u32>,
    pub casts_shadow: bool,
    /// The object is mirrored, and `look` leaves out the other faces.
    is_mirrored: bool,
}

/// Which indices of a draw belong to which node.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub node: NodeId,
    pub draw: u32,
    pub indices: Range<u32>,
}

/// Everything that is drawn of a scene.
pub(crate) struct DrawList {
    /// What hides what is behind it first, ordered so that state changes rarely; then what is seen through.
    pub draws: Vec<Draw>,
    pub opaque_count: usize,
    clusters: Clusters,
    pub parts: Vec<Part>,
    rigid: Uploaded,
    bent: Uploaded,
    pub movers: Movers,
    /// Of all static geometry that is lit, in the world.
    pub bounds: Aabb,
    /// Of each piece of static geometry that is lit, in the world.
    pub obstacles: Vec<Aabb>,
    /// Light that static surfaces send out by themselves: square metres times radiance times π.
    pub glow: f32,
    wardrobe: Wardrobe,
    /// Where something wears another material since it was last posed.
    dressed: Option<Aabb>,
}

/// Copies of a mesh in the world may take this many vertices before it is kept once and placed many times.
const MAX_COPIED_VERTICES: usize = 200_000;

/// Bounds in the world, and which of the clusters.
type Place = (Aabb, Range<u32>);
/// Which indices of a draw are of which node.
type Shares = Vec<(NodeId, Range<u32>)>;

/// One primitive at one node.
struct Piece<'a> {
    node: NodeId,
    primitive: &'a Primitive,
    outfit: Outfit,
    /// To choose from instead.
    choices: Vec<(u32, Outfit)>,
    bounds: Aabb,
}

impl Piece<'_> {
    /// Whether the shader asks how large it is, as it does of a refracting body; of merged geometry nobody knows.
    fn is_measured(&self) -> bool {
        let is_refracted = |outfit: &Outfit| outfit.look.mode == Mode::Refracted;
        is_refracted(&self.outfit) || self.choices.iter().any(|(_, outfit)| is_refracted(outfit))
    }
}

impl DrawList {
    pub(crate) fn new(gpu: &Gpu, scene: &Scene) -> Self {
        let pose = Pose::rest(scene);
        let moving = scene.moving_nodes();
        let uses = mesh_uses(scene);
        let mut builder = Builder {
            scene,
            pose: &pose,
            rigid: Store::default(),
            bent: Store::default(),
            draws: Vec::new(),
            clusters: Clusters::default(),
            wearers: Vec::new(),
        };
        let mut movers = Movers::new();
        let mut merged: Vec<Piece<'_>> = Vec::new();
        let mut obstacles = Vec::new();
        let mut glow = 0.0;

        for (i, node) in scene.nodes.iter().enumerate() {
            let Some(mesh) = node.mesh.filter(|_| moving[i] || pose.is_shown[i]) else { continue };
            let id = NodeId(i as u32);
            let world_from_node = &pose.world_from_node[i];
            for primitive in scene.meshes[mesh.index()].primitives.iter().filter(|p| !p.indices.is_empty()) {
                let is_bent = has_skin(node, primitive) || !primitive.morph_targets.is_empty();
                let material = primitive.material.map(|m| &scene.materials[m.index()]);
                let mut piece = Piece {
                    node: id,
                    primitive,
                    outfit: Outfit::of(scene, primitive.material, primitive, is_bent),
                    choices: Outfit::choices(scene, primitive, is_bent),
                    bounds: primitive.bounds.transformed(world_from_node),
                };
                let copies = uses[mesh.index()] * primitive.positions.len();
                let posed = is_bent || moving[i] || piece.is_measured();
                if posed || (uses[mesh.index()] > 1 && copies > MAX_COPIED_VERTICES) {
                    if !is_bent && piece.choices.is_empty() {
                        piece.outfit.mix();
                    }
                    builder.add_posed(piece, &mut movers);
                } else {
                    // What is shown as it is, is a backdrop or a sign of light: no wall of the room, and it keeps no light away.
                    if !material.is_some_and(|m| m.unlit) {
                        obstacles.push(piece.bounds);
                        let radiance = material.map_or(0.0, |m| m.emissive.max_element());
                        // An image of light is dark somewhere.
                        let part = if material.is_some_and(|m| m.emissive_texture.is_some()) { 0.4 } else { 1.0 };
                        if radiance > 0.0 {
                            glow += PI * radiance * part * area(primitive, world_from_node);
                        }
                    }
                    let is_merged = piece.outfit.look.mode.is_opaque() && piece.choices.is_empty();
                    if is_merged { merged.push(piece) } else { builder.add_static(&[piece]) }
                }
            }
        }
        builder.add_merged(merged);
        builder.finish(gpu, movers, obstacles, glow)
    }

    /// The buffers that draws of one kind count in.
    pub(crate) fn geometry(&self, is_bent: bool) -> &Uploaded {
        if is_bent { &self.bent } else { &self.rigid }
    }

    /// Passes on the indices of a draw that may be seen; what lies beside each other, or nearly so, in one piece.
    pub(crate) fn for_seen(&self, draw: &Draw, frustum: &Frustum, mut then: impl FnMut(Range<u32>)) {
        if !frustum.may_see(&draw.bounds) {
            return;
        }
        if draw.clusters.len() < 2 || frustum.sees_all(&draw.bounds) {
            return then(draw.indices.clone());
        }
        self.clusters.for_seen(&draw.clusters, frustum, then);
    }

    /// Places what moves; whether something has moved or is worn since last time.
    pub(crate) fn pose(&mut self, pose: &Pose) -> bool {
        let has_moved = self.movers.update(pose);
        if has_moved {
            self.place_movers();
        }
        let dressed = self.dressed.take();
        dressed.into_iter().for_each(|bounds| self.movers.touch(bounds));
        has_moved || dressed.is_some()
    }

    /// Draws take up where their objects are.
    fn place_movers(&mut self) {
        for draw in self.draws.iter_mut().filter(|d| d.object > 0) {
            draw.bounds = self.movers.bounds(draw.object);
            let is_mirrored = self.movers.is_mirrored(draw.object);
            if is_mirrored != draw.is_mirrored {
                draw.is_mirrored = is_mirrored;
                draw.look = draw.look.mirrored();
            }
        }
    }

    /// Takes up draws, in an order that changes state rarely and in which what hides comes first.
    fn arrange(&mut self, mut all: Vec<(Draw, Shares)>) {
        // Stable: the two sides of glass stay in order.
        all.sort_by_key(
            |(d, _)| {
                if d.look.mode.is_opaque() { (false, d.look, d.material) } else { (true, Look::default(), 0) }
            },
        );
        self.draws.clear();
        self.parts.clear();
        for (draw, nodes) in all {
            let is_extra = matches!(draw.look.mode, Mode::GlassFilter) || draw.look.topology != Topology::Triangles;
            if !is_extra {
                let i = self.draws.len() as u32;
                self.parts.extend(nodes.into_iter().map(|(node, indices)| Part { node, draw: i, indices }));
            }
            self.draws.push(draw);
        }
        self.opaque_count = self.draws.iter().filter(|d| d.look.mode.is_opaque()).count();
    }
}

struct Builder<'a> {
    scene: &'a Scene,
    pose: &'a Pose,
    rigid: Store,
    bent: Store,
    draws: Vec<(Draw, Shares)>,
    clusters: Clusters,
    wearers: Vec<Wearer>,
}

impl Builder<'_> {
    /// Pieces of one look and material as one draw in the world.
    fn add_static(&mut self, pieces: &[Piece<'_>]) {
        let Some(first) = pieces.first() else { return };
        let start = self.rigid.index_count();
        let first_cluster = self.clusters.count();
        let mut nodes = Vec::new();
        let mut bounds = Aabb::EMPTY;
        for piece in pieces {
            let (from, first_vertex) = (self.rigid.index_count(), self.rigid.vertex_count());
            self.rigid.add(piece.primitive, &self.pose.world_from_node[piece.node.index()]);
            let to = self.rigid.index_count();
            if first.outfit.look.is_mixed {
                self.rigid.name_material(first_vertex, piece.outfit.number());
            }
            nodes.push((piece.node, from..to));
            bounds = bounds.union(piece.bounds);
            if first.outfit.look.mode.is_opaque() && first.outfit.look.topology == Topology::Triangles {
                self.clusters.add(&mut self.rigid, from..to, piece.bounds, first_cluster);
            }
        }
        let clusters = first_cluster..self.clusters.count();
        self.push(first, 0, start..self.rigid.index_count(), (bounds, clusters), nodes);
    }

    /// A piece in its own space, placed anew in every frame.
    fn add_posed(&mut self, piece: Piece<'_>, movers: &mut Movers) {
        let is_bent = piece.outfit.look.is_bent;
        let store = if is_bent { &mut self.bent } else { &mut self.rigid };
        let start = store.index_count();
        let first_vertex = store.vertex_count();
        store.add(piece.primitive, &Affine3A::IDENTITY);
        if is_bent {
            store.add_bones(piece.primitive, has_skin(&self.scene.nodes[piece.node.index()], piece.primitive));
        }
        if piece.outfit.look.is_mixed {
            store.name_material(first_vertex, piece.outfit.number());
        }
        let indices = start..store.index_count();
        let object = movers.add(self.scene, piece.node, piece.primitive, is_bent, first_vertex);
        let nodes = vec![(piece.node, indices.clone())];
        self.push(&piece, object, indices, (piece.bounds, 0..0), nodes);
    }

    fn push(&mut self, piece: &Piece<'_>, object: u32, indices: Range<u32>, place: Place, nodes: Shares) {
        if piece.choices.is_empty() {
            self.draws.extend(piece.outfit.draws(object, &indices, &place, &nodes));
        } else {
            let (plain, choices) = (piece.outfit, piece.choices.clone());
            self.wearers.push(Wearer { node: piece.node, object, indices, bounds: place.0, plain, choices });
        }
    }

    /// Opaque static pieces: one draw for each look and material, or for several without images, neighbours beside each other.
    fn add_merged(&mut self, mut pieces: Vec<Piece<'_>>) {
        let corner = pieces.iter().fold(Aabb::EMPTY, |all, p| all.union(p.bounds)).min;
        pieces.iter_mut().for_each(|p| p.outfit.mix());
        let kind = |p: &Piece<'_>| match p.outfit {
            Outfit { look, material } if look.is_mixed => (look, first_of_mixed(material)),
            Outfit { look, material } => (look, material),
        };
        pieces.sort_by_cached_key(|p| (kind(p), place(p.bounds.center() - corner)));
        for run in pieces.chunk_by(|a, b| kind(a) == kind(b)) {
            self.add_static(run);
        }
    }

    fn finish(self, gpu: &Gpu, movers: Movers, obstacles: Vec<Aabb>, glow: f32) -> DrawList {
        let mut list = DrawList {
            opaque_count: 0,
            bounds: obstacles.iter().fold(Aabb::EMPTY, |all, b| all.union(*b)),
            draws: Vec::new(),
            clusters: self.clusters,
            parts: Vec::new(),
            rigid: self.rigid.upload(gpu),
            bent: self.bent.upload(gpu),
            movers,
            obstacles,
            glow,
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

/// Whether joints of the node bend it.
pub(crate) fn has_skin(node: &Node, primitive: &Primitive) -> bool {
    node.skin.is_some() && !primitive.joints.is_empty()
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

/// How many nodes show each mesh.
fn mesh_uses(scene: &Scene) -> Vec<usize> {
    let mut uses = vec![0; scene.meshes.len()];
    for mesh in scene.nodes.iter().filter_map(|n| n.mesh) {
        uses[mesh.index()] += 1;
    }
    uses
}
