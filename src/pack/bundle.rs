//! All pictures of a scene in one file, small ones first: one request in place of many, and colours long before details.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use hall::{ImageHeader, ImageType};
use serde::{Deserialize, Serialize};

use crate::TOOL;
use crate::error::PackError;
use crate::listing::{Bundle, FileRef, Pack, ScenePack, TierFiles};
use crate::store::{Made, key};
use crate::texture::{self, Tier};
use crate::work::Work;

/// The longer side of a small picture, pixels: what one sees of a poster while it comes.
const SMALL_SIDE: u32 = 64;
/// What is shorter comes soon enough by itself, bytes.
const SMALL_WORTH_BYTES: u64 = 4096;
/// Nothing that a server would try to make smaller once more.
const ENDING: &str = "bundle";
/// Fewer pictures are asked for one by one.
const PICTURES_MIN: usize = 2;

/// As a cache remembers it.
#[derive(Serialize, Deserialize)]
struct Record(Bundle);

impl Made for Record {
    fn files(&self) -> Vec<&FileRef> {
        vec![&self.0.file]
    }
}

/// Bundles the pictures of every scene, for each tier, in the order that they have by now.
///
/// # Errors
/// When a file cannot be read or written.
pub fn bundle(work: &Work<'_>, pack: &mut Pack) -> Result<(), PackError> {
    for scene in &mut pack.scenes {
        let sources = scene.tiers.get(&Tier::Phone).map(|files| files.pictures.clone()).unwrap_or_default();
        let ScenePack { tiers, ktx2, pictures, .. } = scene;
        let is_light: Vec<bool> = pictures.iter().map(|seen| seen.is_light).collect();
        // Small pictures are the same for everyone.
        let mut known: BTreeMap<Vec<FileRef>, Option<Bundle>> = BTreeMap::new();
        for files in tiers.values_mut().chain(ktx2.values_mut()) {
            let bundle = match known.get(&files.pictures) {
                Some(bundle) => bundle.clone(),
                None => of_tier(work, files, (&sources, &is_light))?,
            };
            known.insert(files.pictures.clone(), bundle.clone());
            files.bundle = bundle;
        }
    }
    Ok(())
}

/// The bundle of a tier. `sources` are the same pictures in a form that small ones are made of, and which of them are light.
fn of_tier(
    work: &Work<'_>,
    files: &TierFiles,
    (sources, is_light): (&[FileRef], &[bool]),
) -> Result<Option<Bundle>, PackError> {
    let mut known = BTreeSet::new();
    let pictures = files.pictures.iter().zip(sources).enumerate().filter(|(_, (file, _))| known.insert(&file.file));
    let pictures: Vec<_> = pictures.collect();
    if pictures.len() < PICTURES_MIN || files.pictures.len() != sources.len() {
        return Ok(None);
    }
    let names = pictures.iter().flat_map(|(_, (file, source))| [file.file.as_bytes(), source.file.as_bytes()]);
    let key = key([TOOL.as_bytes(), b"bundle"].into_iter().chain(names));
    let Record(bundle) = work.store.cached(&key, || {
        let (mut all, mut whole) = (Vec::new(), Vec::new());
        let (mut small_bytes, mut memory_bytes) = (Vec::new(), Vec::new());
        for (at, (file, source)) in &pictures {
            let picture = work.store.read(file)?;
            let is_worth = file.size_bytes > SMALL_WORTH_BYTES && is_light.get(*at) != Some(&true);
            let small = if is_worth { small(work, source)? } else { Vec::new() };
            small_bytes.push(small.len() as u64);
            memory_bytes.push(memory(&picture));
            all.extend(small);
            whole.extend(picture);
        }
        all.extend(whole);
        Ok(Record(Bundle { file: work.store.put(&all, ENDING)?, small_bytes, memory_bytes }))
    })?;
    Ok(Some(bundle))
}

/// Empty for what is of a kind that is not taken apart.
fn small(work: &Work<'_>, source: &FileRef) -> Result<Vec<u8>, PackError> {
    Ok(texture::small(&work.store.read(source)?, SMALL_SIDE, work.limits).unwrap_or_default())
}

/// What a picture takes on a device with all its levels, about, bytes: packed ones at most a byte a pixel, others four; a third of it for the smaller levels.
fn memory(picture: &Bytes) -> u64 {
    let pixel_bytes = if ImageType::sniff(picture) == Some(ImageType::Ktx2) { 1 } else { 4 };
    let size = ImageHeader::read(picture).map_or((0, 0), |header| (header.width, header.height));
    u64::from(size.0) * u64::from(size.1) * pixel_bytes * 4 / 3
}
