//! A hall in a zip: its files are read out of it one by one, when somebody asks for them, and never laid on a disk.
//!
//! Nothing that the zip says of itself is believed: names are confined to its inside, sizes are counted while they are unpacked,
//! and what two parts of it say of one file must agree.

mod directory;
mod error;
mod foreign;
mod home;
mod name;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use flate2::read::DeflateDecoder;
use rawzip::{CompressionMethod, FileReader, MAX_CENTRAL_DIRECTORY_RECORD_SIZE, ZipArchive, ZipArchiveEntryWayfinder};

pub use error::{ArchiveError, NameFault};
pub use foreign::is_named_archive;

/// How much a zip may ask of whoever reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveLimits {
    /// Of the zip itself.
    pub zip_bytes: u64,
    /// Of all its files together, unpacked.
    pub unpacked_bytes: u64,
    /// Files and folders, without those that systems leave behind.
    pub entries: usize,
    /// Of a name, with its folders.
    pub name_bytes: usize,
    /// What is kept of what was unpacked, for whoever asks for it again.
    pub kept_bytes: usize,
    /// How often all of it may be unpacked: a few names in a manifest must not make hours of work.
    pub times: u64,
}

impl Default for ArchiveLimits {
    fn default() -> Self {
        Self {
            zip_bytes: 300 << 20,
            unpacked_bytes: 1 << 30,
            entries: 2_000,
            name_bytes: 512,
            kept_bytes: 256 << 20,
            times: 5,
        }
    }
}

/// One file in a zip.
#[derive(Clone, Copy, Debug)]
struct Entry {
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
}

/// A zip that holds one hall, or one scene.
#[derive(Debug)]
pub struct Archive {
    zip: ZipArchive<FileReader>,
    entries: BTreeMap<String, Entry>,
    /// The folder that the hall is in, with a slash behind it; empty for the top.
    folder: String,
    entry: String,
    kept: Mutex<Kept>,
    unpacked: AtomicU64,
    unpacked_max: u64,
}

/// The files last asked for, the latest at the end.
#[derive(Debug)]
struct Kept {
    files: Vec<(String, Bytes)>,
    bytes_max: usize,
}

impl Archive {
    /// Looks through what is in a zip; nothing of it is unpacked yet.
    ///
    /// # Errors
    /// For a zip that is no zip, is more than the limits allow, lies or holds no hall.
    pub fn open(file: File, limits: &ArchiveLimits) -> Result<Self, ArchiveError> {
        let broken = |why: String| ArchiveError::Damaged { name: String::new(), why };
        let size_bytes = file.metadata().map_err(|error| broken(error.to_string()))?.len();
        if size_bytes > limits.zip_bytes {
            return Err(ArchiveError::TooLarge { found: size_bytes, limit: limits.zip_bytes });
        }
        if let Some(kind) = foreign::kind(&file) {
            return Err(ArchiveError::Foreign { kind });
        }
        let mut buffer = vec![0; MAX_CENTRAL_DIRECTORY_RECORD_SIZE];
        let zip = ZipArchive::from_file(file, &mut buffer).map_err(|error| broken(error.to_string()))?;
        let entries = directory::read(&zip, size_bytes, &mut buffer, limits)?;
        let (folder, entry) = home::find(entries.keys().map(String::as_str))?;
        let all: u64 = entries.values().map(|entry| entry.place.uncompressed_size_hint()).sum();
        Ok(Self {
            zip,
            entries,
            folder,
            entry,
            kept: Mutex::new(Kept { files: Vec::new(), bytes_max: limits.kept_bytes }),
            unpacked: AtomicU64::new(0),
            unpacked_max: all.saturating_mul(limits.times),
        })
    }

    /// `hall.json`, or the one scene, from the hall's folder.
    pub fn entry(&self) -> &str {
        &self.entry
    }

    /// The bytes of a file by its path from the hall's folder, at most one more than `limit`, which is enough to see that it is too many.
    ///
    /// # Errors
    /// For a file that is not what the zip says of it, and when all of it was unpacked too often.
    pub fn read(&self, path: &str, limit: u64) -> Result<Option<Bytes>, ArchiveError> {
        let name = format!("{}{path}", self.folder);
        let Some(entry) = self.entries.get(&name) else { return Ok(None) };
        let size_bytes = entry.place.uncompressed_size_hint();
        if size_bytes <= limit
            && let Some(bytes) = self.kept().take(&name)
        {
            return Ok(Some(bytes));
        }
        let spent = self.unpacked.fetch_add(size_bytes.min(limit.saturating_add(1)), Ordering::Relaxed);
        if spent >= self.unpacked_max && size_bytes > 0 {
            return Err(ArchiveError::TooOften { name });
        }
        let bytes = self.unpack(entry, limit).map_err(|why| ArchiveError::Damaged { name: name.clone(), why })?;
        if size_bytes <= limit {
            self.kept().put(name, bytes.clone());
        }
        Ok(Some(bytes))
    }

    fn unpack(&self, entry: &Entry, limit: u64) -> Result<Bytes, String> {
        let found = self.zip.get_entry(entry.place).map_err(|error| error.to_string())?;
        let size_bytes = entry.place.uncompressed_size_hint();
        let most = size_bytes.min(limit).saturating_add(1);
        let packed: Box<dyn Read> = match entry.method {
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(found.reader())),
            _ => Box::new(found.reader()),
        };
        let mut bytes = Vec::new();
        // The size is no more than what was packed can give: `directory` saw to it.
        bytes.try_reserve_exact(most as usize).map_err(|error| error.to_string())?;
        let read = if size_bytes <= limit {
            found.verifying_reader(packed).take(most).read_to_end(&mut bytes)
        } else {
            packed.take(most).read_to_end(&mut bytes)
        };
        read.map_err(|error| error.to_string())?;
        Ok(bytes.into())
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn take(&mut self, name: &str) -> Option<Bytes> {
        let at = self.files.iter().position(|(known, _)| known == name)?;
        let file = self.files.remove(at);
        let bytes = file.1.clone();
        self.files.push(file);
        Some(bytes)
    }

    fn put(&mut self, name: String, bytes: Bytes) {
        self.files.push((name, bytes));
        let mut sum: usize = self.files.iter().map(|(_, bytes)| bytes.len()).sum();
        while sum > self.bytes_max && !self.files.is_empty() {
            sum -= self.files.remove(0).1.len();
        }
    }
}
