//! A pack among the halls: it has the paths of the hall that it was made of, and for each of them a file for each tier, named by its content.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use hall::{Hall, ImageType, beside};
use pack::Pack;
use pack::listing::{FILES, FileRef, LISTING, ScenePack, VERSION};
use pack::texture::Tier;
use serde::Serialize;

use super::files::is_plain_path;
use super::{Entry, Fault, MANIFEST, bare_hall, parse_manifest, read_limited};

/// Of a SHA-256.
const HASH_DIGITS: usize = 64;
/// More of a poster does not stand in the page.
const SKETCH_BYTES: u64 = 1024;

/// A file of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PackedFile {
    /// From the pack's folder.
    pub(super) name: String,
    pub(super) size_bytes: u64,
    /// As the name says it; whoever opens the file sees whether it is true.
    pub(super) sha256: String,
}

/// By the path that the hall has for it.
pub(super) type Paths = BTreeMap<String, PackedFile>;

/// Which files stand for which path.
#[derive(Debug, Default)]
pub struct Packed {
    /// What most visitors get; and whoever doesn't say what they want.
    pub(super) most: Paths,
    /// What others get instead.
    pub(super) others: BTreeMap<Tier, Paths>,
    /// All pictures of a scene in one file, for each tier.
    pub(super) bundles: BTreeMap<Tier, Vec<PackedBundle>>,
    /// The poster in a few hundred bytes of WebP; empty for none.
    pub(super) sketch: Vec<u8>,
}

/// Pictures one after the other: all small ones, then all as they are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PackedBundle {
    /// As a file of the hall.
    pub(super) path: String,
    /// Where it is.
    pub(super) file: PackedFile,
    /// What is in it, in its order.
    pub(super) pictures: Vec<Bundled>,
}

/// A picture in a bundle.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bundled {
    /// As the scene names it, from the hall's folder.
    pub path: String,
    /// Length of the small one, bytes; 0 for none.
    pub small_bytes: u64,
    /// What it takes on a device, about, bytes.
    pub memory_bytes: u64,
    /// Around everything that shows it, metres: lowest and highest corner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[[f32; 3]; 2]>,
}

impl Packed {
    /// The file for a path of which the hash begins with `version`; the one for most visitors when there is none.
    pub(super) fn find(&self, path: &str, version: &str) -> Option<&PackedFile> {
        let others = self.others.values().filter_map(|paths| paths.get(path));
        let mut all = self.most.get(path).into_iter().chain(others);
        let first = all.clone().next();
        all.find(|file| file.sha256.starts_with(version)).or(first)
    }

    fn of(pack: &Pack) -> Result<Self, Fault> {
        let most = paths(pack, Tier::Desktop)?;
        let mut others = BTreeMap::new();
        for tier in Tier::ALL {
            let own = paths(pack, tier)?.into_iter().filter(|(path, file)| most.get(path) != Some(file));
            let own: Paths = own.collect();
            if !own.is_empty() {
                others.insert(tier, own);
            }
        }
        let mut tiers = BTreeMap::new();
        for tier in Tier::ALL {
            let bundles = pack.scenes.iter().filter_map(|scene| bundle(scene, tier).transpose());
            tiers.insert(tier, bundles.collect::<Result<Vec<_>, _>>()?);
        }
        tiers.retain(|_, bundles| !bundles.is_empty());
        Ok(Self { most, others, bundles: tiers, sketch: Vec::new() })
    }

    fn all(&self) -> impl Iterator<Item = (&String, &PackedFile)> {
        self.most.iter().chain(self.others.values().flatten())
    }
}

/// A small device is given the pictures that take little of its memory, though they take longer to arrive.
fn wants_ktx2(tier: Tier) -> bool {
    tier == Tier::Phone
}

/// Every path of a pack in one tier.
fn paths(pack: &Pack, tier: Tier) -> Result<Paths, Fault> {
    let mut paths = Paths::new();
    let mut add = |path: String, file: &FileRef| {
        let known = packed_file(file).filter(|_| is_plain_path(&path));
        known.map(|file| drop(paths.insert(path, file))).ok_or_else(|| foreign(&file.file))
    };
    if let Some(manifest) = &pack.manifest {
        add(MANIFEST.to_owned(), manifest)?;
    }
    for scene in &pack.scenes {
        let Some(files) = scene.files(tier, wants_ktx2(tier)) else { continue };
        add(scene.path.clone(), &files.scene)?;
        for picture in &files.pictures {
            let name = picture.file.rsplit('/').next().unwrap_or_default();
            add(beside(&scene.path, name), picture)?;
        }
    }
    for (path, media) in &pack.media {
        if let Some(file) = media.of_tier(tier) {
            add(path.clone(), file)?;
        }
    }
    for scene in &pack.scenes {
        if let Some(bundle) = bundle(scene, tier)? {
            paths.insert(bundle.path, bundle.file);
        }
    }
    Ok(paths)
}

/// The bundle of a scene in one tier, where there is one and it agrees with the pictures beside it.
fn bundle(scene: &ScenePack, tier: Tier) -> Result<Option<PackedBundle>, Fault> {
    let Some(files) = scene.files(tier, wants_ktx2(tier)) else { return Ok(None) };
    let Some(bundle) = &files.bundle else { return Ok(None) };
    let path_of = |file: &FileRef| beside(&scene.path, file.file.rsplit('/').next().unwrap_or_default());
    let mut known = BTreeSet::new();
    let seen = scene.pictures.iter().map(Some).chain(std::iter::repeat(None));
    let distinct: Vec<_> = files.pictures.iter().zip(seen).filter(|(file, _)| known.insert(&file.file)).collect();
    let whole = distinct.iter().map(|(file, _)| file.size_bytes);
    let sum = bundle.small_bytes.iter().copied().chain(whole).fold(0, u64::saturating_add);
    let counts = [bundle.small_bytes.len(), bundle.memory_bytes.len()];
    let file = packed_file(&bundle.file).ok_or_else(|| foreign(&bundle.file.file))?;
    if counts != [distinct.len(); 2] || sum != bundle.file.size_bytes {
        return Err(foreign(&bundle.file.file));
    }
    let pictures = distinct.into_iter().zip(bundle.small_bytes.iter().zip(&bundle.memory_bytes));
    let pictures = pictures.map(|((file, seen), (small_bytes, memory_bytes))| Bundled {
        path: path_of(file),
        small_bytes: *small_bytes,
        memory_bytes: *memory_bytes,
        bounds: seen.and_then(|seen| seen.bounds).map(|bounds| [bounds.min, bounds.max]),
    });
    Ok(Some(PackedBundle { path: path_of(&bundle.file), file, pictures: pictures.collect() }))
}

/// A file whose name is its hash.
fn packed_file(file: &FileRef) -> Option<PackedFile> {
    let (folder, name) = file.file.split_once('/')?;
    let sha256 = name.split('.').next()?;
    let is_hash = sha256.len() == HASH_DIGITS && sha256.bytes().all(|digit| digit.is_ascii_hexdigit());
    let is_sound = folder == FILES && is_hash && is_plain_path(name) && !name.contains('/');
    is_sound.then(|| PackedFile { name: file.file.clone(), size_bytes: file.size_bytes, sha256: sha256.to_owned() })
}

fn foreign(name: &str) -> Fault {
    Fault::Invalid {
        zh: format!("{LISTING} 中的“{name}”不是发布包的文件；请用 yunzhan pack 重新生成"),
        en: format!("{name:?} in {LISTING} is no file of a pack; make it anew with yunzhan pack"),
    }
}

/// Whether a folder is a pack. One with a manifest is a hall, whatever else is in it.
pub(super) fn is_pack(folder: &Path) -> bool {
    folder.join(LISTING).is_file() && !folder.join(MANIFEST).is_file()
}

/// Reads the pack in a folder.
pub(super) fn read_pack(slug: String, folder: &Path) -> Entry {
    let mut entry = Entry {
        slug,
        folder: folder.to_path_buf(),
        entry: MANIFEST.to_owned(),
        content: Err(Fault::SceneMissing(LISTING.to_owned())),
        // Of one that can't be read there is nothing to be had.
        packed: Some(Packed::default()),
    };
    entry.content = read_listing(folder).and_then(|pack| {
        let mut packed = Packed::of(&pack)?;
        packed.sketch = sketch(folder, &pack).unwrap_or_default();
        let missing = packed.all().find(|(_, file)| !folder.join(&file.name).is_file());
        let content =
            missing.map_or_else(|| content(folder, &pack, &packed), |(path, _)| Err(Fault::SceneMissing(path.clone())));
        if pack.manifest.is_none() {
            entry.entry = pack.scenes.first().map(|scene| scene.path.clone()).unwrap_or_default();
        }
        entry.packed = Some(packed);
        content
    });
    entry
}

/// What stands in the page itself; nothing where that would be long, or is no picture of the kind that it is said to be.
fn sketch(folder: &Path, pack: &Pack) -> Option<Vec<u8>> {
    let file = packed_file(pack.sketch.as_ref()?).filter(|file| file.size_bytes <= SKETCH_BYTES)?;
    let mut bytes = Vec::new();
    File::open(folder.join(&file.name)).ok()?.take(SKETCH_BYTES).read_to_end(&mut bytes).ok()?;
    (ImageType::sniff(&bytes) == Some(ImageType::WebP)).then_some(bytes)
}

fn read_listing(folder: &Path) -> Result<Pack, Fault> {
    let bytes = read_limited(&folder.join(LISTING)).map_err(|fault| {
        let (zh, en) = match fault {
            Fault::TooLong { size_bytes } => {
                (format!("太长：{size_bytes} 字节"), format!("too long: {size_bytes} bytes"))
            }
            fault => ("无法读取".to_owned(), fault.to_string()),
        };
        Fault::Invalid { zh: format!("{LISTING} {zh}"), en: format!("{LISTING}: {en}") }
    })?;
    let pack: Result<Pack, _> = serde_json::from_slice(&bytes);
    match pack {
        Ok(pack) if pack.version == VERSION => Ok(pack),
        Ok(Pack { version, .. }) => Err(Fault::Invalid {
            zh: format!("{LISTING} 的版本是 {version}，这个程序读取版本 {VERSION}；请用 yunzhan pack 重新生成"),
            en: format!(
                "{LISTING} is of version {version}, this program reads {VERSION}; make it anew with yunzhan pack"
            ),
        }),
        Err(error) => Err(Fault::Invalid {
            zh: format!("{LISTING} 不正确：{error}；请用 yunzhan pack 重新生成"),
            en: format!("{LISTING} is wrong: {error}; make it anew with yunzhan pack"),
        }),
    }
}

/// What the hall shows: by its manifest, or by the name of its folder.
fn content(folder: &Path, pack: &Pack, packed: &Packed) -> Result<Hall, Fault> {
    let hall = match packed.most.get(MANIFEST) {
        Some(manifest) => parse_manifest(read_limited(&folder.join(&manifest.name))?)?,
        None => {
            let scene = pack.scenes.first().ok_or_else(|| Fault::SceneMissing(LISTING.to_owned()))?;
            bare_hall(&title_of(folder), &scene.path)
        }
    };
    let missing = hall.scenes.iter().find(|scene| !packed.most.contains_key(*scene));
    missing.map_or(Ok(()), |scene| Err(Fault::SceneMissing(scene.clone()))).map(|()| hall)
}

/// The name of a folder without the ending that `yunzhan pack` gives it.
pub(super) fn title_of(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    name.strip_suffix(".pack").unwrap_or(&name).to_owned()
}

/// The file in a hall's folder that says what is in it, and by its time when that has changed.
pub(super) fn opened(folder: &Path) -> PathBuf {
    folder.join(if is_pack(folder) { LISTING } else { MANIFEST })
}

#[cfg(test)]
mod tests {
    use super::packed_file;
    use pack::listing::FileRef;

    #[test]
    fn only_hashes_are_names_of_files() {
        let hash = "0123456789abcdef".repeat(4);
        let is_file = |file: String| packed_file(&FileRef { file, size_bytes: 1 }).is_some();
        assert!(is_file(format!("files/{hash}.glb")));
        for wrong in [
            "pack.json".to_owned(),
            format!("files/../{hash}.glb"),
            format!("other/{hash}.glb"),
            format!("files/{hash}/a"),
            "files/a.glb".into(),
            format!("/files/{hash}.glb"),
        ] {
            assert!(!is_file(wrong.clone()), "{wrong}");
        }
    }
}
