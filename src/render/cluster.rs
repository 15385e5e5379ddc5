//! Neighbours: parts of a draw that are close together in the world, so that what is out of sight is left out.

use core::ops::Range;

use glam::Vec3;
use hall::Aabb;

use crate::geometry::Store;
use crate::view::Frustum;

/// Fewest indices of a cluster, unless what comes next is far away.
const FEWEST_INDICES: u32 = 1500;
/// Nothing is drawn in crumbs: what has fewer indices goes with the next, however far.
const CRUMB_INDICES: usize = 300;
/// So many indices out of sight cost less than another draw.
const BRIDGED_INDICES: u32 = 3000;
/// Side of the cells that clusters are put together from, metres.
const CELL_METRES: f32 = 2.0;
/// What is larger than this and has enough triangles for several clusters is divided, metres.
const LARGE_METRES: f32 = 4.0;

/// Neighbours among the indices of a draw that are neighbours in the world.
#[derive(Clone, Debug)]
pub(crate) struct Cluster {
    bounds: Aabb,
    indices: Range<u32>,
}

/// All clusters of a scene, those of a draw one after the other.
#[derive(Default)]
pub(crate) struct Clusters(Vec<Cluster>);

impl Clusters {
    pub(crate) fn count(&self) -> u32 {
        self.0.len() as u32
    }

    /// Adds triangles that lie in the world already to the draw whose first cluster is `first`.
    pub(crate) fn add(&mut self, store: &mut Store, indices: Range<u32>, bounds: Aabb, first: u32) {
        let is_large = bounds.size().max_element() > LARGE_METRES && indices.len() > 2 * FEWEST_INDICES as usize;
        if !is_large {
            return self.append(Cluster { bounds, indices }, first);
        }
        store.sort_triangles(indices.clone(), |center| place(center - bounds.min));
        for start in indices.clone().step_by(FEWEST_INDICES as usize) {
            let part = start..(start + FEWEST_INDICES).min(indices.end);
            let bounds = store.bounds_of(part.clone());
            self.0.push(Cluster { bounds, indices: part });
        }
    }

    fn append(&mut self, cluster: Cluster, first: u32) {
        if let Some(last) = self.0[first as usize..].last_mut() {
            let bounds = last.bounds.union(cluster.bounds);
            let is_near = bounds.size().max_element() < 2.0 * LARGE_METRES;
            if last.indices.len() < if is_near { FEWEST_INDICES as usize } else { CRUMB_INDICES } {
                last.bounds = bounds;
                last.indices.end = cluster.indices.end;
                return;
            }
        }
        self.0.push(cluster);
    }

    /// Passes on the indices of some clusters that may be seen; what lies beside each other, or nearly so, in one piece.
    pub(crate) fn for_seen(&self, clusters: &Range<u32>, frustum: &Frustum, mut then: impl FnMut(Range<u32>)) {
        let mut run = 0..0;
        for cluster in &self.0[clusters.start as usize..clusters.end as usize] {
            if !frustum.may_see(&cluster.bounds) {
                continue;
            }
            if !run.is_empty() && cluster.indices.start - run.end <= BRIDGED_INDICES {
                run.end = cluster.indices.end;
                continue;
            }
            if !run.is_empty() {
                then(run);
            }
            run = cluster.indices.clone();
        }
        if !run.is_empty() {
            then(run);
        }
    }
}

/// Number of a cell on a curve that stays among neighbours (Morton, 1966); 36 bits, as far as 8 km.
pub(crate) fn place(from_corner: Vec3) -> u64 {
    let spread = |metres: f32| (0..12).fold(0, |bits, i| bits | ((metres / CELL_METRES) as u64 >> i & 1) << (3 * i));
    spread(from_corner.x) | spread(from_corner.z) << 1 | spread(from_corner.y) << 2
}
