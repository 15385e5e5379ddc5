//! One scene or model: from its source to a GLB and pictures for each tier.

use std::collections::BTreeMap;
use std::{panic, thread};

use bytes::Bytes;
use hall::gltf::{Address, Document as Reading, Parts, parts as parts_of};
use hall::json::Json;
use hall::manifest::Spawn;
use hall::{ImageType, beside};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::bake::Whole;
use crate::document::{self, Document, index, put_extension, take_extension};
use crate::error::PackError;
use crate::listing::{FileRef, PictureSeen, ScenePack, TierFiles};
use crate::optimise::{self, Wishes};
use crate::pictures::{Derived, Pictures, derive_all};
use crate::plan::{Outline, outline};
use crate::store::{Made, key, sha256};
use crate::texture::{Content, Tier, Usage, usages};
use crate::work::{Change, Step, Work};
use crate::{TOOL, drawn, ktx2, pictures};

const WEBP: &str = "EXT_texture_webp";
/// What gives a texture another picture than `source`.
const PICTURE_EXTENSIONS: [&str; 3] = [WEBP, "EXT_texture_avif", ktx2::EXTENSION];

/// A tier that draws more than this part of all triangles draws all: a file of its own must be worth it.
const LESSER_MAX: f64 = 0.95;

/// What a cache remembers of a scene.
#[derive(Serialize, Deserialize)]
struct Record {
    scene: ScenePack,
    changes: BTreeMap<Step, Change>,
    /// In Chinese and in English.
    warnings: Vec<(String, String)>,
}

impl Made for Record {
    fn files(&self) -> Vec<&FileRef> {
        let tiers = self.scene.tiers.values().chain(self.scene.ktx2.values());
        tiers.flat_map(|tier| tier.pictures.iter().chain([&tier.scene])).collect()
    }
}

/// Packs the scene at `path`, seen from `spawn`. Everything it refers to is read; `sources` gets the name and hash of each file.
pub fn pack_scene(
    work: &Work<'_>,
    path: &str,
    wishes: &Wishes,
    spawn: Option<Spawn>,
    sources: &mut BTreeMap<String, String>,
) -> Result<ScenePack, PackError> {
    work.tell(Step::Read, path, 0.0)?;
    let bytes = work.read(path)?;
    let scene_error = |error| PackError::Scene { path: path.into(), error };
    let parts = parts_of(&bytes, work.limits).map_err(scene_error)?;
    let mut files = BTreeMap::new();
    for relative in addresses(&parts) {
        let name = beside(path, &relative);
        if let Some(found) = (work.file)(&name) {
            sources.insert(name, sha256(&found));
            files.insert(relative, found);
        }
    }
    drop(parts);
    sources.insert(path.into(), sha256(&bytes));
    let source_bytes = bytes.len() as u64 + files.values().map(|file| file.len() as u64).sum::<u64>();

    let context = format!("{wishes:?} {spawn:?} {}", work.has_ktx2);
    let files_read = files.iter().flat_map(|(name, bytes)| [name.as_bytes(), &bytes[..]]);
    let key = key([TOOL.as_bytes(), b"scene", context.as_bytes(), &bytes[..]].into_iter().chain(files_read));
    let warned = work.warnings_from(0).len();
    let record = work.store.cached(&key, || {
        let file = |name: &str| files.get(name).cloned();
        let made = Making { work, path, wishes, changes: BTreeMap::new() };
        let mut record = made.make(&bytes, &file, spawn, source_bytes)?;
        record.warnings = work.warnings_from(warned).into_iter().map(|words| (words.zh, words.en)).collect();
        Ok(record)
    })?;
    if work.warnings_from(warned).is_empty() {
        record.warnings.into_iter().for_each(|(zh, en)| work.warn(zh, en));
    }
    record.changes.iter().for_each(|(step, change)| work.note(*step, change.before_bytes, change.after_bytes));
    Ok(record.scene)
}

/// The files that buffers and images of a document are in.
fn addresses(parts: &Parts) -> Vec<String> {
    let elements = ["buffers", "images"].into_iter().filter_map(|name| parts.root.get(name)?.as_array());
    let uris = elements.flatten().filter_map(|element| element.get("uri").and_then(Json::as_str));
    let files = uris.filter_map(|uri| match Address::parse(uri) {
        Some(Address::File(path)) => Some(path),
        _ => None,
    });
    files.collect()
}

/// A document, and what tiers have in its place that draw fewer triangles of it.
struct Levels {
    document: Document,
    lesser: BTreeMap<Tier, Document>,
}

impl Levels {
    fn of(&self, tier: Tier) -> &Document {
        self.lesser.get(&tier).unwrap_or(&self.document)
    }
}

/// A scene under way.
struct Making<'a, 'b> {
    work: &'a Work<'b>,
    path: &'a str,
    wishes: &'a Wishes,
    changes: BTreeMap<Step, Change>,
}

impl Making<'_, '_> {
    fn make(
        mut self,
        bytes: &Bytes,
        file: &dyn Fn(&str) -> Option<Bytes>,
        spawn: Option<Spawn>,
        source_bytes: u64,
    ) -> Result<Record, PackError> {
        let outline = self.look(bytes, file, spawn)?;
        let broken = |error| PackError::Document { path: self.path.into(), error };
        let mut document = Document::open(bytes, file, self.work.limits).map_err(broken)?;
        self.step(Step::Dedupe, &mut document, |document, _| optimise::dedupe(document))?;
        choose_pictures(&mut document);
        self.step(Step::Prune, &mut document, optimise::prune)?;
        let whole = self.bake(&mut document, spawn)?;
        let (mut lesser, mut derived) = self.geometry_and_pictures(&mut document)?;
        if let Some(whole) = whole {
            let phone = lesser.entry(Tier::Phone).or_insert_with(|| document.clone());
            whole.apply(phone);
            pictures::put_light(self.work, self.path, phone, &whole, &mut derived)?;
        }
        let seen = seen(&document, &outline);
        self.changes.insert(Step::Pictures, pictures::change(&document, &derived));
        for document in lesser.values_mut().chain([&mut document]) {
            declare_pictures(document, WEBP, |image| derived.get(image).is_some_and(Derived::is_webp));
        }
        self.work.tell(Step::Compress, self.path, 0.0)?;
        let order = viewing_order(&seen);
        let levels = Levels { document, lesser };
        let tiers = self.write(&levels, &derived, &order)?;
        let after_bytes = tiers.get(&Tier::High).map_or(0, |files| files.scene.size_bytes);
        self.changes.insert(Step::Compress, Change { before_bytes: plain_bytes(&levels.document), after_bytes });
        let pictures =
            order.iter().filter(|image| derived[**image].file(0).is_some()).map(|image| seen[*image]).collect();
        let ktx2 = if self.work.has_ktx2 { self.second(levels, derived, &order)? } else { BTreeMap::new() };
        if let (Some(webp), Some(ktx2)) = (tiers.get(&Tier::Phone), ktx2.get(&Tier::Phone)) {
            ktx2::ensure_worth(self.work, self.path, webp, ktx2)?;
        }
        let (path, bounds, counts) = (self.path.into(), outline.bounds, outline.counts);
        let scene = ScenePack { path, source_bytes, bounds, counts, tiers, pictures, ktx2 };
        Ok(Record { scene, changes: self.changes, warnings: Vec::new() })
    }

    /// What tiers have in place of the document, and what became of its pictures. Neither asks for the other, so both are made at once.
    fn geometry_and_pictures(
        &mut self,
        document: &mut Document,
    ) -> Result<(BTreeMap<Tier, Document>, Vec<Derived>), PackError> {
        let (before_bytes, wishes, pictures) = (size_bytes(document), self.wishes, Pictures::of(document));
        self.work.tell(Step::Geometry, self.path, 0.0)?;
        let (lesser, mut derived) = thread::scope(|scope| {
            let lesser = scope.spawn(|| lesser(document, wishes));
            let derived = derive_all(self.work, self.path, &pictures);
            (lesser.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked)), derived)
        });
        self.changes.insert(Step::Geometry, Change { before_bytes, after_bytes: size_bytes(document) });
        let left = Pictures::of(document);
        if left != pictures {
            derived = derive_all(self.work, self.path, &left);
        }
        Ok((lesser, derived?))
    }

    /// A GLB for each tier, which names the pictures of that tier; `order` is that of the images in the listing.
    fn write(
        &self,
        levels: &Levels,
        derived: &[Derived],
        order: &[usize],
    ) -> Result<BTreeMap<Tier, TierFiles>, PackError> {
        let mut tiers = BTreeMap::new();
        for (at, tier) in Tier::ALL.into_iter().enumerate() {
            let addresses: Vec<_> = derived.iter().map(|derived| derived.address(at)).collect();
            let document = levels.of(tier);
            let scene = self.work.store.put(&document.write(&addresses), "glb")?;
            let files = order.iter().filter_map(|image| derived[*image].file(at));
            tiers.insert(tier, TierFiles::of(scene, files, drawn::triangles(document)));
        }
        Ok(tiers)
    }

    /// The same with KTX2 in place of each picture of which it is made; nothing where it is made of none.
    fn second(
        &mut self,
        mut levels: Levels,
        mut derived: Vec<Derived>,
        order: &[usize],
    ) -> Result<BTreeMap<Tier, TierFiles>, PackError> {
        let encoded = ktx2::encode_all(self.work, self.path, &levels.document)?;
        self.changes.insert(Step::Ktx2, ktx2::change(&levels.document, &encoded));
        let mut is_made = vec![false; derived.len()];
        for (at, encoded) in encoded.into_iter().enumerate().filter(|(_, encoded)| !encoded.0.is_empty()) {
            derived[at] = Derived::Tiers(encoded.0, ImageType::Ktx2);
            is_made[at] = true;
        }
        if !is_made.contains(&true) {
            return Ok(BTreeMap::new());
        }
        for document in levels.lesser.values_mut().chain([&mut levels.document]) {
            declare_pictures(document, ktx2::EXTENSION, |image| is_made.get(image) == Some(&true));
        }
        self.write(&levels, &derived, order)
    }

    /// Shows the scene to the reader that visitors will have: what that one refuses is not packed.
    fn look(
        &self,
        bytes: &Bytes,
        file: &dyn Fn(&str) -> Option<Bytes>,
        spawn: Option<Spawn>,
    ) -> Result<Outline, PackError> {
        let scene_error = |error| PackError::Scene { path: self.path.into(), error };
        let document = Reading::open(bytes.clone(), self.work.limits).map_err(scene_error)?;
        let (scene, _) = document.import(file).map_err(scene_error)?;
        Ok(outline(&scene, spawn, file))
    }

    /// Gives it light maps and what is around all else, if they are wished for.
    fn bake(&mut self, document: &mut Document, spawn: Option<Spawn>) -> Result<Option<Whole>, PackError> {
        let Some(bake) = &self.wishes.bake else { return Ok(None) };
        let before_bytes = size_bytes(document);
        let whole = crate::bake::bake(self.work, self.path, document, bake, spawn)?;
        // Materials that only had no light map, and what only they showed.
        optimise::prune(document, self.wishes);
        self.changes.insert(Step::Bake, Change { before_bytes, after_bytes: size_bytes(document) });
        Ok(whole)
    }

    fn step(
        &mut self,
        step: Step,
        document: &mut Document,
        change: impl FnOnce(&mut Document, &Wishes),
    ) -> Result<(), PackError> {
        self.work.tell(step, self.path, 0.0)?;
        let before_bytes = size_bytes(document);
        change(document, self.wishes);
        self.changes.insert(step, Change { before_bytes, after_bytes: size_bytes(document) });
        Ok(())
    }
}

impl TierFiles {
    /// Of a scene and the pictures of its images, in order.
    fn of<'a>(scene: FileRef, pictures: impl Iterator<Item = &'a FileRef>, triangles: u64) -> Self {
        let pictures: Vec<FileRef> = pictures.cloned().collect();
        let distinct: BTreeMap<&str, u64> = pictures.iter().map(|file| (file.file.as_str(), file.size_bytes)).collect();
        let total_bytes = scene.size_bytes + distinct.values().sum::<u64>();
        Self { scene, pictures, triangles, total_bytes, bundle: None }
    }
}

/// How much there is to see of each image. Light that was computed lies on everything around: a room without it is not yet what it is.
fn seen(document: &Document, outline: &Outline) -> Vec<PictureSeen> {
    let is_light = |usage: &Option<Usage>| usage.is_some_and(|usage| usage.content == Content::Light);
    let all_around = PictureSeen { angle: std::f32::consts::PI, distance: 0.0, bounds: None, is_light: true };
    let images = document.images.iter().zip(usages(document));
    let seen = images.map(|(image, usage)| match outline.of(image.as_ref()) {
        PictureSeen { angle, .. } if angle == 0.0 && is_light(&usage) => all_around,
        seen => PictureSeen { is_light: is_light(&usage), ..seen },
    });
    seen.collect()
}

impl Outline {
    fn of(&self, image: Option<&Bytes>) -> PictureSeen {
        let unseen = PictureSeen { angle: 0.0, distance: f32::MAX, bounds: None, is_light: false };
        image.and_then(|bytes| self.seen.get(&sha256(bytes))).copied().unwrap_or(unseen)
    }
}

/// Does everything about geometry. Gives the document anew for each tier that draws so few triangles that they are worth a file.
fn lesser(document: &mut Document, wishes: &Wishes) -> BTreeMap<Tier, Document> {
    let mut lesser = optimise::geometry(document, wishes);
    for document in lesser.values_mut().chain([&mut *document]) {
        optimise::prune(document, wishes);
        optimise::dedupe(document);
    }
    let worth = drawn::triangles(document) as f64 * LESSER_MAX;
    // Pictures are made once for all tiers.
    lesser.retain(|_, less| drawn::triangles(less) as f64 <= worth && less.images == document.images);
    lesser
}

/// What a document would take unpacked, its pictures as they are.
fn size_bytes(document: &Document) -> u64 {
    plain_bytes(document) + pictures::source_bytes(document)
}

/// What a document would take unpacked, but for its pictures.
fn plain_bytes(document: &Document) -> u64 {
    let numbers = document.accessors.iter().map(|accessor| accessor.bytes.len());
    let blobs = document.blobs.iter().map(Bytes::len);
    (numbers.chain(blobs).sum::<usize>() + document.root.to_string().len()) as u64
}

/// The largest first, then the nearest.
fn viewing_order(seen: &[PictureSeen]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..seen.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&seen[*a], &seen[*b]);
        b.angle.total_cmp(&a.angle).then(a.distance.total_cmp(&b.distance))
    });
    order
}

/// Lets each texture show one picture: one that can be made smaller, if it has such a one.
fn choose_pictures(document: &mut Document) {
    let can_be_made: Vec<bool> =
        document.images.iter().map(|image| image.as_deref().is_some_and(pictures::is_still)).collect();
    for texture in document.array_mut("textures") {
        let of_extension = document::extension(texture, WEBP).and_then(|extension| index(extension, "source"));
        let sources = [of_extension, index(texture, "source")].into_iter().flatten();
        let Some(source) = sources.into_iter().find(|source| can_be_made.get(*source) == Some(&true)) else { continue };
        for name in PICTURE_EXTENSIONS {
            take_extension(texture, name);
        }
        texture["source"] = json!(source);
    }
    forget_pictures(document);
}

/// Says of textures whose picture was made in which form it is; `is_made` is asked by the number of the image.
fn declare_pictures(document: &mut Document, name: &str, is_made: impl Fn(usize) -> bool) {
    let mut is_used = false;
    for texture in document.array_mut("textures") {
        let of_extension = document::extension(texture, WEBP).and_then(|extension| index(extension, "source"));
        let source = of_extension.or(index(texture, "source")).filter(|source| is_made(*source));
        let (Some(source), Value::Object(object)) = (source, &mut *texture) else { continue };
        object.remove("source");
        take_extension(texture, WEBP);
        put_extension(texture, name, json!({"source": source}));
        is_used = true;
    }
    forget_pictures(document);
    if is_used {
        document.declare(name, true);
    }
}

/// Extensions that no texture has any more are not asked for.
fn forget_pictures(document: &mut Document) {
    for name in PICTURE_EXTENSIONS {
        if !document::has_extension(&document.root, name) {
            document.retract(name);
        }
    }
}
