//! A scene as a list of draws: static geometry merged by material, what moves or is seen through kept apart.

mod assembly;
mod variants;

use core::ops::Range;

use hall::{Aabb, Node, NodeId, Pose, Primitive, Topology};

use crate::cluster::Clusters;
use crate::geometry::Uploaded;
use crate::look::{Look, Mode};
use crate::movers::Movers;
use crate::view::Frustum;
pub(crate) use assembly::Assembly;
use variants::Wardrobe;

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

/// Bounds in the world, and which of the clusters.
type Place = (Aabb, Range<u32>);
/// Which indices of a draw are of which node.
type Shares = Vec<(NodeId, Range<u32>)>;

impl DrawList {
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

/// Whether joints of the node bend it.
pub(crate) fn has_skin(node: &Node, primitive: &Primitive) -> bool {
    node.skin.is_some() && !primitive.joints.is_empty()
}
