//! The second product of a scene: the same GLB with pictures as KTX2, which take a quarter or less of the memory of a device, and minutes to make.

use std::num::NonZero;
use std::thread;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::TOOL;
use crate::document::Document;
use crate::error::PackError;
use crate::listing::FileRef;
use crate::pictures::{DESKTOP, in_parallel, is_still};
use crate::store::{Made, key};
use crate::texture;
use crate::work::{Change, Step, Work};

/// `KHR_texture_basisu`.
pub const EXTENSION: &str = "KHR_texture_basisu";

/// Pixels in the encoder at a time: it takes about 80 bytes for each, and a worker has four gigabytes.
const PIXELS_AT_ONCE: u64 = 24_000_000;

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
    let pixels = |bytes: &Bytes| texture::size(bytes).map_or(0, |(w, h)| u64::from(w) * u64::from(h));
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
