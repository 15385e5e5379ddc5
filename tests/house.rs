//! The law of the house: who may import whom, and what every room owes the reader.
//!
//! It reads the manifests and sources as text, so it holds for rooms that don't compile, too. Each rule is a function
//! from text to complaints; beside each stands a test that feeds it something broken, for a law that can't be broken
//! is not being watched.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "house/content.rs"]
mod content;
#[path = "house/manifests.rs"]
mod manifests;
#[path = "house/pages.rs"]
mod pages;
#[path = "house/sources.rs"]
mod sources;

/// Folders whose files are made, not written.
const MADE: [&str; 8] = ["node_modules", "dist", "target", ".git", "actual", "corpus", "artifacts", "test-results"];

/// The workspace's root folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the workspace").to_path_buf()
}

/// Every file below a folder of the workspace that somebody wrote: (path from the root, with slashes, and where it is).
fn files_below(folder: &str) -> Vec<(String, PathBuf)> {
    let root = root();
    let mut files = Vec::new();
    let mut open = vec![root.join(folder)];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(&path).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                if !MADE.iter().any(|made| entry.file_name() == *made) {
                    open.push(path);
                }
            } else {
                let name = path.strip_prefix(&root).expect("it was found below the root");
                files.push((name.to_string_lossy().replace('\\', "/"), path));
            }
        }
    }
    files.sort();
    files
}

/// Like [`files_below`], with their text, for files with one of these endings.
fn texts_below(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let is_wanted = |name: &str| endings.iter().any(|ending| name.ends_with(ending));
    let files = files_below(folder).into_iter().filter(|(name, _)| is_wanted(name));
    files.map(|(name, path)| (name, fs::read_to_string(&path).expect("sources are UTF-8"))).collect()
}

/// The rooms: the folders of `src/` that have a manifest.
fn rooms() -> Vec<String> {
    let entries = fs::read_dir(root().join("src")).expect("src/ is there").flatten();
    let rooms = entries.filter(|entry| entry.path().join("Cargo.toml").exists());
    let mut rooms: Vec<String> = rooms.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    rooms.sort();
    rooms
}

/// Fails with every complaint, one a line.
#[track_caller]
fn expect_none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "the law of the house is broken:\n  {}\n", complaints.join("\n  "));
}

/// Fails unless exactly one complaint was made, and it contains these words.
#[track_caller]
fn expect_one(complaints: &[String], words: &str) {
    assert!(complaints.len() == 1 && complaints[0].contains(words), "expected one about {words:?}, got {complaints:?}");
}
