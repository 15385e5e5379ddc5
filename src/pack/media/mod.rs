//! What a manifest names beside scenes: pictures are derived like those of scenes, everything else is looked through and goes without what nobody sees or hears.

mod accept;
mod advice;
mod boxes;
mod codec;
mod document;
mod drawing;
mod drawing_cost;
mod faststart;
mod look;
mod movie;
mod moving;
mod samples;
mod sound;
mod texts;
mod webm;
mod wrong;

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use hall::manifest::{Anchor, Hall, MediaKind};
use hall::{Limits, beside, is_plain_path};

use crate::error::PackError;
use crate::listing::{FileRef, Media};
use crate::pictures;
use crate::store::{Store, sha256};
use crate::texture::{self, Fault, Tier, Usage};
use crate::work::{Step, Work};
use accept::{Product, Role, accept};

pub use accept::Facts;
pub use look::{Look, Medium, look};
pub use texts::cleaned;
pub use wrong::Wrong;

/// A place in a manifest that names a file.
struct Use<'a> {
    /// As a path of JSON: `exhibits[0].media[1].file`.
    place: String,
    path: &'a str,
    role: Role,
}

/// Nodes that a manifest refers to by name.
pub fn named_nodes(hall: &Hall) -> BTreeSet<String> {
    let anchors = hall.exhibits.iter().map(|exhibit| &exhibit.anchor);
    let anchors = anchors.chain(hall.portals.iter().map(|portal| &portal.anchor));
    let anchors = anchors.chain(hall.audio.iter().filter_map(|sound| sound.anchor.as_ref()));
    let nodes = anchors.filter_map(|anchor| match anchor {
        Anchor::Node(name) => Some(name.clone()),
        Anchor::Position(_) => None,
    });
    nodes.chain(hall.screens.iter().map(|screen| screen.node.clone())).collect()
}

/// Scenes and models that a manifest names, each once.
pub fn scenes(hall: &Hall) -> Vec<String> {
    let models = hall.exhibits.iter().filter_map(|exhibit| exhibit.model.as_ref());
    let mut scenes: Vec<String> = Vec::new();
    for path in hall.scenes.iter().chain(models) {
        if !scenes.contains(path) {
            scenes.push(path.clone());
        }
    }
    scenes
}

/// Every place that names a file which is neither scene nor model, in the order of the manifest's format.
fn uses(hall: &Hall) -> Vec<Use<'_>> {
    let mut uses = Vec::new();
    let mut add = |place: String, path, role| uses.push(Use { place, path, role });
    if let Some(poster) = &hall.poster {
        add("poster".into(), poster, Role::Poster);
    }
    if let Some(panorama) = &hall.environment.panorama {
        add("environment.panorama".into(), panorama, Role::Panorama);
    }
    for (i, exhibit) in hall.exhibits.iter().enumerate() {
        for (m, media) in exhibit.media.iter().enumerate() {
            let role = match media.kind {
                MediaKind::Image => Role::Picture,
                MediaKind::Video => Role::Film,
                MediaKind::Audio => Role::Sound,
                MediaKind::Document => Role::Document,
            };
            add(format!("exhibits[{i}].media[{m}].file"), &media.file, role);
        }
    }
    for (i, screen) in hall.screens.iter().enumerate() {
        add(format!("screens[{i}].file"), &screen.file, Role::Screen);
        if let Some(poster) = &screen.poster {
            add(format!("screens[{i}].poster"), poster, Role::Picture);
        }
        for (lang, file) in &screen.captions {
            add(format!("screens[{i}].captions.{lang}"), file, Role::Captions);
        }
    }
    for (i, tour) in hall.tours.iter().enumerate() {
        for (s, stop) in tour.stops.iter().enumerate() {
            for (key, files, role) in
                [("audio", &stop.audio, Role::Sound), ("captions", &stop.captions, Role::Captions)]
            {
                for (lang, file) in files {
                    add(format!("tours[{i}].stops[{s}].{key}.{lang}"), file, role);
                }
            }
        }
    }
    if let Some(plan) = &hall.floor_plan {
        add("floor_plan.file".into(), &plan.file, Role::Picture);
    }
    for (i, sound) in hall.audio.iter().enumerate() {
        add(format!("audio[{i}].file"), &sound.file, Role::Sound);
    }
    uses
}

/// Packs everything that `hall`, read from `entry`, names but scenes and models. What is not there is warned of.
///
/// # Errors
/// For what visitors can't be shown, or should not.
pub fn pack_media(
    work: &Work<'_>,
    entry: &str,
    hall: &Hall,
    sources: &mut BTreeMap<String, String>,
) -> Result<BTreeMap<String, Media>, PackError> {
    let mut named: BTreeMap<&str, Role> = BTreeMap::new();
    for Use { path, role, .. } in uses(hall) {
        let known = named.entry(path).or_insert(role);
        *known = role.max(*known);
    }
    let (mut packed, mut jobs) = (BTreeMap::new(), Vec::new());
    for (path, role) in named {
        work.tell(Step::Pictures, path, 0.0)?;
        let bytes = Some(path).filter(|path| is_plain_path(path)).and_then(|path| (work.file)(&beside(entry, path)));
        let Some(bytes) = bytes else {
            work.warn(format!("缺少文件“{path}”"), format!("the file {path:?} is missing"));
            continue;
        };
        sources.insert(beside(entry, path), sha256(&bytes));
        let accepted = accept(role, path, &bytes, work.limits)
            .map_err(|wrong| PackError::Media { path: path.into(), wrong: Box::new(wrong) })?;
        match accepted.product {
            Product::File(bytes, ending) => {
                packed.insert(path.to_owned(), Media::One(work.store.put(&bytes, ending)?));
            }
            product => jobs.push(Job { path, bytes, role, product }),
        }
    }
    let (store, limits) = (work.store, work.limits);
    let bytes =
        |at: usize| texture::size(&jobs[at].bytes).map_or(u64::MAX, |size| pictures::memory(size, Usage::PICTURE));
    let made = pictures::several(work, entry, jobs.len(), bytes, |at| jobs[at].picture(store, limits))?;
    for (Job { path, bytes, .. }, (media, fault)) in jobs.into_iter().zip(made) {
        if let Some(fault) = fault {
            pictures::warn(work, path, &fault);
        }
        let after_bytes = media.of_tier(Tier::Desktop).map_or(0, |file| file.size_bytes);
        work.note(Step::Pictures, bytes.len() as u64, after_bytes);
        packed.insert(path.to_owned(), media);
    }
    Ok(packed)
}

/// A picture that is to be made anew.
struct Job<'a> {
    path: &'a str,
    bytes: Bytes,
    role: Role,
    product: Product,
}

impl Job<'_> {
    /// The picture for each tier; a plain one, and why, if it can't be read.
    fn picture(&self, store: &Store, limits: &Limits) -> Result<(Media, Option<Fault>), PackError> {
        let Self { path, bytes, role, product } = self;
        let is_drawing = matches!(product, Product::Drawing);
        let fault = |fault| PackError::Picture { place: (*path).into(), fault };
        let draw = || {
            let drawn = drawing::draw(bytes);
            drawn.map_err(|wrong| PackError::Media { path: (*path).into(), wrong: Box::new(wrong) })
        };
        if *role == Role::Poster {
            let poster = if is_drawing { texture::poster_of(draw()?) } else { texture::poster(bytes, limits) };
            return Ok((Media::One(store.put(&poster.map_err(fault)?, "jpg")?), None));
        }
        let (files, fault) = match product {
            Product::Panorama => (pictures::panoramas(store, bytes, path)?, None),
            Product::Drawing => (pictures::drawn(store, bytes, path, draw)?, None),
            _ => pictures::files(store, limits, bytes, Usage::PICTURE, path)?,
        };
        let tiers: BTreeMap<Tier, FileRef> = Tier::ALL.into_iter().zip(files).collect();
        Ok((Media::Tiers(tiers), fault))
    }
}
