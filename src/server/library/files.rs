//! The files of a hall: which there are, and how one is opened without leaving the folder.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::packed::{Bundled, PackedBundle, PackedFile, Paths};
use super::{Entry, Library};

/// Folders within folders, at most.
const DEEPEST: usize = 8;

/// A file of a hall, as the page names it to the viewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HallFile {
    /// From the hall's folder, with `/`.
    pub path: String,
    /// How long it is.
    pub size_bytes: u64,
    /// 64 hexadecimal digits.
    pub sha256: String,
}

/// A file that was opened to be sent.
pub struct OpenFile {
    /// Stands at its beginning.
    pub file: File,
    /// Where it really is.
    pub path: PathBuf,
    /// Under which its end says what is in it; in a pack that is another than the one it is asked for by.
    pub name: String,
    /// How long it is.
    pub size_bytes: u64,
    /// 64 hexadecimal digits.
    pub sha256: String,
}

impl Library {
    /// Every file that visitors of this hall may fetch, by path; of a pack those for most of them. Blocks on the file system.
    pub fn files(&self, entry: &Entry) -> Vec<HallFile> {
        if let Some(packed) = &entry.packed {
            return listed(&packed.most);
        }
        let mut paths = Vec::new();
        if entry.is_bare() {
            paths.push(entry.entry.clone());
        } else {
            walk(&entry.folder, "", 0, self.max_files, &mut paths);
        }
        let is_variant = |path: &String| {
            let original = path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz"));
            original.is_some_and(|original| paths.iter().any(|other| other == original))
        };
        let mut files: Vec<HallFile> =
            paths.iter().filter(|path| !is_variant(path)).filter_map(|path| self.file(entry, path)).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// What visitors with other devices fetch instead, by the name of their tier; nothing but for packs.
    pub fn tiers(&self, entry: &Entry) -> BTreeMap<&'static str, Vec<HallFile>> {
        let others = entry.packed.iter().flat_map(|packed| &packed.others);
        others.map(|(tier, paths)| (tier.name(), listed(paths))).collect()
    }

    /// Of a pack: for each tier by its name the files that hold all pictures of a scene, with what is in each in its order.
    pub fn bundles(&self, entry: &Entry) -> BTreeMap<&'static str, Vec<(HallFile, Vec<Bundled>)>> {
        let tiers = entry.packed.iter().flat_map(|packed| &packed.bundles);
        let of = |bundle: &PackedBundle| (hall_file(&bundle.path, &bundle.file), bundle.pictures.clone());
        tiers.map(|(tier, bundles)| (tier.name(), bundles.iter().map(of).collect())).collect()
    }

    /// Of a pack: its poster in a few hundred bytes of WebP.
    pub fn sketch(&self, entry: &Entry) -> Option<Vec<u8>> {
        entry.packed.as_ref().map(|packed| packed.sketch.clone()).filter(|bytes| !bytes.is_empty())
    }

    /// One file of a hall, as [`Library::files`] names it. Blocks on the file system.
    pub fn file(&self, entry: &Entry, path: &str) -> Option<HallFile> {
        let open = self.open(entry, path, "")?;
        Some(HallFile { path: path.to_owned(), size_bytes: open.size_bytes, sha256: open.sha256 })
    }

    /// Opens a file of a hall; `None` when visitors may not have it or it is not there. Blocks on the file system.
    ///
    /// `path` is relative with `/`. Links that lead out of the folder lead nowhere. Of the files that a pack has for one path it is that whose hash begins with `version`.
    pub fn open(&self, entry: &Entry, path: &str, version: &str) -> Option<OpenFile> {
        let Some(packed) = &entry.packed else {
            let is_its_own = is_plain_path(path) && (!entry.is_bare() || path == entry.entry);
            return if is_its_own { self.open_at(&entry.folder, path) } else { None };
        };
        let PackedFile { name, sha256, .. } = packed.find(path, version)?;
        let open = self.open_at(&entry.folder, name)?;
        // Browsers keep it for a year under a name that promises these bytes.
        if open.sha256 != *sha256 {
            tracing::error!(path = %open.path.display(), "a file of a pack is damaged; make the pack anew");
            return None;
        }
        Some(open)
    }

    fn open_at(&self, folder: &Path, name: &str) -> Option<OpenFile> {
        let root = fs::canonicalize(folder).ok()?;
        let path = fs::canonicalize(root.join(name)).ok()?;
        if !path.starts_with(&root) || !path.is_file() {
            return None;
        }
        let mut file = File::open(&path).ok()?;
        let sha256 = self.hash_of(&path, &mut file)?;
        let size_bytes = file.metadata().ok()?.len();
        Some(OpenFile { file, path, name: name.to_owned(), size_bytes, sha256 })
    }

    /// The SHA-256 of an open file, remembered; 64 hexadecimal digits. Blocks on the file system.
    pub fn hash_of(&self, path: &Path, file: &mut File) -> Option<String> {
        self.hashes
            .sha256(path, file)
            .inspect_err(|error| tracing::error!(%error, path = %path.display(), "cannot read"))
            .ok()
    }
}

fn listed(paths: &Paths) -> Vec<HallFile> {
    paths.iter().map(|(path, file)| hall_file(path, file)).collect()
}

fn hall_file(path: &str, file: &PackedFile) -> HallFile {
    HallFile { path: path.to_owned(), size_bytes: file.size_bytes, sha256: file.sha256.clone() }
}

fn walk(folder: &Path, prefix: &str, depth: usize, limit: usize, paths: &mut Vec<String>) {
    let Ok(children) = fs::read_dir(folder) else { return };
    for child in children.filter_map(Result::ok) {
        let name = child.file_name();
        let Some(name) = name.to_str().filter(|name| is_plain_name(name)) else { continue };
        if paths.len() >= limit {
            tracing::warn!(folder = %folder.display(), limit, "a hall has more files than are allowed");
            return;
        }
        let path = format!("{prefix}{name}");
        if child.path().is_dir() {
            if depth < DEEPEST && child.file_type().is_ok_and(|kind| !kind.is_symlink()) {
                walk(&child.path(), &format!("{path}/"), depth + 1, limit, paths);
            }
        } else {
            paths.push(path);
        }
    }
}

/// Decodes the path of an address, segment by segment; `None` when it could mean anything but a file below a folder.
pub fn relative_path(raw: &str) -> Option<String> {
    let mut path = String::new();
    for segment in raw.split('/') {
        let name = percent_decode_str(segment).decode_utf8().ok()?;
        if !is_plain_name(&name) {
            return None;
        }
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(&name);
    }
    Some(path)
}

/// A path with `/` that leads to something below a folder, and means the same on every system.
pub(super) fn is_plain_path(path: &str) -> bool {
    path.split('/').all(is_plain_name)
}

/// A name of one file or folder that is not hidden, not `..`, and means the same on every system.
fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':']) && !name.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::relative_path;

    #[test]
    fn only_plain_paths_are_decoded() {
        assert_eq!(relative_path("a/%E5%9B%BE%201.png").as_deref(), Some("a/图 1.png"));
        for raw in
            ["", "a//b", "../a", "a/..", "a/.git", "..%2fa", "a%2fb", "a%00", "%ff", "c:a", "a%5cb", "a/%2e%2e/b"]
        {
            assert_eq!(relative_path(raw), None, "{raw}");
        }
    }
}
