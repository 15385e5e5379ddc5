//! Light maps: static surfaces get a picture of the light that arrives at them, so that devices need not compute it.
//!
//! All else gets to know what is around it (`probes.rs`).
//! What is lit is decided here (`candidates.rs`), what light arrives is computed by the room `bake`, and the document is changed to show it (`apply.rs`,
//! `lamps.rs`).

mod apply;
mod candidates;
mod essence;
mod lamps;
mod light;
mod probes;
mod whole;

use ::bake::Quality;
use bytes::Bytes;
use hall::gltf::Document as Reading;
use hall::manifest::{Environment, Spawn};
use hall::{Pose, Scene, beside};
use serde::Serialize;

pub use self::whole::Whole;
use crate::document::Document;
use crate::error::PackError;
use crate::store::sha256;
use crate::work::{Step, Work};

/// How much time light may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Grade {
    /// To see what it will be like: minutes.
    Preview,
    /// What is published.
    Final,
}

impl Grade {
    /// Of a wall of a room.
    fn texels_per_metre(self) -> f32 {
        match self {
            Self::Preview => 8.0,
            Self::Final => 14.0,
        }
    }

    fn quality(self) -> Quality {
        match self {
            Self::Preview => Quality::PREVIEW,
            Self::Final => Quality::FINAL,
        }
    }

    /// By its name on the command line.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "preview" => Some(Self::Preview),
            "final" => Some(Self::Final),
            _ => None,
        }
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Final => "final",
        }
    }
}

/// How a scene's light is to be computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Bake {
    /// How much time it may take.
    pub grade: Grade,
    /// The light from all around.
    pub environment: Environment,
    /// The panorama in its place: from the hall's folder, and what is in it.
    pub panorama: Option<(String, String)>,
}

impl Bake {
    /// As a hall has it; `entry` is its manifest.
    pub fn of(grade: Grade, environment: &Environment, entry: &str, file: &dyn Fn(&str) -> Option<Bytes>) -> Self {
        let path = environment.panorama.as_ref().map(|path| beside(entry, path));
        let panorama = path.and_then(|path| file(&path).map(|bytes| (path, sha256(&bytes))));
        Self { grade, environment: environment.clone(), panorama }
    }
}

/// Numbers of nodes and of the lights on them.
fn shining(scene: &Scene) -> Vec<(usize, usize)> {
    let light = |(at, node): (usize, &hall::Node)| node.light.map(|light| (at, light.index()));
    scene.nodes.iter().enumerate().filter_map(light).collect()
}

/// What a scene says of its rooms. Nobody else's readers need to know it.
pub const LIGHT_PROBES: &str = "YUNZHAN_light_probes";

/// A hall has no more pages of light than this.
const PAGES_MAX: usize = 4;

/// Computes the light of a document's static surfaces, and makes them show it; and what is around all else. A document without static surfaces is as
/// it was. Visitors come in at `spawn`. Gives the light with which a tier needs no lamps at all.
///
/// # Errors
/// When the scene cannot be read, or whoever watches has had enough.
pub fn bake(
    work: &Work<'_>,
    path: &str,
    document: &mut Document,
    bake: &Bake,
    spawn: Option<Spawn>,
) -> Result<Option<Whole>, PackError> {
    work.tell(Step::Bake, path, 0.0)?;
    let scene_error = |error| PackError::Scene { path: path.into(), error };
    let unpainted = apply::without_painted_light(document);
    let reading = Reading::open(unpainted.write(&[]).into(), work.limits).map_err(scene_error)?;
    let (mut scene, numbers) = reading.import_numbered(&|_| None).map_err(scene_error)?;
    let pose = Pose::rest(&scene);
    let candidates = candidates::find(document, (&scene, &pose, &numbers), bake.grade.texels_per_metre());
    if candidates.is_empty() {
        return Ok(None);
    }
    let patches: Vec<_> = candidates.iter().map(|candidate| candidate.patch.clone()).collect();
    let atlas = ::bake::atlas::unwrap(&patches, PAGES_MAX);
    if atlas.texels().is_empty() {
        return Ok(None);
    }
    let rooms = probes::find(&scene, &pose, spawn);
    let lamps = lamps::baked(document, &scene, &pose, &numbers);
    lamps::keep_only(&mut scene, document, &lamps, &numbers);
    let known = essence::essence(unpainted, &shining(&scene));
    let (atlas, [pages, whole]) = light::pages(work, path, (&scene, &pose), (&atlas, &patches), (&known, bake))?;
    let whole_pages = pages.iter().map(|page| sha256(page)).zip(whole).collect();
    apply::apply(document, candidates, atlas.parts(&patches), pages);
    let rooms = probes::add(work, path, (&scene, &pose), &rooms, (&known, bake), document)?;
    lamps::mark(document, &lamps);
    let lamps = scene.nodes.iter().filter_map(|node| node.light.map(hall::LightId::index)).collect();
    // Without rooms nothing would light what has no light map.
    Ok((!rooms.is_empty()).then_some(Whole { pages: whole_pages, rooms, lamps }))
}
