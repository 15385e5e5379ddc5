//! What a manifest names beside scenes: pictures are derived like those of scenes, everything else goes as it came.

use std::collections::{BTreeMap, BTreeSet};

use hall::beside;
use hall::manifest::{Anchor, Hall, MediaKind};

use crate::error::PackError;
use crate::listing::{FileRef, Media};
use crate::pictures;
use crate::store::sha256;
use crate::texture::{self, Tier, Usage};
use crate::work::{Change, Step, Work};

/// What a file is to the manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Picture,
    /// Shown by other sites as the hall's sign, which often know JPEG only.
    Poster,
    /// Whatever is played, read or measured by others.
    Other,
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

fn named(hall: &Hall) -> BTreeMap<&str, Kind> {
    let mut named = BTreeMap::new();
    let tours = hall.tours.iter().flat_map(|tour| &tour.stops);
    let spoken = tours.flat_map(|stop| stop.audio.values().chain(stop.captions.values()));
    let screens = hall.screens.iter().flat_map(|screen| screen.captions.values().chain([&screen.file]));
    let sounds = hall.audio.iter().map(|sound| &sound.file);
    let media = hall.exhibits.iter().flat_map(|exhibit| &exhibit.media);
    let (pictures, others): (Vec<_>, Vec<_>) = media.partition(|media| media.kind == MediaKind::Image);
    let others = others.into_iter().map(|media| &media.file);
    let other = spoken.chain(screens).chain(sounds).chain(others).chain(&hall.environment.panorama);
    named.extend(other.map(|path| (path.as_str(), Kind::Other)));
    named.extend(hall.poster.iter().map(|path| (path.as_str(), Kind::Poster)));
    let pictures = pictures.into_iter().map(|media| &media.file).chain(hall.floor_plan.iter().map(|plan| &plan.file));
    let pictures = pictures.chain(hall.screens.iter().filter_map(|screen| screen.poster.as_ref()));
    named.extend(pictures.map(|path| (path.as_str(), Kind::Picture)));
    named
}

/// Packs everything that `hall`, read from `entry`, names but scenes and models. What is not there is warned of.
pub fn pack_media(
    work: &Work<'_>,
    entry: &str,
    hall: &Hall,
    sources: &mut BTreeMap<String, String>,
) -> Result<BTreeMap<String, Media>, PackError> {
    let mut packed = BTreeMap::new();
    for (path, kind) in named(hall) {
        work.tell(Step::Pictures, path, 0.0)?;
        let Some(bytes) = (work.file)(&beside(entry, path)) else {
            work.warn(format!("缺少文件“{path}”"), format!("the file {path:?} is missing"));
            continue;
        };
        sources.insert(beside(entry, path), sha256(&bytes));
        let media = match kind {
            Kind::Other => Media::One(work.store.put(&bytes, ending(path))?),
            _ => picture(work, path, &bytes, kind)?,
        };
        let after_bytes = media.of_tier(Tier::Desktop).map_or(0, |file| file.size_bytes);
        if kind != Kind::Other {
            let change = Change { before_bytes: bytes.len() as u64, after_bytes };
            work.note(Step::Pictures, change.before_bytes, change.after_bytes);
        }
        packed.insert(path.to_owned(), media);
    }
    Ok(packed)
}

fn picture(work: &Work<'_>, path: &str, bytes: &[u8], kind: Kind) -> Result<Media, PackError> {
    // What moves would stand still.
    if !pictures::is_still(bytes) || texture::is_moving(bytes) {
        return Ok(Media::One(work.store.put(bytes, ending(path))?));
    }
    if kind == Kind::Poster {
        return match texture::poster(bytes, work.limits) {
            Ok(poster) => Ok(Media::One(work.store.put(&poster, "jpg")?)),
            Err(fault) => Err(PackError::Picture { place: path.into(), fault }),
        };
    }
    let (files, fault) = pictures::files(work.store, work.limits, bytes, Usage::PICTURE, path)?;
    if let Some(fault) = fault {
        pictures::warn(work, path, &fault);
    }
    let tiers: BTreeMap<Tier, FileRef> = Tier::ALL.into_iter().zip(files).collect();
    Ok(Media::Tiers(tiers))
}

/// The ending of a name, if it is one that can stand in an address; it tells a server the type.
fn ending(path: &str) -> &str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_plain = !ending.is_empty() && ending.len() <= 5 && ending.chars().all(|c| c.is_ascii_alphanumeric());
    if is_plain { ending } else { "bin" }
}
