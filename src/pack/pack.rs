//! The whole: from a hall's folder, or a bare scene, to a pack.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use bytes::Bytes;
use hall::manifest::Environment;
use hall::{Hall, Limits, Words, beside};
use serde::Serialize;

use crate::TOOL;
use crate::bake::{Bake, Grade};
use crate::bundle::bundle;
use crate::derive::listing::Derived;
use crate::derive::{Camera, derive};
use crate::error::PackError;
use crate::listing::{FileRef, Pack, VERSION};
use crate::media::{cleaned, named_nodes, pack_media, scenes};
use crate::optimise::Wishes;
use crate::scene::pack_scene;
use crate::store::{Store, key, sha256};
use crate::texture::{self, Tier, ktx2};
use crate::work::{Change, Step, Watch, Work};

/// The longer side of a poster's sketch, pixels: blurred, one sees no more of it.
const SKETCH_SIDE: u32 = 24;

/// What is to be packed, and whereto.
pub struct Request<'a> {
    /// `hall.json`, or a `.glb` or `.gltf`, as `file` knows it.
    pub entry: &'a str,
    /// Gives the bytes of a file by its path from the hall's folder; asked for no path that leads out of it.
    pub file: &'a dyn Fn(&str) -> Option<Bytes>,
    /// The folder that becomes the pack. A pack that stands there is replaced.
    pub target: &'a Path,
    /// Where what was made is kept for the next time.
    pub cache: Option<&'a Path>,
    /// What the source may ask for.
    pub limits: &'a Limits,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// What the pack holds.
    pub pack: Pack,
    /// All source files together, bytes.
    pub source_bytes: u64,
    /// What each step changed.
    pub changes: BTreeMap<Step, Change>,
    /// Scenes and pictures that were made.
    pub made: u64,
    /// Scenes and pictures that were there from an earlier time.
    pub reused: u64,
    /// What a visitor may miss.
    pub warnings: Vec<Words>,
    /// When each step began first, seconds after the beginning.
    pub began_secs: BTreeMap<Step, f32>,
}

/// Packs a hall. The same source gives the same bytes. Until everything is made, nothing stands at the target.
///
/// # Errors
/// For what cannot be shown, is more than the limits allow, or cannot be written; and when `watch` breaks.
pub fn pack(request: &Request<'_>, watch: &Watch<'_>) -> Result<Report, PackError> {
    pack_with(request, Extras::default(), watch)
}

/// What is made beyond what every pack has.
#[derive(Clone, Copy, Default)]
pub struct Extras<'a> {
    /// Takes pictures that the hall lacks. They are as equal as it takes them.
    pub camera: Option<&'a Camera<'a>>,
    /// Of each scene a second product, with its pictures as KTX2. That takes minutes: with a cache, all else is there from before, and so are the pictures that were
    /// finished when somebody ended it.
    pub has_ktx2: bool,
    /// Of each scene that is a room the light of what stands still, computed. That takes minutes, too; a cache keeps it.
    pub bake: Option<Grade>,
}

/// The same with extras.
///
/// # Errors
/// Those of [`pack`], and at once if this program was compiled without the encoder that it would need.
pub fn pack_with(request: &Request<'_>, extras: Extras<'_>, watch: &Watch<'_>) -> Result<Report, PackError> {
    let Extras { camera, has_ktx2, bake } = extras;
    if has_ktx2 && !ktx2::IS_BUILT {
        return Err(PackError::NoKtx2);
    }
    let store = Store::begin(request.target, request.cache)?;
    let (beginning, began_secs) = (Instant::now(), Mutex::new(BTreeMap::new()));
    let watch: &Watch<'_> = &|step, path: &str, part| {
        let mut began_secs = began_secs.lock().unwrap_or_else(PoisonError::into_inner);
        began_secs.entry(step).or_insert_with(|| beginning.elapsed().as_secs_f32());
        watch(step, path, part)
    };
    let work = Work {
        file: request.file,
        has_ktx2,
        store: &store,
        limits: request.limits,
        watch,
        changes: Mutex::default(),
        warnings: Mutex::default(),
    };
    let mut sources = BTreeMap::new();
    let (pack, source_bytes) = hall(&work, request.entry, (camera, bake), &mut sources)?;
    let (changes, warnings) = (work.changes, work.warnings);
    let (made, reused) = store.counts();
    store.finish(&pack)?;
    Ok(Report {
        pack,
        source_bytes,
        changes: changes.into_inner().unwrap_or_else(PoisonError::into_inner),
        made,
        reused,
        warnings: warnings.into_inner().unwrap_or_else(PoisonError::into_inner),
        began_secs: began_secs.into_inner().unwrap_or_else(PoisonError::into_inner),
    })
}

fn hall(
    work: &Work<'_>,
    entry: &str,
    (camera, grade): (Option<&Camera<'_>>, Option<Grade>),
    sources: &mut BTreeMap<String, String>,
) -> Result<(Pack, u64), PackError> {
    let mut pack = Pack {
        version: VERSION,
        tool: TOOL.into(),
        source: String::new(),
        manifest: None,
        scenes: Vec::new(),
        media: BTreeMap::new(),
        sketch: None,
        derived: None,
        plan: None,
        total_bytes: BTreeMap::new(),
        ktx2_bytes: BTreeMap::new(),
    };
    let mut source_bytes = 0;
    if entry.ends_with(".json") {
        let bytes = work.read(entry)?;
        let hall = Hall::parse(&bytes)?;
        sources.insert(entry.into(), sha256(&bytes));
        pack.manifest = Some(manifest(work, &bytes, &hall)?);
        for path in scenes(&hall) {
            let is_room = hall.scenes.contains(&path);
            let spawn = hall.spawn.filter(|_| is_room);
            let bake = grade.filter(|_| is_room).map(|grade| Bake::of(grade, &hall.environment, entry, work.file));
            let wishes = Wishes { kept_nodes: named_nodes(&hall), bake };
            let scene = pack_scene(work, &beside(entry, &path), &wishes, spawn, sources)?;
            pack.scenes.push(crate::listing::ScenePack { path, ..scene });
        }
        derive(work, (entry, Some(&hall)), camera, &mut pack)?;
        bundle(work, &mut pack)?;
        pack.media = pack_media(work, entry, &hall, sources)?;
        pack.sketch = sketch(work, &hall, &pack)?;
        let media = pack.media.keys().filter_map(|path| (work.file)(&beside(entry, path)));
        source_bytes += bytes.len() as u64 + media.map(|bytes| bytes.len() as u64).sum::<u64>();
    } else {
        let bake = grade.map(|grade| Bake::of(grade, &Environment::default(), entry, work.file));
        pack.scenes.push(pack_scene(work, entry, &Wishes { bake, ..Wishes::default() }, None, sources)?);
        derive(work, (entry, None), camera, &mut pack)?;
        bundle(work, &mut pack)?;
    }
    source_bytes += pack.scenes.iter().map(|scene| scene.source_bytes).sum::<u64>();
    pack.source = key(sources.iter().flat_map(|(name, hash)| [name.as_bytes(), hash.as_bytes()]));
    sum_up(&mut pack);
    Ok((pack, source_bytes))
}

/// What each tier fetches, all together.
fn sum_up(pack: &mut Pack) {
    let has_ktx2 = pack.scenes.iter().any(|scene| !scene.ktx2.is_empty());
    for tier in Tier::ALL {
        let total = |with_ktx2| {
            let scenes = pack.scenes.iter().filter_map(|scene| scene.files(tier, with_ktx2));
            let media = pack.media.values().filter_map(|media| media.of_tier(tier)).map(|file| file.size_bytes);
            let manifest = pack.manifest.iter().map(|file| file.size_bytes);
            let derived = pack.derived.iter().flat_map(Derived::files).map(|file| file.size_bytes);
            scenes.map(|files| files.total_bytes).chain(media).chain(manifest).chain(derived).sum()
        };
        let (webp, ktx2) = (total(false), total(true));
        pack.total_bytes.insert(tier, webp);
        if has_ktx2 {
            pack.ktx2_bytes.insert(tier, ktx2);
        }
    }
}

/// The poster, hardly more than its colours; none of one that can't be read.
fn sketch(work: &Work<'_>, hall: &Hall, pack: &Pack) -> Result<Option<FileRef>, PackError> {
    let poster = hall.poster.as_ref().and_then(|path| pack.media.get(path)?.of_tier(Tier::Phone));
    let Some(poster) = poster else { return Ok(None) };
    let small = texture::small(&work.store.read(poster)?, SKETCH_SIDE, work.limits);
    small.ok().map(|bytes| work.store.put(&bytes, "webp")).transpose()
}

/// The manifest as it came; anew where its words have characters that nobody sees.
fn manifest(work: &Work<'_>, bytes: &[u8], hall: &Hall) -> Result<FileRef, PackError> {
    let Some(hall) = cleaned(hall) else { return work.store.put(bytes, "json") };
    let text = serde_json::to_vec_pretty(&hall).map_err(|error| PackError::io(Path::new("hall.json"))(error.into()))?;
    work.store.put(&text, "json")
}
