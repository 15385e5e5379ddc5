//! The pictures of a document, several at a time.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use bytes::Bytes;
use hall::{ImageType, Limits};
use serde::{Deserialize, Serialize};

use crate::TOOL;
use crate::allowance::{Allowance, PIXELS};
use crate::document::{Address, Document};
use crate::error::PackError;
use crate::listing::FileRef;
use crate::store::{Made, Store, key};
use crate::texture::{self, Fault, Tier, Usage};
use crate::work::{Change, Step, Work};

/// What became of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Derived {
    /// A file for each tier, in the order of [`Tier::ALL`].
    Tiers(Vec<FileRef>),
    /// A file as it came, for something that reads it in its own way.
    AsItCame(FileRef, ImageType),
    /// Nothing shows it.
    Unused,
}

impl Derived {
    /// The file for the tier of this number.
    pub fn file(&self, tier: usize) -> Option<&FileRef> {
        match self {
            Self::Tiers(files) => files.get(tier),
            Self::AsItCame(file, _) => Some(file),
            Self::Unused => None,
        }
    }

    /// How a document beside it calls it.
    pub fn address(&self, tier: usize) -> Option<Address> {
        let mime = match self {
            Self::AsItCame(_, kind) => kind.mime(),
            _ => ImageType::WebP.mime(),
        };
        let name = self.file(tier)?.file.rsplit('/').next()?;
        Some(Address { uri: name.into(), mime: mime.into() })
    }

    /// Whether it was made here.
    pub fn is_webp(&self) -> bool {
        matches!(self, Self::Tiers(_))
    }
}

/// The files of one picture, as a cache remembers them.
#[derive(Serialize, Deserialize)]
struct Files(Vec<FileRef>);

impl Made for Files {
    fn files(&self) -> Vec<&FileRef> {
        self.0.iter().collect()
    }
}

/// Derives all pictures of a document. A broken one becomes plain, with a warning.
///
/// # Errors
/// For pictures that are larger than the limits allow, before any of them is unpacked.
pub fn derive_all(work: &Work<'_>, path: &str, document: &Document) -> Result<Vec<Derived>, PackError> {
    ensure_few_pixels(work.limits, path, document)?;
    let usages = texture::usages(document);
    let count = document.images.len();
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(count);
    let mut derived = vec![Derived::Unused; count];
    let next = AtomicUsize::new(0);
    let allowance = Allowance::new(PIXELS);
    let (store, limits) = (work.store, work.limits);
    thread::scope(|scope| {
        let (sender, results) = mpsc::channel();
        for _ in 0..threads {
            let (sender, next, usages, allowance) = (sender.clone(), &next, &usages, &allowance);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(Some(usage)) = usages.get(at) else { if at < count { continue } else { break } };
                    let source = document.images[at].as_deref();
                    let size = source.and_then(texture::size).unwrap_or_default();
                    let share = allowance.take(u64::from(size.0) * u64::from(size.1));
                    let result = derive(store, limits, (path, at), source, *usage);
                    drop(share);
                    // Nobody listens any more when the pack was cancelled.
                    if sender.send((at, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (done, (at, result)) in results.into_iter().enumerate() {
            work.tell(Step::Pictures, path, done as f32 / count as f32)?;
            let (made, fault) = result?;
            if let Some(fault) = fault {
                warn(work, &format!("{path}, images[{at}]"), &fault);
            }
            derived[at] = made;
        }
        Ok(derived)
    })
}

/// Says that a picture was replaced by a plain one.
pub fn warn(work: &Work<'_>, place: &str, fault: &Fault) {
    work.warn(
        format!("图片 {place} 不能使用，改用纯色：{fault}"),
        format!("the picture {place} can't be used, a plain one stands in: {fault}"),
    );
}

fn ensure_few_pixels(limits: &Limits, path: &str, document: &Document) -> Result<(), PackError> {
    let mut found = 0_u64;
    for (at, bytes) in document.images.iter().enumerate() {
        let Some((width, height)) = bytes.as_ref().and_then(|bytes| texture::size(bytes)) else { continue };
        if width.max(height) > limits.image_side {
            let fault = Fault::TooLarge { width, height, side_max: limits.image_side };
            return Err(PackError::Picture { place: format!("{path}, images[{at}]"), fault });
        }
        found += u64::from(width) * u64::from(height);
    }
    let (path, limit) = (path.to_owned(), limits.image_pixels);
    if found > limit { Err(PackError::Pixels { path, found, limit }) } else { Ok(()) }
}

fn derive(
    store: &Store,
    limits: &Limits,
    (path, at): (&str, usize),
    source: Option<&[u8]>,
    usage: Usage,
) -> Result<(Derived, Option<Fault>), PackError> {
    let Some(source) = source else {
        let fault = Fault::Broken("missing, or of an unknown kind".into());
        return Ok((Derived::Tiers(put_all(store, &texture::neutral(usage))?.0), Some(fault)));
    };
    let kind = ImageType::sniff(source).unwrap_or(ImageType::Png);
    if usage.is_raw || matches!(kind, ImageType::Avif | ImageType::Ktx2) {
        let ending = kind.mime().strip_prefix("image/").unwrap_or("bin");
        return Ok((Derived::AsItCame(store.put(source, ending)?, kind), None));
    }
    let place = format!("{path}, images[{at}]");
    let (files, fault) = files(store, limits, source, usage, &place)?;
    Ok((Derived::Tiers(files), fault))
}

/// The files of a picture for each tier, from the cache if they are there; plain ones, and why, if it can't be read.
///
/// # Errors
/// For a picture that is larger than the limits allow.
pub fn files(
    store: &Store,
    limits: &Limits,
    source: &[u8],
    usage: Usage,
    place: &str,
) -> Result<(Vec<FileRef>, Option<Fault>), PackError> {
    let context = format!("{usage:?} {}", limits.image_side);
    let key = key([TOOL.as_bytes(), b"picture", context.as_bytes(), source]);
    let made = store.cached(&key, || {
        let derived = texture::derive(source, usage, limits);
        put_all(store, &derived.map_err(|fault| PackError::Picture { place: place.into(), fault })?)
    });
    match made {
        Ok(files) => Ok((files.0, None)),
        Err(PackError::Picture { fault, .. }) if !matches!(fault, Fault::TooLarge { .. }) => {
            Ok((put_all(store, &texture::neutral(usage))?.0, Some(fault)))
        }
        Err(error) => Err(error),
    }
}

fn put_all(store: &Store, tiers: &[Bytes; Tier::ALL.len()]) -> Result<Files, PackError> {
    tiers.iter().map(|bytes| store.put(bytes, "webp")).collect::<Result<Vec<_>, _>>().map(Files)
}

/// What the pictures of a document take.
pub fn source_bytes(document: &Document) -> u64 {
    document.images.iter().flatten().map(|bytes| bytes.len() as u64).sum()
}

/// What became of that, as most visitors get it.
pub fn change(document: &Document, derived: &[Derived]) -> Change {
    let desktop = Tier::ALL.iter().position(|tier| *tier == Tier::Desktop).unwrap_or(0);
    let after = derived.iter().filter_map(|derived| derived.file(desktop)).map(|file| file.size_bytes);
    Change { before_bytes: source_bytes(document), after_bytes: after.sum() }
}
