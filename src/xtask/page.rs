//! The pages: the npm packages that `web/` names, and what its bundler makes of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use crate::fault::Fault;
use crate::machine;
use crate::place;
use crate::stamp::{self, Inputs};
use crate::step::{self, Done};

/// A bundled page: where a browser starts, and all that it may load from there.
pub struct Page {
    /// `visit`, for the page of a hall.
    pub name: String,
    /// File name of the script.
    pub script: String,
    /// File names of the style sheets that go with it.
    pub styles: Vec<String>,
    /// Names of every script and style sheet that the page needs to begin, the first two included.
    pub first: BTreeSet<String>,
    /// Names of those that it asks for later.
    pub late: BTreeSet<String>,
}

/// Everything the bundler made.
pub struct Pages {
    /// All files, named with their content's hash already.
    pub files: Vec<PathBuf>,
    pub pages: Vec<Page>,
}

/// Puts the packages of `web/package-lock.json` in place, if they aren't.
pub fn provide_packages() -> Result<Done<()>, Fault> {
    provide_packages_of(&place::web())
}

/// Puts the packages of a folder's `package-lock.json` in place, if they aren't.
pub fn provide_packages_of(folder: &Path) -> Result<Done<()>, Fault> {
    machine::provide_node()?;
    if are_packages_in_place(folder)? {
        return Ok(Done::Fresh(()));
    }
    // No package of ours needs to run a script to be installed, so none may.
    let mut npm = machine::npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    step::run("npm ci", npm.current_dir(folder)).map(Done::Made)
}

/// Does what npm notes of its last run agree with the lock file?
fn are_packages_in_place(folder: &Path) -> Result<bool, Fault> {
    let lock = read_json(&folder.join("package-lock.json"))?;
    let Ok(installed) = read_json(&folder.join("node_modules/.package-lock.json")) else { return Ok(false) };
    let Some(wanted) = lock["packages"].as_object() else { return Ok(false) };
    Ok(wanted.iter().filter(|(path, _)| path.contains("node_modules/")).all(|(path, package)| {
        let there = &installed["packages"][path];
        // Optional packages are for other systems than this one.
        there["version"] == package["version"] && there.is_null() == package.is_null()
            || there.is_null() && package["optional"] == Value::Bool(true)
    }))
}

fn read_json(path: &Path) -> Result<Value, Fault> {
    let text = fs::read_to_string(path).map_err(Fault::file("read", path))?;
    serde_json::from_str(&text).map_err(|error| Fault::content(path, error.to_string()))
}

/// Where `web/visit/vite.config.ts` puts its output.
fn pages_folder() -> PathBuf {
    place::root().join("target/pages")
}

/// Bundles the pages, if anything in `web/` changed.
pub fn bundle() -> Result<Done<Pages>, Fault> {
    let folder = pages_folder();
    let digest = Inputs::of("pages").and_tree(&place::web())?.and_built_in_assets()?.digest();
    if stamp::is_fresh("pages", &digest, &[folder.join("manifest.json")]) {
        return Ok(Done::Fresh(read_pages(&folder)?));
    }
    stamp::forget("pages");
    step::run("npm run build", &mut machine::npm(&["run", "--silent", "build"]))?;
    let pages = read_pages(&folder)?;
    stamp::record("pages", &digest)?;
    Ok(Done::Made(pages))
}

/// One chunk in Vite's manifest.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Chunk {
    file: String,
    name: String,
    is_entry: bool,
    css: Vec<String>,
    assets: Vec<String>,
    imports: Vec<String>,
    dynamic_imports: Vec<String>,
}

type Manifest = std::collections::BTreeMap<String, Chunk>;

fn read_pages(folder: &Path) -> Result<Pages, Fault> {
    let path = folder.join("manifest.json");
    let text = fs::read_to_string(&path).map_err(Fault::file("read", &path))?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|error| Fault::content(&path, error.to_string()))?;
    let pages: Vec<Page> =
        manifest.values().filter(|chunk| chunk.is_entry).map(|chunk| page(chunk, &manifest)).collect();
    if !pages.iter().any(|page| page.name == "visit") {
        return Err(Fault::content(&path, "has no entry named \"visit\", the page of a hall"));
    }
    let files = stamp::files_below(folder)?.into_iter().filter(|file| *file != path).collect();
    Ok(Pages { files, pages })
}

fn page(entry: &Chunk, manifest: &Manifest) -> Page {
    let mut styles: Vec<String> = Vec::new();
    for style in closure(entry, manifest, false).into_iter().flat_map(|chunk| &chunk.css) {
        if !styles.contains(style) {
            styles.push(style.clone());
        }
    }
    let first = files(closure(entry, manifest, false), false);
    let late = files(closure(entry, manifest, true), true).difference(&first).cloned().collect();
    Page { name: entry.name.clone(), script: entry.file.clone(), styles, first, late }
}

/// Scripts and styles. A script among the assets is a worker's, which is started when there is work.
fn files(chunks: Vec<&Chunk>, has_workers: bool) -> BTreeSet<String> {
    let files = chunks.into_iter().flat_map(|chunk| {
        let assets = chunk.assets.iter().filter(move |file| has_workers || !file.ends_with(".js"));
        chunk.css.iter().chain(assets).chain([&chunk.file])
    });
    files.filter(|file| file.ends_with(".js") || file.ends_with(".css")).cloned().collect()
}

/// A chunk and all that it imports, with or without what it imports only when asked for.
fn closure<'a>(entry: &'a Chunk, manifest: &'a Manifest, is_late_counted: bool) -> Vec<&'a Chunk> {
    let mut chunks = vec![entry];
    let mut at = 0;
    while let Some(chunk) = chunks.get(at).copied() {
        let late: &[String] = if is_late_counted { &chunk.dynamic_imports } else { &[] };
        for import in chunk.imports.iter().chain(late).filter_map(|name| manifest.get(name)) {
            if !chunks.iter().any(|known| known.file == import.file) {
                chunks.push(import);
            }
        }
        at += 1;
    }
    chunks
}
