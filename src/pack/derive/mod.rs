//! What is derived from a hall as a whole: what a visitor bumps into, where one can walk, the hall from above, and in which order it is best fetched.
//!
//! Everything is made from the scenes as they are in the pack, so that it fits what visitors see; the same pack and manifest give the same bytes.

mod cells;
mod collision;
mod drawing;
mod floor_plan;
mod footprint;
pub mod listing;
mod look;
mod navmesh;
mod outline;
mod places;
mod plan;
mod polygons;
mod section;
mod shots;
mod words;
mod world;

use std::{panic, thread};

use hall::walk::{Body, Space};
use hall::{Finding, Hall, Scene, Severity, Words};
use serde::{Deserialize, Serialize};

pub use places::PlaceKind;
pub use shots::{Camera, Gaze, Shot, untaken};

use crate::TOOL;
use crate::error::PackError;
use crate::listing::{FileRef, Pack, ScenePack};
use crate::store::{Made, key};
use crate::texture::Tier;
use crate::work::{Step, Work};
use cells::Cells;
use collision::{Collision, collision};
use floor_plan::floor_plans;
use listing::{CollisionFile, Derived, FloorPlanFile, Marked, NavigationFile, Plan};
use navmesh::{explore, navmesh};
use places::{Place, enter, places};
use world::World;

/// What a cache remembers.
#[derive(Default, Serialize, Deserialize)]
struct Record {
    derived: Derived,
    plan: Option<Plan>,
    /// In Chinese and in English.
    warnings: Vec<(String, String)>,
}

impl Made for Record {
    fn files(&self) -> Vec<&FileRef> {
        self.derived.files().collect()
    }
}

/// Derives everything from the scenes of a hall that have been packed, and puts their pictures into the order of the plan.
///
/// # Errors
/// When a file cannot be written, or whoever watches has had enough. What cannot be derived is left out.
pub fn derive(
    work: &Work<'_>,
    (entry, hall): (&str, Option<&Hall>),
    camera: Option<&Camera<'_>>,
    pack: &mut Pack,
) -> Result<(), PackError> {
    work.tell(Step::Derive, entry, 0.0)?;
    let is_room = |scene: &&ScenePack| hall.is_none_or(|hall| hall.scenes.contains(&scene.path));
    let scenes: Vec<&ScenePack> = pack.scenes.iter().filter(is_room).collect();
    let files: Vec<&FileRef> =
        scenes.iter().filter_map(|scene| scene.tiers.get(&Tier::Desktop)).map(|files| &files.scene).collect();
    let context = hall.map(context).unwrap_or_default();
    let pictures = scenes.iter().flat_map(|scene| scene.tiers.values().flat_map(|files| &files.pictures));
    let named = files.iter().copied().chain(pictures).map(|file| file.file.as_bytes());
    let key = key([TOOL.as_bytes(), b"derive", context.as_bytes()].into_iter().chain(named));
    let record = work.store.cached(&key, || {
        let read = files.iter().map(|file| work.store.read(file)).collect::<Result<Vec<_>, _>>()?;
        match World::read(read, work.limits) {
            Some(world) => Making { work, entry, hall, scenes: &scenes }.make(&world),
            None => Ok(Record { warnings: vec![words::too_large()], ..Record::default() }),
        }
    })?;
    record.warnings.into_iter().for_each(|(zh, en)| work.warn(zh, en));
    pack.derived = Some(record.derived).filter(|derived| *derived != Derived::default());
    pack.plan = record.plan;
    reorder(pack);
    match camera {
        Some(camera) => shots::take(work, (entry, hall), &key, camera, pack),
        None => Ok(()),
    }
}

/// What visitors are sent to in a hall of these scenes and do not get to on foot; nothing where the scenes are too large to be walked in.
pub fn unreachable(scenes: Vec<Scene>, entry: &str, hall: &Hall) -> Vec<Finding> {
    let Some(world) = World::of(scenes) else { return Vec::new() };
    let solid = collision(&world).triangles;
    if solid.is_empty() || !look::is_clear(&solid, 2.0 * Body::default().radius) {
        return Vec::new();
    }
    let Some((space, spawn)) = enter(&world, solid, Some(hall)) else { return Vec::new() };
    let mut places = places(&world, &space, Some(hall), spawn);
    explore(&space, &mut places);
    let words = |(zh, en)| Words { zh, en };
    let missed = words::unreachable(&places, Some(hall)).into_iter();
    missed
        .map(|words::Missed { place, message, hint }| {
            Finding::new(Severity::Warning, "place-unreachable", (entry, &place), words(message), words(hint))
        })
        .collect()
}

/// What of a manifest matters here.
fn context(hall: &Hall) -> String {
    let exhibits = hall.exhibits.iter().map(|e| (&e.id, &e.title, &e.anchor, &e.viewpoint));
    let exhibits: Vec<_> = exhibits.collect();
    let portals: Vec<_> = hall.portals.iter().map(|portal| (&portal.hall, &portal.anchor)).collect();
    let stops: Vec<_> = hall
        .tours
        .iter()
        .map(|tour| (&tour.id, tour.stops.iter().map(|stop| (&stop.exhibit, &stop.viewpoint)).collect::<Vec<_>>()))
        .collect();
    format!("{:?} {:?} {:?} {exhibits:?} {portals:?} {stops:?}", hall.title, hall.spawn, hall.viewpoints)
}

/// A hall under way.
struct Making<'a, 'b> {
    work: &'a Work<'b>,
    entry: &'a str,
    hall: Option<&'a Hall>,
    scenes: &'a [&'a ScenePack],
}

impl Making<'_, '_> {
    fn make(&self, world: &World) -> Result<Record, PackError> {
        let mut record = Record::default();
        let Collision { triangles, source_triangles, glb, is_too_large } = collision(world);
        if triangles.is_empty() {
            record.warnings.extend(is_too_large.then(words::too_large));
            return Ok(record);
        }
        let (triangle_count, store) = (triangles.len() as u64, self.work.store);
        let file = store.put(&glb, "glb")?;
        record.derived.collision =
            Some(CollisionFile { file, triangles: triangle_count, source_triangles: source_triangles as u64 });
        self.tell(0.2)?;
        if !look::is_clear(&triangles, 2.0 * Body::default().radius) {
            record.warnings.push(words::too_large());
            return Ok(record);
        }
        let Some((space, spawn)) = enter(world, triangles, self.hall) else { return Ok(record) };
        let mut places = places(world, &space, self.hall, spawn);
        let cells = explore(&space, &mut places);
        self.tell(0.5)?;
        let scenes = self.scenes;
        thread::scope(|scope| {
            let plan = scope.spawn(|| plan::plan(world, scenes, &places));
            self.ground(world, &space, (&cells, &places), &mut record)?;
            record.plan = plan.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked));
            Ok(record)
        })
    }

    /// Where one can walk, and the hall from above.
    fn ground(
        &self,
        world: &World,
        space: &Space,
        (cells, places): (&Cells, &[Place]),
        record: &mut Record,
    ) -> Result<(), PackError> {
        let store = self.work.store;
        let navmesh = navmesh(cells);
        record.warnings.extend(words::unreachable(places, self.hall).into_iter().map(words::Missed::in_short));
        if !navmesh.polygons.polygons.is_empty() {
            let file = store.put(&navmesh::write(&navmesh, places, &space.body), "json")?;
            let polygons = navmesh.polygons.polygons.len() as u64;
            let (area_m2, is_whole) = ((navmesh.area * 100.0).round() / 100.0, navmesh.is_whole);
            record.derived.navigation = Some(NavigationFile { file, polygons, area_m2, is_whole });
        }
        self.tell(0.7)?;
        for plan in floor_plans(world, cells, &navmesh, places, self.hall) {
            let file = store.put(plan.svg.as_bytes(), "svg")?;
            let exhibits = plan.exhibits.into_iter().map(|(id, at)| Marked { id, at: at.to_array() }).collect();
            let (min, max) = (plan.min.to_array(), plan.max.to_array());
            record.derived.floor_plans.push(FloorPlanFile { file, floor_y: plan.y, min, max, exhibits });
        }
        self.tell(0.8)
    }

    fn tell(&self, part: f32) -> Result<(), PackError> {
        self.work.tell(Step::Derive, self.entry, part)
    }
}

/// Puts the pictures of each scene into the order of the plan, and numbers them so there.
fn reorder(pack: &mut Pack) {
    let Some(plan) = &mut pack.plan else { return };
    for (number, scene) in pack.scenes.iter_mut().enumerate() {
        let mut own: Vec<&mut usize> = plan
            .pictures
            .iter_mut()
            .filter(|picture| picture.scene == number)
            .map(|picture| &mut picture.picture)
            .collect();
        let order: Vec<usize> = own.iter().map(|picture| **picture).collect();
        let tiers = scene.tiers.values_mut().chain(scene.ktx2.values_mut());
        for files in tiers.filter(|files| files.pictures.len() == order.len()) {
            files.pictures = order.iter().map(|picture| files.pictures[*picture].clone()).collect();
        }
        if scene.pictures.len() == order.len() {
            scene.pictures = order.iter().map(|picture| scene.pictures[*picture]).collect();
        }
        own.iter_mut().enumerate().for_each(|(at, picture)| **picture = at);
    }
}
