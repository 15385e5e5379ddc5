//! What a path on the command line means: a hall's folder, its manifest, or a bare scene.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::lang::Lang;
use crate::library::MANIFEST;

/// A hall as somebody pointed to it.
pub struct Source {
    /// The folder that everything is in.
    pub folder: PathBuf,
    /// The file that a viewer opens first, from there.
    pub entry: String,
}

impl Source {
    /// What is at `path`; in words, why there is nothing.
    pub fn at(path: &Path, lang: Lang) -> Result<Self, String> {
        let metadata =
            fs::metadata(path).map_err(|error| format!("{}{error}", lang.pick("无法读取：", "cannot be read: ")))?;
        if metadata.is_dir() {
            return Ok(Self { folder: path.to_path_buf(), entry: MANIFEST.to_owned() });
        }
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| lang.pick("文件名不是 UTF-8", "the file name is not UTF-8").to_owned())?;
        Ok(Self { folder: path.parent().unwrap_or(Path::new("")).to_path_buf(), entry: name.to_owned() })
    }

    /// The bytes of a file, at most one more than `limit`, which is enough to see that it is too many.
    pub fn read(&self, relative: &str, limit: u64) -> Option<Bytes> {
        let path = self.folder.join(relative);
        let file = File::open(&path).ok().filter(|_| path.is_file())?;
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).ok()?;
        Some(bytes.into())
    }

    /// The same for what is copied: nothing of a file that is too long, or that a link leads out of the folder to.
    pub fn read_whole(&self, relative: &str, limit: u64) -> Option<Bytes> {
        let folder = if self.folder.as_os_str().is_empty() { Path::new(".") } else { &self.folder };
        let inside = fs::canonicalize(folder.join(relative)).ok()?.starts_with(fs::canonicalize(folder).ok()?);
        self.read(relative, limit).filter(|bytes| inside && bytes.len() as u64 <= limit)
    }
}
