//! What `pack.json` says of what is derived from a hall.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::places::PlaceKind;
use crate::listing::{Bounds, FileRef};
use crate::texture::Tier;

/// Files made from the whole of a hall. Each may be missing: where there is nothing to bump into, where the scene is a thing and no room, where it is too large.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Derived {
    /// What a visitor bumps into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collision: Option<CollisionFile>,
    /// Where a visitor can walk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub navigation: Option<NavigationFile>,
    /// The hall from above, the storey with the most floor first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub floor_plans: Vec<FloorPlanFile>,
    /// JPEG; where the manifest names none and somebody could take a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poster: Option<FileRef>,
    /// WebP, by the id of the exhibit; for those without a picture of their own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub thumbnails: BTreeMap<String, FileRef>,
}

impl Derived {
    /// All files, in order.
    pub fn files(&self) -> impl Iterator<Item = &FileRef> {
        let one = self.collision.iter().map(|collision| &collision.file);
        let two = self.navigation.iter().map(|navigation| &navigation.file);
        let made = one.chain(two).chain(self.floor_plans.iter().map(|plan| &plan.file));
        made.chain(&self.poster).chain(self.thumbnails.values())
    }
}

/// A mesh that stands for what blocks a visitor: a GLB with one node, whose primitives are `solid` and `see-through` by the names of their materials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollisionFile {
    /// GLB (`KHR_mesh_quantization`, `EXT_meshopt_compression`).
    #[serde(flatten)]
    pub file: FileRef,
    /// In the file.
    pub triangles: u64,
    /// Of the hall, that block.
    pub source_triangles: u64,
}

/// A navigation mesh; its layout stands in `docs/packing.md`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NavigationFile {
    /// JSON.
    #[serde(flatten)]
    pub file: FileRef,
    /// Convex ones, on all islands.
    pub polygons: u64,
    /// Where the middle of a visitor can be who begins where visitors begin, square metres.
    pub area_m2: f32,
    /// Whether it was looked at to its end; a hall of more than some thousand square metres is not.
    pub is_whole: bool,
}

/// A drawing of a storey, true to scale; -Z is up on the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FloorPlanFile {
    /// SVG, whose own units are metres.
    #[serde(flatten)]
    pub file: FileRef,
    /// Height of the floor, metres.
    pub floor_y: f32,
    /// Lowest x and z that the picture shows, metres.
    pub min: [f32; 2],
    /// Highest x and z that the picture shows, metres.
    pub max: [f32; 2],
    /// Those marked on it, in the order of their numbers from 1.
    pub exhibits: Vec<Marked>,
}

/// An exhibit on a floor plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marked {
    /// As in the manifest.
    pub id: String,
    /// Its middle along X and Z, metres.
    pub at: [f32; 2],
}

/// In which order a hall is best fetched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// From where visitors look first, metres.
    pub eye: [f32; 3],
    /// Parts of the hall: those seen from there first, the most of the view first; then the near before the far.
    pub cells: Vec<PlanCell>,
    /// Pictures of scenes, in the same order.
    pub pictures: Vec<PlanPicture>,
    /// What is seen from other places: exhibits, viewpoints, portals, in the order of the manifest.
    pub views: Vec<PlanView>,
}

/// A part of a scene.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanCell {
    /// Which of the manifest's scenes.
    pub scene: usize,
    /// Around all of it at rest, metres.
    pub bounds: Bounds,
    /// First and last of each run of nodes, by their numbers in the GLB; empty where there are too many.
    pub nodes: Vec<[u32; 2]>,
    /// As drawn.
    pub triangles: u64,
    /// Of all directions, 0 to 1; what one must turn around for counts a quarter.
    pub seen: f32,
    /// To its bounds, metres.
    pub distance: f32,
}

/// When a picture is wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanPicture {
    /// Which of the manifest's scenes.
    pub scene: usize,
    /// Which of its pictures, in the list of each tier.
    pub picture: usize,
    /// Of all directions, 0 to 1, like that of cells; 0 for what something hides.
    pub seen: f32,
    /// To the nearest that is seen, or to the nearest at all, metres; nothing for what no triangle shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance: Option<f32>,
    /// The smallest that is sharp enough from the first place that it is seen from.
    pub tier: Tier,
}

/// What is seen from a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanView {
    /// What one stands there for.
    pub kind: PlaceKind,
    /// Which.
    pub id: String,
    /// Metres.
    pub eye: [f32; 3],
    /// 0 looks along -Z; counter-clockwise seen from above.
    pub heading_deg: f32,
    /// Upwards is positive.
    pub pitch_deg: f32,
    /// Numbers of cells, the most of the view first.
    pub cells: Vec<u32>,
    /// Numbers of [`Plan::pictures`], the most of the view first.
    pub pictures: Vec<u32>,
}
