//! The halls of a folder, as they are now: read at the first request, and again whenever a file has changed.
//!
//! A hall is a folder with a `hall.json`, a pack, or a bare `.glb`; a pack goes before what it was made of. Its slug is the name of the folder or file: ASCII letters in lower case, digits and Chinese characters stay, everything else becomes one `-`.

mod credits;
mod files;
mod packed;
mod slug;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use hall::manifest::{Environment, Text};
use hall::{Hall, Limits, ManifestError};

pub use credits::FileCredits;
use files::is_plain_path;
pub use files::{HallFile, OpenFile, relative_path};
pub use packed::Bundled;
pub use slug::slug_of;

use crate::hashes::{Hashes, Stamp};

/// Longest `hall.json` that is read, and longest `pack.json`.
const MANIFEST_BYTES: u64 = 4 << 20;

/// The name of a hall's manifest in its folder.
pub const MANIFEST: &str = "hall.json";

/// The halls of one folder.
pub struct Library {
    root: PathBuf,
    max_files: usize,
    hashes: Hashes,
    read: Mutex<HashMap<PathBuf, (Stamp, Arc<Entry>)>>,
    credited: credits::Known,
}

/// A hall as it stands in the folder.
#[derive(Debug)]
pub struct Entry {
    /// Its name in addresses.
    pub slug: String,
    /// The folder that its files are in.
    pub folder: PathBuf,
    /// The file that a viewer opens first: `hall.json`, or the `.glb`.
    pub entry: String,
    /// What it shows, or why it shows nothing.
    pub content: Result<Hall, Fault>,
    /// Which files stand for its paths, if it is a pack.
    packed: Option<packed::Packed>,
}

impl Entry {
    /// Whether this is a `.glb` without a manifest.
    pub fn is_bare(&self) -> bool {
        self.entry != MANIFEST
    }
}

/// Why a hall can't be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The manifest is there but can't be read.
    #[error("hall.json cannot be read: {0}")]
    Unreadable(String),
    /// The manifest is far too long.
    #[error("hall.json has {size_bytes} bytes; {MANIFEST_BYTES} are allowed")]
    TooLong {
        /// As it is.
        size_bytes: u64,
    },
    /// The manifest does not say what a hall is.
    #[error("{en}")]
    Invalid {
        /// Why, in Chinese.
        zh: String,
        /// Why, in English.
        en: String,
    },
    /// A scene file is not in the folder.
    #[error("the scene file {0} is missing")]
    SceneMissing(String),
}

impl Library {
    /// Of the halls in `root`, which need not exist yet.
    pub fn new(root: PathBuf, max_files: usize) -> Self {
        Self { root, max_files, hashes: Hashes::default(), read: Mutex::default(), credited: Mutex::default() }
    }

    /// The folder of halls.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All halls by slug, broken ones included. Blocks on the file system.
    pub fn list(&self) -> Vec<Arc<Entry>> {
        let mut halls: Vec<Arc<Entry>> = Vec::new();
        for path in self.candidates() {
            let Some(entry) = self.entry(&path) else { continue };
            if let Some(first) = halls.iter().find(|hall| hall.slug == entry.slug) {
                tracing::debug!(slug = %entry.slug, kept = %first.entry, hidden = %path.display(), "two halls, one slug");
            } else {
                halls.push(entry);
            }
        }
        halls.sort_by(|a, b| a.slug.cmp(&b.slug));
        halls
    }

    /// The hall of this slug. Blocks on the file system.
    pub fn find(&self, slug: &str) -> Option<Arc<Entry>> {
        self.candidates().iter().filter(|path| slug_of(path).as_deref() == Some(slug)).find_map(|path| self.entry(path))
    }

    /// Packs before other folders before files, each by name, so that it is always the same one of two halls that wins a slug.
    fn candidates(&self) -> Vec<PathBuf> {
        let Ok(children) = fs::read_dir(&self.root) else { return Vec::new() };
        let mut paths: Vec<(bool, bool, PathBuf)> = children
            .filter_map(Result::ok)
            .filter(|child| !child.file_name().to_string_lossy().starts_with('.'))
            .map(|child| (child.path().is_file(), !packed::is_pack(&child.path()), child.path()))
            .filter(|(is_file, _, path)| !is_file || has_extension(path, "glb"))
            .collect();
        paths.sort();
        paths.into_iter().map(|(.., path)| path).collect()
    }

    /// Reads one hall, unless it is as it was. `None` when there is none at `path`.
    fn entry(&self, path: &Path) -> Option<Arc<Entry>> {
        let slug = slug_of(path)?;
        let opened = if path.is_dir() { packed::opened(path) } else { path.to_path_buf() };
        let stamp = Stamp::of(&fs::metadata(&opened).ok()?);
        let known = self.read.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        if let Some((of, entry)) = known
            && of == stamp
            && !matches!(entry.content, Err(Fault::SceneMissing(_)))
        {
            return Some(entry);
        }
        let entry = Arc::new(match path.is_dir() {
            true if packed::is_pack(path) => packed::read_pack(slug, path),
            true => read_folder(slug, path),
            false => read_bare(slug, path)?,
        });
        match &entry.content {
            Ok(_) => tracing::info!(slug = %entry.slug, "hall read"),
            Err(fault) => tracing::error!(slug = %entry.slug, path = %opened.display(), %fault, "hall is broken"),
        }
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.insert(path.to_path_buf(), (stamp, entry.clone()));
        Some(entry)
    }
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

fn read_folder(slug: String, folder: &Path) -> Entry {
    let content = read_manifest(&folder.join(MANIFEST)).and_then(|hall| {
        let missing = hall.scenes.iter().find(|scene| !is_plain_path(scene) || !folder.join(scene).is_file());
        missing.map_or(Ok(()), |scene| Err(Fault::SceneMissing(scene.clone()))).map(|()| hall)
    });
    Entry { slug, folder: folder.to_path_buf(), entry: MANIFEST.to_owned(), content, packed: None }
}

fn read_manifest(path: &Path) -> Result<Hall, Fault> {
    parse_manifest(read_limited(path)?)
}

fn parse_manifest(bytes: Vec<u8>) -> Result<Hall, Fault> {
    Hall::parse(&bytes).map_err(|error| explain(&error, bytes))
}

/// The bytes of a manifest or a listing.
fn read_limited(path: &Path) -> Result<Vec<u8>, Fault> {
    let unreadable = |error: std::io::Error| Fault::Unreadable(error.to_string());
    let file = fs::File::open(path).map_err(unreadable)?;
    let size_bytes = file.metadata().map_err(unreadable)?.len();
    if size_bytes > MANIFEST_BYTES {
        return Err(Fault::TooLong { size_bytes });
    }
    let mut bytes = Vec::new();
    file.take(MANIFEST_BYTES).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// `hall::check` knows the words for what is wrong with a manifest.
fn explain(error: &ManifestError, manifest: Vec<u8>) -> Fault {
    let manifest = Bytes::from(manifest);
    let findings = hall::check(MANIFEST, &|path| (path == MANIFEST).then(|| manifest.clone()), &Limits::default());
    let zh = findings.first().map_or_else(|| error.to_string(), |finding| finding.message("zh-CN").to_owned());
    Fault::Invalid { zh, en: error.to_string() }
}

/// A hall around a bare file: its name is all that is known of it.
fn read_bare(slug: String, path: &Path) -> Option<Entry> {
    let (name, stem) = (path.file_name()?.to_str()?.to_owned(), path.file_stem()?.to_str()?);
    let hall = bare_hall(stem, &name);
    Some(Entry { slug, folder: path.parent()?.to_path_buf(), entry: name, content: Ok(hall), packed: None })
}

/// What is known of a hall without a manifest: the name of its file. `und` is BCP 47 for words in no known language.
fn bare_hall(title: &str, scene: &str) -> Hall {
    Hall {
        version: 1,
        title: Text(BTreeMap::from([("und".to_owned(), title.to_owned())])),
        summary: Text::default(),
        organiser: None,
        scenes: vec![scene.to_owned()],
        poster: None,
        environment: Environment::default(),
        bake: false,
        exposure: 1.0,
        auto_exposure: None,
        tone_mapping: Default::default(),
        spawn: None,
        viewpoints: Vec::new(),
        sections: Vec::new(),
        exhibits: Vec::new(),
        screens: Vec::new(),
        tours: Vec::new(),
        portals: Vec::new(),
        floor_plan: None,
        audio: Vec::new(),
        activities: Vec::new(),
        licences: Vec::new(),
        ai_generated: None,
    }
}
