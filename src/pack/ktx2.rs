//! The second product of a scene: the same GLB with pictures as KTX2, which take a quarter or less of the memory of a device, and minutes to make.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::thread;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::TOOL;
use crate::document::Document;
use crate::error::PackError;
use crate::listing::{FileRef, TierFiles};
use crate::pictures::{DESKTOP, count, in_parallel, is_still};
use crate::store::{Made, key};
use crate::texture;
use crate::verdict::{Device, Measure, budget, in_bytes, memory_bytes};
use crate::work::{Change, Step, Work};

/// `KHR_texture_basisu`.
pub const EXTENSION: &str = "KHR_texture_basisu";

/// Pixels in the encoder at a time: it takes about 80 bytes for each, and a worker has four gigabytes.
const PIXELS_AT_ONCE: u64 = 24_000_000;

/// Pictures that take less than this on a phone that unpacks them leave it room enough: half of what it takes well.
const ROOMY_BYTES: u64 = budget(Device::Phone, Measure::TextureBytes).good / 2;

/// The files of one picture for each tier, in the order of [`texture::Tier::ALL`]; none for one that stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Encoded(pub Vec<FileRef>);

impl Made for Encoded {
    fn files(&self) -> Vec<&FileRef> {
        self.0.iter().collect()
    }
}

/// Encodes the pictures of a document, each with its smaller levels; kept in the cache one by one, so that whoever is interrupted goes on where it was.
///
/// # Errors
/// When the disk fails, or who watches has had enough. A picture that can't be read stays what it was made of it before.
pub fn encode_all(work: &Work<'_>, path: &str, document: &Document) -> Result<Vec<Encoded>, PackError> {
    let usages = texture::usages(document);
    let pixels = |bytes: &Bytes| texture::size(bytes).map_or(0, count);
    let largest = document.images.iter().flatten().map(pixels).max().unwrap_or(0).max(1);
    let fitting = usize::try_from(PIXELS_AT_ONCE / largest).unwrap_or(usize::MAX).max(1);
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(fitting);
    let (store, limits) = (work.store, work.limits);
    work.tell(Step::Ktx2, path, 0.0)?;
    in_parallel(work, (Step::Ktx2, path), document.images.len(), threads, |at| {
        let (Some(source), Some(Some(usage))) = (document.images[at].as_deref(), usages.get(at)) else {
            return Ok(Encoded::default());
        };
        if usage.is_raw || !is_still(source) {
            return Ok(Encoded::default());
        }
        let context = format!("{usage:?} {}", limits.image_side);
        let encoded = store.cached(&key([TOOL.as_bytes(), b"ktx2", context.as_bytes(), source]), || {
            let tiers = texture::ktx2::derive(source, *usage, limits);
            let tiers = tiers.map_err(|fault| PackError::Picture { place: format!("{path}, images[{at}]"), fault })?;
            let files = tiers.iter().flatten().map(|bytes| store.put(bytes, "ktx2"));
            files.collect::<Result<_, _>>().map(Encoded)
        });
        match encoded {
            // Of what can't be read the first product has said so.
            Err(PackError::Picture { .. }) => Ok(Encoded::default()),
            encoded => encoded,
        }
    })
}

/// What became of the pictures of a document, as most visitors get it.
pub fn change(document: &Document, encoded: &[Encoded]) -> Change {
    let of_encoded = document.images.iter().zip(encoded).filter(|(_, encoded)| !encoded.0.is_empty());
    let before = of_encoded.clone().filter_map(|(image, _)| image.as_ref()).map(|bytes| bytes.len() as u64);
    let after = of_encoded.filter_map(|(_, encoded)| encoded.0.get(DESKTOP)).map(|file| file.size_bytes);
    Change { before_bytes: before.sum(), after_bytes: after.sum() }
}

/// Says so where KTX2 makes a scene larger and spares nobody anything; `webp` and `ktx2` are what a phone would fetch.
///
/// # Errors
/// When the disk fails.
pub fn ensure_worth(work: &Work<'_>, path: &str, webp: &TierFiles, ktx2: &TierFiles) -> Result<(), PackError> {
    let mut known = BTreeSet::new();
    let mut unpacked_bytes = 0;
    for file in webp.pictures.iter().filter(|file| known.insert(&file.file)) {
        unpacked_bytes += memory_bytes(texture::size(&work.store.read(file)?).unwrap_or_default(), 4);
    }
    let more_bytes = ktx2.total_bytes.saturating_sub(webp.total_bytes);
    if unpacked_bytes < ROOMY_BYTES && more_bytes > 0 {
        let (memory, more) = (in_bytes(unpacked_bytes), in_bytes(more_bytes));
        work.warn(
            format!("{path} 的图片在手机上解开也只占 {memory}，改用 KTX2 反而要多下载 {more}；不加 --ktx2 更合适"),
            format!("the pictures of {path} take no more than {memory} on a phone that unpacks them, and as KTX2 {more} more to fetch: better without --ktx2"),
        );
    }
    Ok(())
}
