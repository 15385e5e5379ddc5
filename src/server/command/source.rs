//! What a path on the command line means: a hall's folder, its manifest, a bare scene, or a zip of one of them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use hall::Limits;
use hall::manifest::Hall;
use pack::Told;
use pack::archive::{Archive, ArchiveError, ArchiveLimits, is_named_archive};

use crate::lang::Lang;
use crate::library::MANIFEST;

/// Where a hall is, as somebody pointed to it. Nothing of it has been read.
pub enum Place {
    /// A folder, and the file in it that a viewer opens first.
    Folder(PathBuf, String),
    /// A zip, open already, so that nothing beside it needs to be seen.
    Zip(File),
}

/// A hall that is read.
pub struct Source {
    /// The file that a viewer opens first, from the hall's folder.
    pub entry: String,
    files: Files,
    fault: Mutex<Option<ArchiveError>>,
}

enum Files {
    /// The folder that everything is in, with no link in its path.
    Folder(PathBuf),
    Zip(Archive),
}

impl Place {
    /// What is at `path`; in words, why there is nothing.
    pub fn at(path: &Path, lang: Lang) -> Result<Self, String> {
        let unreadable = |error: std::io::Error| match error.kind() {
            io::ErrorKind::NotFound => lang.pick("没有这个文件或文件夹", "there is no such file or folder").to_owned(),
            io::ErrorKind::PermissionDenied => lang.pick("没有读取权限", "it may not be read").to_owned(),
            _ => format!("{}{error}", lang.pick("无法读取：", "cannot be read: ")),
        };
        let metadata = fs::metadata(path).map_err(unreadable)?;
        if metadata.is_dir() {
            let folder = fs::canonicalize(path).map_err(unreadable)?;
            return Ok(Self::Folder(folder, MANIFEST.to_owned()));
        }
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| lang.pick("文件名不是 UTF-8", "the file name is not UTF-8").to_owned())?;
        if is_named_archive(path) {
            return Ok(Self::Zip(File::open(path).map_err(unreadable)?));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(Self::Folder(fs::canonicalize(folder).map_err(unreadable)?, name.to_owned()))
    }

    /// The folder that must be seen to read it.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder, _) => Some(folder),
            Self::Zip(_) => None,
        }
    }

    /// Whether it is a folder whose manifest says that its light is to be computed; of a zip, which anybody may have sent, nothing is read here.
    pub fn wants_light(&self) -> bool {
        let Self::Folder(folder, entry) = self else { return false };
        let path = folder.join(entry);
        // A pipe would never end.
        if !entry.ends_with(".json") || !path.is_file() {
            return false;
        }
        let mut bytes = Vec::new();
        let file = File::open(path).map(|file| file.take(Limits::default().manifest_bytes + 1));
        let is_read = file.and_then(|mut file| file.read_to_end(&mut bytes)).is_ok();
        is_read && Hall::parse(&bytes).is_ok_and(|hall| hall.bake)
    }

    /// Begins to read it; to be done where it can do no harm.
    ///
    /// # Errors
    /// For a zip that is not taken.
    pub fn open(self) -> Result<Source, Told> {
        let (entry, files) = match self {
            Self::Folder(folder, entry) => (entry, Files::Folder(folder)),
            Self::Zip(file) => {
                let archive = Archive::open(file, &ArchiveLimits::default()).map_err(|error| error.told())?;
                (archive.entry().to_owned(), Files::Zip(archive))
            }
        };
        Ok(Source { entry, files, fault: Mutex::default() })
    }
}

impl Source {
    /// The bytes of a file, at most one more than `limit`, which is enough to see that it is too many. Nothing that a link leads out of the folder to.
    pub fn read(&self, relative: &str, limit: u64) -> Option<Bytes> {
        match &self.files {
            Files::Folder(folder) => read_inside(folder, relative, limit),
            Files::Zip(archive) => archive.read(relative, limit).unwrap_or_else(|error| {
                self.fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                None
            }),
        }
    }

    /// The same for what is copied: nothing of a file that is too long.
    pub fn read_whole(&self, relative: &str, limit: u64) -> Option<Bytes> {
        self.read(relative, limit).filter(|bytes| bytes.len() as u64 <= limit)
    }

    /// What was wrong with the zip while it was read: files that seemed to be missing are not.
    pub fn fault(&self) -> Option<Told> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(ArchiveError::told)
    }
}

fn read_inside(folder: &Path, relative: &str, limit: u64) -> Option<Bytes> {
    let path = fs::canonicalize(folder.join(relative)).ok().filter(|path| path.starts_with(folder))?;
    let file = File::open(&path).ok().filter(|file| file.metadata().is_ok_and(|metadata| metadata.is_file()))?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).ok()?;
    Some(bytes.into())
}
