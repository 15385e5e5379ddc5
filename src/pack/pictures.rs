//! The pictures of a document, several at a time.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use bytes::Bytes;
use hall::{ImageType, Limits};
use serde::{Deserialize, Serialize};

use crate::TOOL;
use crate::bake::Whole;
use crate::document::{Address, Document};
use crate::error::PackError;
use crate::gate::Gate;
use crate::listing::FileRef;
use crate::store::{Made, Store, key};
use crate::texture::{self, Content, Fault, Tier, Usage};
use crate::work::{Change, Step, Work};

/// Memory of all pictures that are made at the same time: two of 2048² in colour.
const BYTES_AT_ONCE: u64 = 96 << 20;
/// What a pixel takes while it is encoded: what was decoded, what libwebp makes of it first, and what it encodes.
const PIXEL_BYTES: u64 = 12;
/// The same where no channel may bleed into another, for which libwebp works with sixteen bits.
const SHARP_PIXEL_BYTES: u64 = 16;
/// The number of the tier that most visitors get.
pub const DESKTOP: usize = 1;

/// What became of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Derived {
    /// A file for each tier, in the order of [`Tier::ALL`], and what was made of it.
    Tiers(Vec<FileRef>, ImageType),
    /// A file as it came, for something that reads it in its own way.
    AsItCame(FileRef, ImageType),
    /// Nothing shows it.
    Unused,
}

impl Derived {
    /// The file for the tier of this number.
    pub fn file(&self, tier: usize) -> Option<&FileRef> {
        match self {
            Self::Tiers(files, _) => files.get(tier),
            Self::AsItCame(file, _) => Some(file),
            Self::Unused => None,
        }
    }

    /// How a document beside it calls it.
    pub fn address(&self, tier: usize) -> Option<Address> {
        let (Self::Tiers(_, kind) | Self::AsItCame(_, kind)) = self else { return None };
        let mime = kind.mime();
        let name = self.file(tier)?.file.rsplit('/').next()?;
        Some(Address { uri: name.into(), mime: mime.into() })
    }

    /// Whether it was made here.
    pub fn is_webp(&self) -> bool {
        matches!(self, Self::Tiers(_, ImageType::WebP))
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

/// The pictures of a document, and what it does with each.
#[derive(Clone, PartialEq)]
pub struct Pictures {
    images: Vec<Option<Bytes>>,
    usages: Vec<Option<Usage>>,
}

impl Pictures {
    /// Of a document as it is now.
    pub fn of(document: &Document) -> Self {
        Self { images: document.images.clone(), usages: texture::usages(document) }
    }
}

/// Derives all pictures of a document. A broken one becomes plain, with a warning.
///
/// # Errors
/// For pictures that are larger than the limits allow, before any of them is unpacked.
pub fn derive_all(work: &Work<'_>, path: &str, pictures: &Pictures) -> Result<Vec<Derived>, PackError> {
    let Pictures { images, usages } = pictures;
    ensure_few_pixels(work.limits, path, images)?;
    let (store, limits) = (work.store, work.limits);
    let bytes = |at: usize| match usages.get(at) {
        Some(Some(usage)) => images[at].as_deref().and_then(texture::size).map_or(0, |size| memory(size, *usage)),
        _ => 0,
    };
    let made = several(work, path, images.len(), bytes, |at| match usages.get(at) {
        Some(Some(usage)) => derive(store, limits, (path, at), images[at].as_deref(), *usage),
        _ => Ok((Derived::Unused, None)),
    })?;
    for (at, (_, fault)) in made.iter().enumerate() {
        if let Some(fault) = fault {
            warn(work, &format!("{path}, images[{at}]"), fault);
        }
    }
    Ok(made.into_iter().map(|(derived, _)| derived).collect())
}

/// Lets the smallest tier have pages of light with all that shines.
///
/// # Errors
/// As [`derive_all`].
pub fn put_light(
    work: &Work<'_>,
    path: &str,
    document: &Document,
    whole: &Whole,
    derived: &mut [Derived],
) -> Result<(), PackError> {
    const PHONE: usize = 0;
    for (at, (derived, usage)) in derived.iter_mut().zip(texture::usages(document)).enumerate() {
        let page = whole.page(document.images.get(at).and_then(Option::as_ref));
        let (Some(page), Some(usage), Derived::Tiers(files, _)) = (page, usage, derived) else { continue };
        let (made, _) = derive(work.store, work.limits, (path, at), Some(page), usage)?;
        if let (Some(file), Some(made)) = (files.get_mut(PHONE), made.file(PHONE)) {
            file.clone_from(made);
        }
    }
    Ok(())
}

/// What a picture of this width and height takes while it is made, bytes.
pub fn memory(size: (u32, u32), usage: Usage) -> u64 {
    let each = if usage.content == Content::Color { PIXEL_BYTES } else { SHARP_PIXEL_BYTES };
    count(size).saturating_mul(each)
}

/// Does `make` for each picture, several at a time, as many as there is memory for. `bytes` says how much of it one takes.
///
/// # Errors
/// The first that anything fails with, or who watches has had enough.
pub fn several<T: Send>(
    work: &Work<'_>,
    path: &str,
    count: usize,
    bytes: impl Fn(usize) -> u64 + Sync,
    make: impl Fn(usize) -> Result<T, PackError> + Sync,
) -> Result<Vec<T>, PackError> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let gate = Gate::new(BYTES_AT_ONCE);
    in_parallel(work, (Step::Pictures, path), count, threads, |at| {
        let _pass = gate.enter(bytes(at));
        make(at)
    })
}

/// Does `make` for each number below `count` in several threads, and tells; what was made stands in the order of the numbers.
///
/// # Errors
/// The first that anything fails with, or who watches has had enough.
pub fn in_parallel<T: Send>(
    work: &Work<'_>,
    (step, path): (Step, &str),
    count: usize,
    threads: usize,
    make: impl Fn(usize) -> Result<T, PackError> + Sync,
) -> Result<Vec<T>, PackError> {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (sender, results) = mpsc::channel();
        for _ in 0..threads.min(count) {
            let (sender, next, make) = (sender.clone(), &next, &make);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    // Nobody listens any more when the pack was cancelled.
                    if at >= count || sender.send((at, make(at))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut made: Vec<Option<T>> = (0..count).map(|_| None).collect();
        for (done, (at, result)) in results.into_iter().enumerate() {
            work.tell(step, path, done as f32 / count as f32)?;
            made[at] = Some(result?);
        }
        Ok(made.into_iter().flatten().collect())
    })
}

/// Says that a picture was replaced by a plain one.
pub fn warn(work: &Work<'_>, place: &str, fault: &Fault) {
    let why = fault.words();
    work.warn(
        format!("图片 {place} 不能使用，改用纯色：{}", why.zh),
        format!("the picture {place} can't be used, a plain one stands in: {}", why.en),
    );
}

/// Pixels of a picture of this width and height.
pub fn count((width, height): (u32, u32)) -> u64 {
    u64::from(width) * u64::from(height)
}

fn ensure_few_pixels(limits: &Limits, path: &str, images: &[Option<Bytes>]) -> Result<(), PackError> {
    let mut found = 0_u64;
    for (at, bytes) in images.iter().enumerate() {
        let Some((width, height)) = bytes.as_ref().and_then(|bytes| texture::size(bytes)) else { continue };
        if width.max(height) > limits.image_side {
            let fault = Fault::TooLarge { width, height, side_max: limits.image_side };
            return Err(PackError::Picture { place: format!("{path}, images[{at}]"), fault });
        }
        found += count((width, height));
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
        return Ok((
            Derived::Tiers(put_all(store, &texture::neutral(usage))?.0, ImageType::WebP),
            Some(Fault::Unknown),
        ));
    };
    let kind = ImageType::sniff(source).unwrap_or(ImageType::Png);
    if usage.is_raw || matches!(kind, ImageType::Avif | ImageType::Ktx2) {
        let ending = kind.mime().strip_prefix("image/").unwrap_or("bin");
        return Ok((Derived::AsItCame(store.put(source, ending)?, kind), None));
    }
    let place = format!("{path}, images[{at}]");
    let (files, fault) = files(store, limits, source, usage, &place)?;
    Ok((Derived::Tiers(files, ImageType::WebP), fault))
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

/// The files of a drawing for each tier, from the cache if they are there.
///
/// # Errors
/// For what can't be drawn or encoded.
pub fn drawn(
    store: &Store,
    source: &[u8],
    place: &str,
    draw: impl FnOnce() -> Result<texture::Pixels, PackError>,
) -> Result<Vec<FileRef>, PackError> {
    let key = key([TOOL.as_bytes(), b"drawing", source]);
    let made = store.cached(&key, || {
        let derived = texture::derive_pixels(draw()?, Usage::PICTURE);
        put_all(store, &derived.map_err(|fault| PackError::Picture { place: place.into(), fault })?)
    });
    made.map(|files| files.0)
}

/// The files of a panorama for each tier, from the cache if they are there.
///
/// # Errors
/// For what is no panorama.
pub fn panoramas(store: &Store, source: &[u8], place: &str) -> Result<Vec<FileRef>, PackError> {
    let key = key([TOOL.as_bytes(), b"panorama", source]);
    let made = store.cached(&key, || {
        let broken = |why: &str| PackError::Picture { place: place.into(), fault: Fault::Broken(why.into()) };
        let tiers = texture::panoramas(source).map_err(broken)?;
        tiers.iter().map(|bytes| store.put(bytes, "hdr")).collect::<Result<_, _>>().map(Files)
    });
    made.map(|files| files.0)
}

fn put_all(store: &Store, tiers: &[Bytes; Tier::ALL.len()]) -> Result<Files, PackError> {
    tiers.iter().map(|bytes| store.put(bytes, "webp")).collect::<Result<Vec<_>, _>>().map(Files)
}

/// Whether a picture is of a kind that is taken apart here.
pub fn is_still(bytes: &[u8]) -> bool {
    matches!(ImageType::sniff(bytes), Some(ImageType::Png | ImageType::Jpeg | ImageType::WebP))
}

/// What the pictures of a document take.
pub fn source_bytes(document: &Document) -> u64 {
    document.images.iter().flatten().map(|bytes| bytes.len() as u64).sum()
}

/// What became of that, as most visitors get it.
pub fn change(document: &Document, derived: &[Derived]) -> Change {
    let after = derived.iter().filter_map(|derived| derived.file(DESKTOP)).map(|file| file.size_bytes);
    Change { before_bytes: source_bytes(document), after_bytes: after.sum() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_in_colour_are_made_at_once_and_two_of_data_are_not() {
        let data = Usage { content: Content::Data, ..Usage::PICTURE };
        let of = |usage| memory((2048, 2048), usage);
        assert!(2 * of(Usage::PICTURE) <= BYTES_AT_ONCE);
        assert!(of(Usage::PICTURE) + of(data) > BYTES_AT_ONCE && of(data) <= BYTES_AT_ONCE);
        assert_eq!(memory((u32::MAX, u32::MAX), data), u64::MAX, "what overflows is alone");
    }
}
