//! Where a pack comes to be: beside its place, under names that say what is in each file, moved there when it is whole.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::error::PackError;
use crate::listing::{FILES, FileRef, LISTING, Pack};

/// How often a place is asked for while others are at it.
const ATTEMPTS: usize = 100;

/// 64 hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 over several things, each after its length, so that none can pass for a part of another.
pub fn key<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hexadecimal(&hash.finalize())
}

/// The folder in which process `process` builds the pack that is to stand at `target`.
pub fn staging(target: &Path, process: u32) -> PathBuf {
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    target.with_file_name(format!(".{name}.{process}.part"))
}

/// Moves a whole pack to its place, on the same disk. A pack that was there before goes.
///
/// # Errors
/// When something else stands there, or the disk says no.
pub fn put_in_place(made: &Path, target: &Path) -> Result<(), PackError> {
    let old = made.with_extension("old");
    for _ in 0..ATTEMPTS {
        let Err(error) = fs::rename(made, target) else { return Ok(()) };
        // Only a pack gives way; it may have gone in this moment, to make way for somebody else's.
        if target.exists() && !target.join(LISTING).is_file() {
            return Err(PackError::io(target)(error));
        }
        if fs::rename(target, &old).is_ok() {
            fs::remove_dir_all(&old).map_err(PackError::io(&old))?;
        }
    }
    Err(PackError::io(target)(std::io::ErrorKind::ResourceBusy.into()))
}

/// What a step made, as a cache remembers it.
pub trait Made: Serialize + DeserializeOwned {
    /// The files that belong to it.
    fn files(&self) -> Vec<&FileRef>;
}

/// A pack under construction. Dropped before it is finished, it leaves nothing.
pub struct Store {
    target: PathBuf,
    staging: PathBuf,
    cache: Option<PathBuf>,
    made: AtomicU64,
    reused: AtomicU64,
}

impl Store {
    /// Begins a pack that is to stand at `target`; what steps make is kept in `cache`, if there is one.
    ///
    /// # Errors
    /// When a folder cannot be made.
    pub fn begin(target: &Path, cache: Option<&Path>) -> Result<Self, PackError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let staging = match COUNT.fetch_add(1, Ordering::Relaxed) {
            0 => staging(target, std::process::id()),
            more => staging(target, std::process::id()).with_extension(format!("{more}.part")),
        };
        // What an earlier process of the same number left.
        let _ = fs::remove_dir_all(&staging);
        fs::create_dir_all(staging.join(FILES)).map_err(PackError::io(&staging))?;
        if let Some(cache) = cache {
            for folder in [cache.join(FILES), cache.join("keys")] {
                fs::create_dir_all(&folder).map_err(PackError::io(&folder))?;
            }
        }
        Ok(Self {
            target: target.to_path_buf(),
            staging,
            cache: cache.map(Path::to_path_buf),
            made: AtomicU64::new(0),
            reused: AtomicU64::new(0),
        })
    }

    /// How many things were made, and how many were there already.
    pub fn counts(&self) -> (u64, u64) {
        (self.made.load(Ordering::Relaxed), self.reused.load(Ordering::Relaxed))
    }

    /// Adds a file.
    pub fn put(&self, bytes: &[u8], ending: &str) -> Result<FileRef, PackError> {
        let name = format!("{}.{ending}", sha256(bytes));
        write_whole(&self.staging.join(FILES).join(&name), bytes)?;
        if let Some(cache) = &self.cache {
            write_whole(&cache.join(FILES).join(&name), bytes)?;
        }
        Ok(FileRef { file: format!("{FILES}/{name}"), size_bytes: bytes.len() as u64 })
    }

    /// The bytes of a file that was added.
    pub fn read(&self, file: &FileRef) -> Result<Bytes, PackError> {
        let path = self.staging.join(&file.file);
        fs::read(&path).map(Bytes::from).map_err(PackError::io(&path))
    }

    /// What was made of `key` before, if all of it is still there; else makes it.
    pub fn cached<T: Made>(&self, key: &str, make: impl FnOnce() -> Result<T, PackError>) -> Result<T, PackError> {
        if let Some(known) = self.known(key) {
            self.reused.fetch_add(1, Ordering::Relaxed);
            return Ok(known);
        }
        let made = make()?;
        self.made.fetch_add(1, Ordering::Relaxed);
        if let (Some(cache), Ok(text)) = (&self.cache, serde_json::to_vec(&made)) {
            write_whole(&cache.join("keys").join(key), &text)?;
        }
        Ok(made)
    }

    fn known<T: Made>(&self, key: &str) -> Option<T> {
        let cache = self.cache.as_ref()?;
        let known: T = serde_json::from_slice(&fs::read(cache.join("keys").join(key)).ok()?).ok()?;
        for file in known.files() {
            let (from, to) = (cache.join(&file.file), self.staging.join(&file.file));
            let is_whole = fs::metadata(&from).is_ok_and(|metadata| metadata.len() == file.size_bytes);
            let is_there = is_whole && (to.exists() || fs::copy(&from, &to).is_ok());
            if !is_there {
                return None;
            }
        }
        Some(known)
    }

    /// Writes the listing and moves everything to its place. A pack that was there before goes.
    pub fn finish(self, pack: &Pack) -> Result<(), PackError> {
        let mut text = serde_json::to_string_pretty(pack).map_err(|error| PackError::io(&self.target)(error.into()))?;
        text.push('\n');
        write_whole(&self.staging.join(LISTING), text.as_bytes())?;
        put_in_place(&self.staging, &self.target)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // After `finish` there is nothing left to remove.
        let _ = fs::remove_dir_all(&self.staging);
    }
}

/// A file that is there in full or not at all, whoever else writes the same at the same time.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), PackError> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    if fs::metadata(path).is_ok_and(|metadata| metadata.len() == bytes.len() as u64) {
        return Ok(());
    }
    let part = path.with_extension(format!("{}-{}.part", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
    let write = || {
        let mut file = fs::File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, path)
    };
    write().map_err(PackError::io(path))
}
