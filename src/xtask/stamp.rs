//! Knowing what need not be built again: a product carries the hash of everything it was made from.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::fault::Fault;
use crate::place;

/// Folders that are never an input.
const MADE: [&str; 5] = ["node_modules", "dist", "target", ".git", "actual"];

/// Collects the inputs of a product; order matters.
pub struct Inputs(Sha256);

impl Inputs {
    /// Starts with the product's name, so that two products never share a digest.
    pub fn of(product: &str) -> Inputs {
        Inputs(Sha256::new()).and_text(product)
    }

    /// Adds a setting, a version, another product's digest.
    pub fn and_text(mut self, text: &str) -> Inputs {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
        self
    }

    /// Adds a file, or every file below a folder, by path and content. What isn't there counts as nothing.
    pub fn and_tree(mut self, path: &Path) -> Result<Inputs, Fault> {
        let root = place::root();
        for file in files_below(path)? {
            let bytes = fs::read(&file).map_err(Fault::file("read", &file))?;
            let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().into_owned();
            self = self.and_text(&name);
            self.0.update((bytes.len() as u64).to_le_bytes());
            self.0.update(bytes);
        }
        Ok(self)
    }

    /// Adds what may be compiled in from `assets/`: never a hall, those are served.
    pub fn and_built_in_assets(mut self) -> Result<Inputs, Fault> {
        let assets = place::root().join("assets");
        for file in files_below(&assets)?.iter().filter(|file| !file.starts_with(assets.join("halls"))) {
            self = self.and_tree(file)?;
        }
        Ok(self)
    }

    /// The digest of all of it, in hex.
    pub fn digest(self) -> String {
        hex(&self.0.finalize())
    }
}

/// All files below `path` (itself, if it is one), sorted; folders of made things are left out.
pub fn files_below(path: &Path) -> Result<Vec<PathBuf>, Fault> {
    let mut files = Vec::new();
    let mut open = vec![path.to_path_buf()];
    while let Some(path) = open.pop() {
        if path.is_file() {
            files.push(path);
        } else if path.is_dir() {
            for entry in fs::read_dir(&path).map_err(Fault::file("list", &path))? {
                let entry = entry.map_err(Fault::file("list", &path))?;
                if !MADE.iter().any(|made| entry.file_name() == *made) {
                    open.push(entry.path());
                }
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The first `characters` of the SHA-256 of some bytes, in hex.
pub fn short_hash(bytes: &[u8], characters: usize) -> String {
    let mut whole = hex(&Sha256::digest(bytes));
    whole.truncate(characters);
    whole
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String can't fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn stamp_path(product: &str) -> PathBuf {
    place::workshop().join("stamps").join(product)
}

/// Was `product` made from exactly these inputs, and is everything in `made` still there?
pub fn is_fresh(product: &str, digest: &str, made: &[PathBuf]) -> bool {
    fs::read_to_string(stamp_path(product)).is_ok_and(|stamp| stamp == digest) && made.iter().all(|path| path.exists())
}

/// Notes that `product` is about to be made: an interrupted build must not look finished.
pub fn forget(product: &str) {
    let _ = fs::remove_file(stamp_path(product));
}

/// Notes that `product` has been made from these inputs.
pub fn record(product: &str, digest: &str) -> Result<(), Fault> {
    let path = stamp_path(product);
    let folder = path.with_file_name("");
    fs::create_dir_all(&folder).map_err(Fault::file("create", &folder))?;
    fs::write(&path, digest).map_err(Fault::file("write", &path))
}
